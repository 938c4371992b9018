using Akka.Persistence;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Actors.Node;

/// <summary>
/// Recovery and the journal's refusals. The ledger moves by the same <c>Apply</c> as live, and nothing but the journal
/// is believed.
/// </summary>
internal sealed partial class RaftNode
{
    private static readonly string SnapshotManifest =
        RaftCodec.Types.Single(t => t.Type == typeof(LedgerSnapshot)).Manifest;

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: LedgerSnapshot snapshot } offer: Recover(snapshot, offer.Metadata); break;
            case RaftEvent happened: _ledger.Apply(happened); break;
            case RecoveryCompleted: Found(); break;
            default:
                throw new InvalidDataException(
                    $"the journal of {PersistenceId} holds a {message.GetType().Name}, "
                        + "which no version of this node wrote");
        }
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var record = (reason as CorruptRecordException)?.Manifest ?? (reason as UnreadableMessageException)?.Manifest;
        var what = record == SnapshotManifest
            ? $"the latest snapshot of {PersistenceId} cannot be read"
            : $"the journal of {PersistenceId} cannot be read after event {LastSequenceNr}";
        Fail($"{what}: {reason.Message}", reason);
    }

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Fail($"the journal did not take event {sequenceNr} ({@event.GetType().Name}): {cause.Message}", cause);

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Fail($"the journal rejected event {sequenceNr} ({@event.GetType().Name}): {cause.Message}", cause);

    private void Recover(LedgerSnapshot snapshot, SnapshotMetadata metadata)
    {
        _ledger.Apply(snapshot);
        _applier.Restore(snapshot.Image);
        _latest = snapshot;
        _latestSequenceNr = metadata.SequenceNr;
    }

    /// <summary>A new disk gets its identity first; a used one must be ours.</summary>
    private void Found()
    {
        if (_ledger.Founded is not { } founded)
        {
            var first = new NodeFounded(
                ClusterId, Me, _setup.Dice.NextInt64(1, long.MaxValue), _setup.Settings.InitialConfiguration);
            Persist(first, e =>
            {
                _ledger.Apply(e);
                Start();
            });
        }
        else if (founded.ClusterId != ClusterId)
            Fail($"the journal of {PersistenceId} belongs to cluster {founded.ClusterId}, "
                + $"and this node to cluster {ClusterId}", null);
        else
            Start();
    }

    /// <summary>A restarted node is a follower: its role is never remembered.</summary>
    private void Start()
    {
        var now = _setup.Clock();
        _replica = new Replica(Me, _setup.Settings.Consensus, _ledger, _setup.Dice, now, _latest?.Snapshot);
        _setup.Peers.Learn(_ledger.Configuration);
        Enter(new Follower(_replica, now));
        Arm();
        Publish();
    }
}
