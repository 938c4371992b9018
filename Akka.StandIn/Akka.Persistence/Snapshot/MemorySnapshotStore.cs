namespace Akka.Persistence.Snapshot;

/// <summary>Holds snapshots for as long as the actor system lives.</summary>
public class MemorySnapshotStore : SnapshotStore
{
    private readonly Dictionary<(string PersistenceId, long SequenceNr), SelectedSnapshot> _snapshots = [];

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult(Matching(persistenceId, criteria).MaxBy(s => s.Metadata.SequenceNr));

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        _snapshots[(metadata.PersistenceId, metadata.SequenceNr)] = new SelectedSnapshot(metadata, snapshot);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        _snapshots.Remove((metadata.PersistenceId, metadata.SequenceNr));
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        foreach (var snapshot in Matching(persistenceId, criteria).ToList())
            _snapshots.Remove((persistenceId, snapshot.Metadata.SequenceNr));
        return Task.CompletedTask;
    }

    private IEnumerable<SelectedSnapshot> Matching(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _snapshots.Values.Where(s =>
            s.Metadata.PersistenceId == persistenceId
            && s.Metadata.SequenceNr <= criteria.MaxSequenceNr
            && s.Metadata.Timestamp <= criteria.MaxTimeStamp);
}
