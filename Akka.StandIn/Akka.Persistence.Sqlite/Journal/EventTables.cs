using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Sqlite.Journal;

/// <summary>
/// The journal's two tables, with the columns and values that Akka.NET's plug-in uses. The second one remembers the
/// highest sequence number of an actor whose events are all deleted.
/// </summary>
internal sealed class EventTables(ExtendedActorSystem system, string events, string metadata, object noTags)
{
    private readonly string _create = $"""
        CREATE TABLE IF NOT EXISTS {events} (
            ordering INTEGER PRIMARY KEY NOT NULL,
            persistence_id VARCHAR(255) NOT NULL,
            sequence_nr INTEGER(8) NOT NULL,
            is_deleted INTEGER(1) NOT NULL,
            manifest VARCHAR(255) NULL,
            timestamp INTEGER NOT NULL,
            payload BLOB NOT NULL,
            tags VARCHAR(2000) NULL,
            serializer_id INTEGER(4),
            UNIQUE (persistence_id, sequence_nr)
        );
        CREATE TABLE IF NOT EXISTS {metadata} (
            persistence_id VARCHAR(255) NOT NULL,
            sequence_nr INTEGER(8) NOT NULL,
            PRIMARY KEY (persistence_id, sequence_nr)
        );
        """;

    private readonly string _insert = $"""
        INSERT INTO {events}
            (persistence_id, sequence_nr, timestamp, is_deleted, manifest, payload, tags, serializer_id)
        VALUES (@0, @1, @2, 0, @3, @4, @5, @6)
        """;

    private readonly string _highest = $"""
        SELECT MAX(highest) FROM (
            SELECT MAX(sequence_nr) AS highest FROM {events} WHERE persistence_id = @0
            UNION
            SELECT MAX(sequence_nr) AS highest FROM {metadata} WHERE persistence_id = @0)
        """;

    private readonly string _replay = $"""
        SELECT sequence_nr, timestamp, is_deleted, manifest, payload, serializer_id FROM {events}
        WHERE persistence_id = @0 AND sequence_nr BETWEEN @1 AND @2
        ORDER BY sequence_nr
        """;

    private readonly string _deleteEvents =
        $"DELETE FROM {events} WHERE persistence_id = @0 AND sequence_nr <= @1";

    private readonly string _deleteMetadata =
        $"DELETE FROM {metadata} WHERE persistence_id = @0 AND sequence_nr <= @1";

    private readonly string _remember = $"INSERT INTO {metadata} (persistence_id, sequence_nr) VALUES (@0, @1)";

    public void Create(SqliteSession session) => session.Execute(_create);

    public void Insert(SqliteSession session, AtomicWrite write)
    {
        foreach (var e in (IImmutableList<IPersistentRepresentation>)write.Payload)
        {
            var payload = Payload.Of(e.Payload, system);
            session.Execute(
                _insert,
                e.PersistenceId,
                e.SequenceNr,
                DateTime.UtcNow.Ticks,
                payload.Manifest,
                payload.Bytes,
                noTags,
                payload.SerializerId);
        }
    }

    public long Highest(SqliteSession session, string persistenceId) =>
        session.Read(() => session.Prepare(_highest, persistenceId).ExecuteScalar() as long? ?? 0);

    public void Replay(
        SqliteSession session,
        string persistenceId,
        long from,
        long to,
        long max,
        Action<IPersistentRepresentation> callback) =>
        session.Read(() => ReadEvents(session, persistenceId, from, to, max, callback));

    /// <summary>Within a transaction of the caller's.</summary>
    public void Delete(SqliteSession session, string persistenceId, long to)
    {
        var highest = Highest(session, persistenceId);
        session.Execute(_deleteEvents, persistenceId, to);
        session.Execute(_deleteMetadata, persistenceId, to);
        if (highest <= to)
            session.Execute(_remember, persistenceId, highest);
    }

    /// <summary>How many there were.</summary>
    private long ReadEvents(
        SqliteSession session,
        string persistenceId,
        long from,
        long to,
        long max,
        Action<IPersistentRepresentation> callback)
    {
        var count = 0L;
        using var reader = session.Prepare(_replay, persistenceId, from, to).ExecuteReader();
        while (count < max && reader.Read())
        {
            var manifest = reader.GetString(3);
            var bytes = reader.GetFieldValue<byte[]>(4);
            var payload = system.Serialization.Deserialize(bytes, reader.GetInt32(5), manifest);
            callback(new Persistent(
                payload,
                reader.GetInt64(0),
                persistenceId,
                manifest,
                reader.GetBoolean(2),
                ActorRefs.NoSender,
                writerGuid: null,
                reader.GetInt64(1)));
            count++;
        }

        return count;
    }
}
