using System.Collections.Immutable;
using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence.Journal;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sqlite.Journal;

/// <summary>
/// Stores events in a SQLite file. What the database refuses (a lock that is not given up, a full disk, a sequence
/// number that is taken) is told to the actor as a rejection, as in Akka.NET: akkadotnet/akka.net#7299.
/// </summary>
public class SqliteJournal : AsyncWriteJournal, IWithUnboundedStash
{
    private readonly SqliteSession _session;
    private readonly EventTables _tables;
    private readonly bool _autoInitialize;

    public SqliteJournal(Config journalConfig)
    {
        var config = journalConfig.WithFallback(SqlitePersistence.Get(Context.System).DefaultJournalConfig);
        var connectionString = SqliteSession.ConnectionString(config);
        _session = new SqliteSession(
            () => CreateDbConnection(connectionString), config.GetTimeSpan("connection-timeout"));
        _tables = new EventTables(
            (ExtendedActorSystem)Context.System,
            config.GetString("table-name"),
            config.GetString("metadata-table-name"),
            DBNull.Value);
        _autoInitialize = config.GetBoolean("auto-initialize");
    }

    public IStash Stash { get; set; } = null!;

    protected virtual DbConnection CreateDbConnection(string connectionString) =>
        new SqliteConnection(connectionString);

    protected override void PreStart()
    {
        base.PreStart();
        // As in Akka.NET: a file that cannot be opened stops the journal, tables that cannot be created yet do not.
        _session.Open();
        Self.Tell(Initialize(), Self);
        BecomeStacked(WaitingForInitialization);
    }

    protected override void PostStop()
    {
        base.PostStop();
        _session.Close();
    }

    private bool WaitingForInitialization(object message)
    {
        switch (message)
        {
            case Initialized:
                UnbecomeStacked();
                Stash.UnstashAll();
                return true;
            case Status.Failure failure:
                Context.GetLogger().Error(failure.Cause, "Failure during {0} initialization.", Self);
                // The restart tries again; whoever asked meanwhile waits.
                throw new ApplicationException("Failed to initialize SQL Journal.", failure.Cause);
            default:
                Stash.Stash();
                return true;
        }
    }

    /// <summary>
    /// One transaction for all writes of a request. One that the database refuses is undone alone; if the transaction
    /// itself fails, none of them is stored.
    /// </summary>
    protected override Task<IImmutableList<Exception>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToArray();
        var failures = new Exception?[writes.Length];
        try
        {
            _session.InTransaction(() =>
            {
                if (writes is [var only])
                {
                    _tables.Insert(_session, only);
                    return;
                }

                for (var i = 0; i < writes.Length; i++)
                {
                    var write = writes[i];
                    _session.TryWithin(() => _tables.Insert(_session, write), out failures[i]);
                }
            });
        }
        catch (Exception cause)
        {
            for (var i = 0; i < failures.Length; i++)
                failures[i] ??= cause;
        }

        var none = Array.TrueForAll(failures, f => f is null);
        return Task.FromResult<IImmutableList<Exception>?>(none ? null : ImmutableArray.Create(failures!));
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(_tables.Highest(_session, persistenceId));

    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        _tables.Replay(_session, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);
        return Task.CompletedTask;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        _session.InTransaction(() => _tables.Delete(_session, persistenceId, toSequenceNr));
        return Task.CompletedTask;
    }

    private object Initialize()
    {
        try
        {
            if (_autoInitialize)
                _tables.Create(_session);
            return new Initialized();
        }
        catch (Exception cause)
        {
            _session.Close();
            return new Status.Failure(cause);
        }
    }

    private sealed class Initialized;
}
