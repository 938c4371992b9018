using Akka.Actor;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    private readonly Receive _recoveryBehavior;
    private ICancelable? _recoveryTimer;
    private TimeSpan _recoveryTimeout;
    private bool _sawEventSinceTick;

    public override void AroundPreStart()
    {
        if (PersistenceId is null)
            throw new ArgumentNullException($"PersistenceId is [null] for PersistentActor [{Self.Path}]");
        // A plug-in that is missing shows here, and not at the first event.
        _ = Journal;
        _ = SnapshotStore;
        RequestPermit();
        base.AroundPreStart();
    }

    public override void AroundPostRestart(Exception cause, object? message)
    {
        RequestPermit();
        base.AroundPostRestart(cause, message);
    }

    private void RequestPermit() => Extension.RecoveryPermitter.Tell(RequestRecoveryPermit.Instance, Self);

    private void ReturnPermit() => Extension.RecoveryPermitter.Tell(ReturnRecoveryPermit.Instance, Self);

    private void WaitForPermit(object message)
    {
        if (message is not RecoveryPermitGranted)
        {
            _internalStash.Stash();
            return;
        }

        _phase = Phase.LoadingSnapshot;
        _recoveryTimeout = Extension.JournalConfigFor(JournalPluginId).GetTimeSpan("recovery-event-timeout");
        _recoveryTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(
            _recoveryTimeout, Self, new RecoveryTick(snapshot: true), Self);
        LoadSnapshot(SnapshotterId, Recovery.FromSnapshot, Recovery.ToSequenceNr);
    }

    private void AwaitSnapshot(object message)
    {
        switch (message)
        {
            case LoadSnapshotResult result:
                _recoveryTimer?.Cancel();
                if (result.Snapshot is null || Offer(result.Snapshot))
                    StartReplay(result.ToSequenceNr);
                break;
            case LoadSnapshotFailed failed:
                FailRecovery(failed.Cause);
                break;
            case RecoveryTick { Snapshot: true }:
                FailRecovery(new RecoveryTimedOutException(
                    $"Recovery timed out, didn't get snapshot within {_recoveryTimeout.TotalSeconds}s."));
                break;
            case RecoveryPermitGranted:
                break;
            default:
                _internalStash.Stash();
                break;
        }
    }

    /// <summary>False if the actor could not take the snapshot, and stops.</summary>
    private bool Offer(SelectedSnapshot snapshot)
    {
        var before = LastSequenceNr;
        var offer = new SnapshotOffer(snapshot.Metadata, snapshot.Snapshot);
        try
        {
            LastSequenceNr = snapshot.Metadata.SequenceNr;
            if (!base.AroundReceive(_recoveryBehavior, offer))
                LastSequenceNr = before;
            return true;
        }
        catch (Exception cause)
        {
            FailRecovery(cause);
            return false;
        }
    }

    private void StartReplay(long toSequenceNr)
    {
        _phase = Phase.Replaying;
        _sawEventSinceTick = false;
        _recoveryTimer = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            _recoveryTimeout, _recoveryTimeout, Self, new RecoveryTick(snapshot: false), Self);
        Journal.Tell(
            new ReplayMessages(LastSequenceNr + 1, toSequenceNr, Recovery.ReplayMax, PersistenceId, Self), Self);
    }

    private void Replay(object message)
    {
        switch (message)
        {
            case ReplayedMessage replayed:
                ReplayEvent(replayed.Persistent);
                break;
            case RecoverySuccess success:
                CompleteRecovery(success.HighestSequenceNr);
                break;
            case ReplayMessagesFailure failure:
                FailRecovery(failure.Cause);
                break;
            case RecoveryTick { Snapshot: false } when !_sawEventSinceTick:
                FailRecovery(new RecoveryTimedOutException(
                    $"Recovery timed out, didn't get event within {_recoveryTimeout.TotalSeconds}s, "
                    + $"highest sequence number seen {LastSequenceNr}."));
                break;
            case RecoveryTick { Snapshot: false }:
                _sawEventSinceTick = false;
                break;
            case RecoveryTick or RecoveryPermitGranted:
                break;
            default:
                _internalStash.Stash();
                break;
        }
    }

    private void ReplayEvent(IPersistentRepresentation persistent)
    {
        try
        {
            _sawEventSinceTick = true;
            Advance(persistent.SequenceNr);
            base.AroundReceive(_recoveryBehavior, persistent);
        }
        catch (Exception cause)
        {
            FailRecovery(cause, persistent.Payload);
        }
    }

    private void CompleteRecovery(long highestSequenceNr)
    {
        _recoveryTimer?.Cancel();
        try
        {
            OnReplaySuccess();
            LastSequenceNr = Math.Max(highestSequenceNr, LastSequenceNr);
            _lastIssuedSequenceNr = LastSequenceNr;
            // The handler of RecoveryCompleted may persist.
            _phase = Phase.Processing;
            try
            {
                base.AroundReceive(_recoveryBehavior, RecoveryCompleted.Instance);
            }
            finally
            {
                // Also when the handler failed, since the supervisor may let this instance resume.
                FinishRecovery();
            }
        }
        finally
        {
            ReturnPermit();
        }
    }

    private void FinishRecovery()
    {
        Flush();
        if (_stashingExpected > 0)
            _phase = Phase.Persisting;
        else
            _internalStash.UnstashAll();
    }

    private void FailRecovery(Exception cause, object? message = null)
    {
        _recoveryTimer?.Cancel();
        try
        {
            OnRecoveryFailure(cause, message);
        }
        finally
        {
            Context.Stop(Self);
            ReturnPermit();
        }
    }

    private bool RecoveryBehavior(object message) => message switch
    {
        IPersistentRepresentation persistent => ReceiveRecover(persistent.Payload),
        _ => ReceiveRecover(message),
    };
}
