using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence.Snapshot;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sqlite.Snapshot;

/// <summary>Stores snapshots in a SQLite file, in the table that Akka.NET's plug-in uses.</summary>
public class SqliteSnapshotStore : SnapshotStore, IWithUnboundedStash
{
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)Context.System;
    private readonly SqliteSession _session;
    private readonly string _table;
    private readonly bool _autoInitialize;

    public SqliteSnapshotStore(Config snapshotConfig)
    {
        var config = snapshotConfig.WithFallback(SqlitePersistence.Get(Context.System).DefaultSnapshotConfig);
        var connectionString = SqliteSession.ConnectionString(config);
        _session = new SqliteSession(
            () => CreateDbConnection(connectionString), config.GetTimeSpan("connection-timeout"));
        _table = config.GetString("table-name");
        _autoInitialize = config.GetBoolean("auto-initialize");
    }

    public IStash Stash { get; set; } = null!;

    protected virtual DbConnection CreateDbConnection(string connectionString) =>
        new SqliteConnection(connectionString);

    protected override void PreStart()
    {
        base.PreStart();
        _session.Open();
        if (!_autoInitialize)
            return;
        Self.Tell(Initialize(), Self);
        BecomeStacked(WaitingForInitialization);
    }

    protected override void PostStop()
    {
        base.PostStop();
        _session.Close();
    }

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult(_session.Read(() => Load(persistenceId, criteria)));

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        var payload = Payload.Of(snapshot, _system);
        _session.InTransaction(() => _session.Execute(
            $"""
            INSERT OR REPLACE INTO {_table}
                (persistence_id, sequence_nr, created_at, manifest, payload, serializer_id)
            VALUES (@0, @1, @2, @3, @4, @5)
            """,
            metadata.PersistenceId,
            metadata.SequenceNr,
            metadata.Timestamp.Ticks,
            payload.Manifest,
            payload.Bytes,
            payload.SerializerId));
        _session.Forget();
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        var notAfter = metadata.Timestamp == DateTime.MinValue ? DateTime.MaxValue : metadata.Timestamp;
        Delete("=", metadata.PersistenceId, metadata.SequenceNr, notAfter);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        Delete("<=", persistenceId, criteria.MaxSequenceNr, criteria.MaxTimeStamp);
        return Task.CompletedTask;
    }

    private SelectedSnapshot? Load(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        var command = _session.Prepare(
            $"""
            SELECT sequence_nr, created_at, manifest, payload, serializer_id FROM {_table}
            WHERE persistence_id = @0 AND sequence_nr <= @1 AND created_at <= @2
            ORDER BY sequence_nr DESC LIMIT 1
            """,
            persistenceId,
            criteria.MaxSequenceNr,
            criteria.MaxTimeStamp.Ticks);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            return null;
        var metadata = new SnapshotMetadata(
            persistenceId, reader.GetInt64(0), new DateTime(reader.GetInt64(1), DateTimeKind.Utc));
        var bytes = reader.GetFieldValue<byte[]>(3);
        var snapshot = _system.Serialization.Deserialize(bytes, reader.GetInt32(4), reader.GetString(2));
        return new SelectedSnapshot(metadata, snapshot);
    }

    private void Delete(string comparison, string persistenceId, long sequenceNr, DateTime notAfter) =>
        _session.InTransaction(() => _session.Execute(
            $"DELETE FROM {_table} WHERE persistence_id = @0 AND sequence_nr {comparison} @1 AND created_at <= @2",
            persistenceId,
            sequenceNr,
            notAfter.Ticks));

    private bool WaitingForInitialization(object message)
    {
        switch (message)
        {
            case Initialized:
                UnbecomeStacked();
                Stash.UnstashAll();
                return true;
            case Status.Failure failure:
                Context.GetLogger().Error(failure.Cause, "Error during snapshot store initialization");
                // The restart tries again; whoever asked meanwhile waits.
                throw new ApplicationException("Failed to initialize SQL SnapshotStore.", failure.Cause);
            default:
                Stash.Stash();
                return true;
        }
    }

    private object Initialize()
    {
        try
        {
            _session.Execute($"""
                CREATE TABLE IF NOT EXISTS {_table} (
                    persistence_id VARCHAR(255) NOT NULL,
                    sequence_nr INTEGER(8) NOT NULL,
                    created_at INTEGER(8) NOT NULL,
                    manifest VARCHAR(255) NOT NULL,
                    payload BLOB NOT NULL,
                    serializer_id INTEGER(4),
                    PRIMARY KEY (persistence_id, sequence_nr)
                )
                """);
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
