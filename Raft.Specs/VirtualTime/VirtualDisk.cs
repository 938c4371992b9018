using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.VirtualTime;

/// <summary>Journals and snapshots by persistence id. It outlives the ActorSystems that write to it.</summary>
public sealed class VirtualDisk
{
    private readonly Dictionary<string, VirtualJournal> _journals = new(StringComparer.Ordinal);

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>
    /// Whether payloads are stored as bytes, by the serializer that the writing ActorSystem binds to them, and read
    /// back by the one of the reading system, as a real journal does. Off: the same object comes back.
    /// </summary>
    public bool Serializes { get; set; }

    /// <summary>Events written so far.</summary>
    public long Writes { get; internal set; }

    /// <summary>Writes refused because a sequence number was taken.</summary>
    public long Conflicts { get; internal set; }

    /// <summary>The machine of this persistence id dies: what was under way on its disk never happens.</summary>
    public void LosePending(string persistenceId) => Journal(persistenceId).Life++;

    /// <summary>The disk of this persistence id is replaced by an empty one.</summary>
    public void Erase(string persistenceId)
    {
        LosePending(persistenceId);
        var journal = Journal(persistenceId);
        journal.Events.Clear();
        journal.Snapshots.Clear();
        journal.HighestSequenceNr = 0;
    }

    /// <summary>The sequence numbers that are stored for a persistence id, in order.</summary>
    public IReadOnlyList<long> SequenceNrs(string persistenceId) => [.. Journal(persistenceId).Events.Keys];

    /// <summary>The highest sequence number that was ever stored for a persistence id, deleted ones included.</summary>
    public long HighestSequenceNr(string persistenceId) => Journal(persistenceId).HighestSequenceNr;

    /// <summary>The sequence numbers of the stored snapshots, in order.</summary>
    public IReadOnlyList<long> SnapshotSequenceNrs(string persistenceId) =>
        [.. Journal(persistenceId).Snapshots.Keys];

    internal VirtualJournal Journal(string persistenceId)
    {
        if (!_journals.TryGetValue(persistenceId, out var journal))
            _journals[persistenceId] = journal = new VirtualJournal();
        return journal;
    }

    /// <summary>A payload as it is kept: itself, or its bytes.</summary>
    internal Func<ExtendedActorSystem, object> Keep(ExtendedActorSystem writer, object payload)
    {
        if (!Serializes)
            return _ => payload;
        var frozen = Frozen.Of(writer, payload);
        return frozen.Thaw;
    }
}

/// <summary>An event, and what gives its payload to the system that reads it.</summary>
internal sealed record StoredEvent(IPersistentRepresentation Event, Func<ExtendedActorSystem, object> Payload);

/// <summary>A snapshot, and what gives its content to the system that reads it.</summary>
internal sealed record StoredSnapshot(SnapshotMetadata Metadata, Func<ExtendedActorSystem, object> Payload);

/// <summary>One persistence id's part of the disk.</summary>
internal sealed class VirtualJournal
{
    public SortedList<long, StoredEvent> Events { get; } = [];

    public SortedList<long, StoredSnapshot> Snapshots { get; } = [];

    public long HighestSequenceNr { get; set; }

    /// <summary>Counts the machine's deaths; an operation that began in an earlier life is void.</summary>
    public int Life { get; set; }
}
