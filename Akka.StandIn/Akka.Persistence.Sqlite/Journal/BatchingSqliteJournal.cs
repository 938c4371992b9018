using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Pattern;
using Akka.Persistence.Journal;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sqlite.Journal;

/// <summary>
/// Stores what many actors wrote meanwhile in one transaction. What the database refuses is a failure, which stops
/// the actors of that transaction, and not a rejection as with <see cref="SqliteJournal"/>.
/// </summary>
public class BatchingSqliteJournal : ActorBase
{
    private readonly Queue<IJournalRequest> _waiting = new();
    private readonly List<IJournalRequest> _chunk = [];
    private readonly CircuitBreaker _breaker;
    private readonly ReplayFilterSettings _replayFilter;
    private readonly SqliteSession _session;
    private readonly EventTables _tables;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly int _maxBatchSize;
    private readonly int _maxBufferSize;
    private readonly bool _autoInitialize;
    private bool _isNextDue;

    public BatchingSqliteJournal(Config config)
    {
        var connectionString = SqliteSession.ConnectionString(config);
        _session = new SqliteSession(
            () => CreateConnection(connectionString), config.GetTimeSpan("connection-timeout"));
        // Akka.NET's batching journal takes no defaults from akka.persistence.journal.sqlite: name the tables.
        _tables = new EventTables(
            (ExtendedActorSystem)Context.System,
            Required(config, "table-name"),
            Required(config, "metadata-table-name"),
            string.Empty);
        _breaker = config.Breaker(Context.System.Scheduler);
        _replayFilter = new ReplayFilterSettings(config.GetConfig("replay-filter"));
        _maxBatchSize = config.GetInt("max-batch-size", 100);
        _maxBufferSize = config.GetInt("max-buffer-size", 500_000);
        _autoInitialize = config.GetBoolean("auto-initialize");
    }

    protected virtual SqliteConnection CreateConnection(string connectionString) => new(connectionString);

    protected override void PreStart()
    {
        if (_autoInitialize)
            _tables.Create(_session);
        base.PreStart();
    }

    protected override void PostStop()
    {
        base.PostStop();
        _session.Close();
    }

    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case WriteMessages or ReplayMessages or DeleteMessagesTo:
                Buffer((IJournalRequest)message);
                return true;
            case Next:
                ProcessChunk();
                return true;
            default:
                return false;
        }
    }

    private static string Required(Config config, string key) =>
        config.GetString(key, null) ?? throw new ConfigurationException($"{key} is missing");

    private void Buffer(IJournalRequest request)
    {
        if (_waiting.Count > _maxBufferSize)
            Overflow(request);
        else
            _waiting.Enqueue(request);
        BeDue();
    }

    // The marker comes back behind everything that is in the mailbox now, and all of that makes one chunk.
    private void BeDue()
    {
        if (_isNextDue || _waiting.Count == 0)
            return;
        _isNextDue = true;
        Self.Tell(Next.Instance, Self);
    }

    private void ProcessChunk()
    {
        _isNextDue = false;
        _chunk.Clear();
        while (_chunk.Count < _maxBatchSize
            && _waiting.TryPeek(out var next)
            && (_chunk.Count == 0 || next.GetType() == _chunk[0].GetType()))
        {
            _chunk.Add(_waiting.Dequeue());
        }

        if (TryExecute() is { } cause)
        {
            _log.Error(cause, "An error occurred during event batch processing. Batched requests: [{0}]", _chunk.Count);
            foreach (var request in _chunk)
                Fail(request, cause);
        }
        else
        {
            foreach (var request in _chunk)
                Succeed(request);
        }

        BeDue();
    }

    private Exception? TryExecute()
    {
        try
        {
            // SQLite works on this thread, so the task has always ended.
            _breaker.WithCircuitBreaker(() =>
            {
                Execute();
                return Task.CompletedTask;
            }).GetAwaiter().GetResult();
            return null;
        }
        catch (Exception cause)
        {
            return cause;
        }
    }

    private void Execute()
    {
        if (_chunk[0] is ReplayMessages)
        {
            foreach (var request in _chunk)
                Replay((ReplayMessages)request);
            return;
        }

        _session.InTransaction(() =>
        {
            foreach (var request in _chunk)
            {
                if (request is DeleteMessagesTo delete)
                    _tables.Delete(_session, delete.PersistenceId, delete.ToSequenceNr);
                else
                    Insert((WriteMessages)request);
            }
        });
    }

    private void Insert(WriteMessages request)
    {
        foreach (var envelope in request.Messages)
        {
            if (envelope is AtomicWrite write)
                _tables.Insert(_session, write);
        }
    }

    private void Replay(ReplayMessages request)
    {
        var filter = new ReplayFilter(request.PersistentActor, _replayFilter, _log);
        try
        {
            var highest = _tables.Highest(_session, request.PersistenceId);
            var to = Math.Min(request.ToSequenceNr, highest);
            _tables.Replay(
                _session, request.PersistenceId, request.FromSequenceNr, to, request.Max, filter.Offer);
            filter.Complete(new RecoverySuccess(highest), ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            filter.Complete(new ReplayMessagesFailure(cause), ActorRefs.NoSender);
        }
    }

    private void Succeed(IJournalRequest request)
    {
        if (request is WriteMessages write)
            JournalAnswers.Succeed(write, null, Self);
        else if (request is DeleteMessagesTo delete)
            delete.PersistentActor.Tell(new DeleteMessagesSuccess(delete.ToSequenceNr), Self);
    }

    private void Fail(IJournalRequest request, Exception cause)
    {
        switch (request)
        {
            case WriteMessages write:
                Fail(write, cause);
                break;
            case ReplayMessages replay:
                replay.PersistentActor.Tell(new ReplayMessagesFailure(cause), Self);
                break;
            case DeleteMessagesTo delete:
                delete.PersistentActor.Tell(new DeleteMessagesFailure(cause, delete.ToSequenceNr), Self);
                break;
        }
    }

    // As in Akka.NET: only what the database said is a failure, the rest (a serializer's exception) a rejection.
    private void Fail(WriteMessages request, Exception cause)
    {
        var writes = request.Messages.OfType<AtomicWrite>().ToList();
        request.PersistentActor.Tell(new WriteMessagesFailed(cause, writes.Count), Self);
        foreach (var e in writes.SelectMany(JournalAnswers.Events))
        {
            object answer = cause is DbException
                ? new WriteMessageFailure(e, cause, request.ActorInstanceId)
                : new WriteMessageRejected(e, cause, request.ActorInstanceId);
            request.PersistentActor.Tell(answer, e.Sender);
        }
    }

    // As in Akka.NET: the events of a write that is refused here are never answered.
    private void Overflow(IJournalRequest request)
    {
        var cause = new JournalBufferOverflowException();
        _log.Warning("Batching journal buffer limit has been reached. Denying a request [{0}].", request);
        if (request is WriteMessages write)
        {
            var count = write.Messages.OfType<AtomicWrite>().Count();
            write.PersistentActor.Tell(new WriteMessagesFailed(cause, count), Self);
        }
        else
        {
            Fail(request, cause);
        }
    }

    private sealed class Next
    {
        public static readonly Next Instance = new();
    }
}

internal sealed class JournalBufferOverflowException() : AkkaException(
    "Batching journal buffer has been overflowed: requests come faster than the database takes them. "
    + "`max-buffer-size` and `max-batch-size` change it.");
