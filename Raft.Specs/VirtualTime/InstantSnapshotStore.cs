using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.VirtualTime;

/// <summary>A snapshot store in virtual time.</summary>
public sealed class InstantSnapshotStore : VirtualPlugin
{
    /// <inheritdoc />
    protected override bool Handle(object message)
    {
        var (self, sender) = (Self, Sender);
        switch (message)
        {
            case SaveSnapshot save:
                Perform(
                    save.Metadata.PersistenceId, DiskOperation.Save,
                    (journal, fault) => Save(journal, fault, save, sender, self));
                return true;
            case LoadSnapshot load:
                Perform(
                    load.PersistenceId, DiskOperation.Load,
                    (journal, fault) => Load(journal, fault, load, sender, self));
                return true;
            case DeleteSnapshot delete:
                Perform(
                    delete.Metadata.PersistenceId, DiskOperation.DeleteSnapshots,
                    (journal, fault) => Delete(journal, fault, delete, sender, self));
                return true;
            case DeleteSnapshots delete:
                Perform(
                    delete.PersistenceId, DiskOperation.DeleteSnapshots,
                    (journal, fault) => Delete(journal, fault, delete, sender, self));
                return true;
            default:
                return false;
        }
    }

    private void Save(VirtualJournal journal, Fault fault, SaveSnapshot save, IActorRef sender, IActorRef self)
    {
        if (fault.Takes)
            journal.Snapshots[save.Metadata.SequenceNr] =
                new StoredSnapshot(save.Metadata, Disk.Keep(System, save.Snapshot));
        if (!fault.Answers)
            return;
        sender.Tell(
            fault.Kind == FaultKind.None
                ? new SaveSnapshotSuccess(save.Metadata)
                : new SaveSnapshotFailure(save.Metadata, Injected(fault, DiskOperation.Save)),
            self);
    }

    private void Load(VirtualJournal journal, Fault fault, LoadSnapshot load, IActorRef sender, IActorRef self)
    {
        if (!fault.Answers)
            return;
        if (fault.Kind != FaultKind.None)
        {
            sender.Tell(new LoadSnapshotFailed(Injected(fault, DiskOperation.Load)), self);
            return;
        }

        var found = journal.Snapshots.Values
            .Where(item => item.Metadata.SequenceNr <= load.ToSequenceNr && Fits(item.Metadata, load.Criteria))
            .Select(item => new SelectedSnapshot(item.Metadata, item.Payload(System)))
            .LastOrDefault();
        sender.Tell(new LoadSnapshotResult(found, load.ToSequenceNr), self);
    }

    private static void Delete(
        VirtualJournal journal, Fault fault, DeleteSnapshot delete, IActorRef sender, IActorRef self)
    {
        if (fault.Takes)
            journal.Snapshots.Remove(delete.Metadata.SequenceNr);
        if (!fault.Answers)
            return;
        sender.Tell(
            fault.Kind == FaultKind.None
                ? new DeleteSnapshotSuccess(delete.Metadata)
                : new DeleteSnapshotFailure(delete.Metadata, Injected(fault, DiskOperation.DeleteSnapshots)),
            self);
    }

    private static void Delete(
        VirtualJournal journal, Fault fault, DeleteSnapshots delete, IActorRef sender, IActorRef self)
    {
        if (fault.Takes)
            foreach (var kept in journal.Snapshots.Values.Where(kept => Fits(kept.Metadata, delete.Criteria)).ToList())
                journal.Snapshots.Remove(kept.Metadata.SequenceNr);
        if (!fault.Answers)
            return;
        sender.Tell(
            fault.Kind == FaultKind.None
                ? new DeleteSnapshotsSuccess(delete.Criteria)
                : new DeleteSnapshotsFailure(delete.Criteria, Injected(fault, DiskOperation.DeleteSnapshots)),
            self);
    }

    private static bool Fits(SnapshotMetadata metadata, SnapshotSelectionCriteria criteria) =>
        metadata.SequenceNr <= criteria.MaxSequenceNr
        && metadata.SequenceNr >= criteria.MinSequenceNr
        && metadata.Timestamp <= criteria.MaxTimeStamp
        && metadata.Timestamp >= (criteria.MinTimestamp ?? DateTime.MinValue);
}
