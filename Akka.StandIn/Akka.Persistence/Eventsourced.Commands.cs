using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    /// <summary>What a stopping or restarting actor gives back to its mailbox from the author's stash.</summary>
    public static readonly Func<Envelope, bool> UnstashFilterPredicate =
        envelope => envelope.Message is not (WriteMessageSuccess or ReplayedMessage);

    private readonly Queue<Expected> _expected = new();
    private List<IPersistentEnvelope> _outbox = [];
    private Phase _phase = Phase.WaitingForPermit;
    private int _stashingExpected;
    private bool _isWriteInProgress;

    // In the order of a life, so that everything before Processing is recovery.
    private enum Phase
    {
        WaitingForPermit,
        LoadingSnapshot,
        Replaying,
        Processing,
        Persisting,
    }

    protected internal override bool AroundReceive(Receive receive, object message)
    {
        switch (_phase)
        {
            case Phase.WaitingForPermit:
                WaitForPermit(message);
                break;
            case Phase.LoadingSnapshot:
                AwaitSnapshot(message);
                break;
            case Phase.Replaying:
                Replay(message);
                break;
            case Phase.Processing:
                if (!TakeAnswer(message))
                    Process(receive, message);
                break;
            case Phase.Persisting:
                if (!TakeAnswer(message))
                    _internalStash.Stash();
                break;
        }

        return true;
    }

    public override void AroundPreRestart(Exception cause, object? message)
    {
        try
        {
            _internalStash.UnstashAll();
            Stash.UnstashAll(UnstashFilterPredicate);
        }
        finally
        {
            Flush();
            base.AroundPreRestart(cause, message switch
            {
                WriteMessageSuccess success => success.Persistent,
                LoopMessageSuccess success => success.Message,
                ReplayedMessage replayed => replayed.Persistent,
                _ => message,
            });
        }
    }

    public override void AroundPostStop()
    {
        try
        {
            _internalStash.UnstashAll();
            Stash.UnstashAll(UnstashFilterPredicate);
        }
        finally
        {
            base.AroundPostStop();
        }
    }

    protected override void Unhandled(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                return;
            case SaveSnapshotFailure failure:
                Log.Warning("Failed to SaveSnapshot given metadata [{0}] due to: [{1}: {2}]",
                    failure.Metadata, failure.Cause, failure.Cause.Message);
                break;
            case DeleteSnapshotFailure failure:
                Log.Warning("Failed to DeleteSnapshot given metadata [{0}] due to: [{1}: {2}]",
                    failure.Metadata, failure.Cause, failure.Cause.Message);
                break;
            case DeleteSnapshotsFailure failure:
                Log.Warning("Failed to DeleteSnapshots given criteria [{0}] due to: [{1}: {2}]",
                    failure.Criteria, failure.Cause, failure.Cause.Message);
                break;
            case DeleteMessagesFailure failure:
                Log.Warning("Failed to DeleteMessages ToSequenceNr [{0}] for PersistenceId [{1}] due to: {2}",
                    failure.ToSequenceNr, PersistenceId, failure.Cause.Message);
                break;
        }

        base.Unhandled(message);
    }

    private void Process(Receive receive, object message)
    {
        try
        {
            base.AroundReceive(receive, message);
        }
        catch
        {
            FinishCommand(failed: true);
            throw;
        }

        FinishCommand(failed: false);
    }

    // A command that failed has still persisted what it persisted: the events are written and a restart recovers them.
    private void FinishCommand(bool failed)
    {
        Flush();
        if (_stashingExpected > 0)
            _phase = Phase.Persisting;
        else
            Unstash(failed);
    }

    /// <summary>True if the message was the journal's and is done with.</summary>
    private bool TakeAnswer(object message)
    {
        switch (message)
        {
            case WriteMessageSuccess success:
                if (success.ActorInstanceId == _instanceId)
                {
                    Advance(success.Persistent.SequenceNr);
                    RunHandler(success.Persistent.Payload);
                }

                return true;
            case LoopMessageSuccess deferred:
                if (deferred.ActorInstanceId == _instanceId)
                    RunHandler(deferred.Message);
                return true;
            case WriteMessageRejected rejected:
                if (rejected.ActorInstanceId == _instanceId)
                    Reject(rejected);
                return true;
            case WriteMessageFailure failure:
                if (failure.ActorInstanceId == _instanceId)
                    Fail(failure);
                return true;
            case WriteMessagesSuccessful:
                _isWriteInProgress = false;
                Flush();
                return true;
            case WriteMessagesFailed failed:
                // Otherwise a failure for each event follows, and the first of them stops the actor.
                if (failed.WriteCount == 0)
                    _isWriteInProgress = false;
                return true;
            case RecoveryTick or RecoveryPermitGranted:
                // Was in the mailbox before it was known to be needless.
                return true;
            default:
                return false;
        }
    }

    private void RunHandler(object payload)
    {
        var failed = true;
        try
        {
            _expected.Peek().Handler(payload);
            failed = false;
        }
        finally
        {
            Flush();
            Settle(failed);
        }
    }

    private void Reject(WriteMessageRejected rejected)
    {
        var persistent = rejected.Persistent;
        Advance(persistent.SequenceNr);
        Settle(failed: false);
        OnPersistRejected(rejected.Cause, persistent.Payload, persistent.SequenceNr);
    }

    private void Fail(WriteMessageFailure failure)
    {
        Settle(failed: false);
        try
        {
            OnPersistFailure(failure.Cause, failure.Persistent.Payload, failure.Persistent.SequenceNr);
        }
        finally
        {
            Context.Stop(Self);
        }
    }

    /// <summary>The oldest expected answer has come.</summary>
    private void Settle(bool failed)
    {
        if (_expected.Dequeue().Stashing)
            _stashingExpected--;
        // What is expected without stashing was persisted with PersistAsync, which holds up no command.
        _phase = _stashingExpected > 0 ? Phase.Persisting : Phase.Processing;
        if (_phase == Phase.Processing)
            Unstash(failed);
    }

    private void Flush()
    {
        if (_isWriteInProgress || _outbox.Count == 0)
            return;
        Journal.Tell(new WriteMessages(_outbox, Self, _instanceId), Self);
        _outbox = [];
        _isWriteInProgress = true;
    }

    // One at a time, since the next command may persist again; all of them when a restart may follow.
    private void Unstash(bool all)
    {
        if (all)
            _internalStash.UnstashAll();
        else
            _internalStash.Unstash();
    }

    private void Advance(long sequenceNr) => LastSequenceNr = Math.Max(LastSequenceNr, sequenceNr);

    private readonly record struct Expected(Action<object> Handler, bool Stashing);
}
