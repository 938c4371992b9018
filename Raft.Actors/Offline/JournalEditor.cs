using Akka.Actor;
using Akka.Persistence;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors.Offline;

/// <summary>What to do with the journal of a node that does not run.</summary>
/// <param name="Group">The group.</param>
/// <param name="Settings">The node's settings.</param>
/// <param name="Each">Told every record.</param>
/// <param name="Write">What to write, given what was read; nothing to only read.</param>
/// <param name="Snapshot">A snapshot to save after that, or null.</param>
/// <param name="Done">Gets the outcome.</param>
internal sealed record JournalJob(
    string Group,
    RaftSettings Settings,
    Action<JournalRecord> Each,
    Func<Ledger, IReadOnlyList<RaftEvent>> Write,
    LedgerSnapshot? Snapshot,
    TaskCompletionSource<JournalReport> Done);

/// <summary>
/// Reads a node's journal under the node's own name, by the rules by which the node itself recovers, and adds to it.
/// </summary>
internal sealed class JournalEditor : UntypedPersistentActor
{
    private readonly JournalJob _job;
    private readonly Ledger _ledger = new();

    public JournalEditor(JournalJob job)
    {
        _job = job;
        JournalPluginId = job.Settings.JournalPluginId;
        SnapshotPluginId = job.Settings.SnapshotPluginId;
    }

    /// <inheritdoc/>
    public override string PersistenceId => $"raft-{_job.Group}-{_job.Settings.Node}";

    /// <summary>The editor's actor.</summary>
    public static Props Props(JournalJob job) => Akka.Actor.Props.Create(() => new JournalEditor(job));

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: LedgerSnapshot snapshot }: Take(new JournalRecord(0, snapshot)); break;
            case RaftEvent happened: Take(new JournalRecord(LastSequenceNr, happened)); break;
            case RecoveryCompleted: Write(); break;
            default:
                throw new InvalidDataException(
                    $"position {LastSequenceNr} holds a {message.GetType().Name}, which no version of a node wrote");
        }
    }

    /// <inheritdoc/>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case SaveSnapshotSuccess: Finish(null); break;
            case SaveSnapshotFailure failed: _job.Done.TrySetException(failed.Cause); break;
            default: Unhandled(message); break;
        }
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Finish(reason.Message);

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _job.Done.TrySetException(cause);

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        _job.Done.TrySetException(cause);

    private void Take(JournalRecord found)
    {
        _ledger.Apply(found.Event);
        _job.Each(found);
    }

    private void Write()
    {
        IReadOnlyList<RaftEvent> events;
        try
        {
            if (_job.Snapshot is not null && _ledger.Founded is not null)
                throw new InvalidDataException("the disk is not empty: a backup is only put back in place of nothing");
            events = _job.Write(_ledger);
        }
        catch (InvalidDataException refused)
        {
            _job.Done.TrySetException(refused);
            return;
        }

        var left = events.Count;
        if (left == 0)
        {
            Finish(null);
            return;
        }

        PersistAll(events, e =>
        {
            _ledger.Apply(e);
            if (--left > 0)
                return;
            if (_job.Snapshot is { } snapshot)
                SaveSnapshot(snapshot);
            else
                Finish(null);
        });
    }

    private void Finish(string? damage) => _job.Done.TrySetResult(new JournalReport(_ledger, LastSequenceNr, damage));
}
