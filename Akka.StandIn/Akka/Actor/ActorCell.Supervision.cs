using System.Runtime.ExceptionServices;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>Who failed: this actor, or the child whose failure it escalates. Null while all is well.</summary>
    private IActorRef? _perpetrator;

    private bool IsFailed => _perpetrator is not null;

    private void Create(Exception? failure)
    {
        if (failure is not null)
            ExceptionDispatchInfo.Capture(failure).Throw();
        try
        {
            var created = NewActor();
            _actor = created;
            UseThreadContext(created.AroundPreStart);
            CheckReceiveTimeout(true);
            PublishLifecycle("Started", created);
        }
        catch (Exception e)
        {
            if (_actor is not null)
            {
                ClearActor(_actor);
                _actor = null; // says that creation itself has failed, so that a restart creates anew
            }

            throw new ActorInitializationException(_self, "Exception during creation", e);
        }
    }

    private void HandleInvokeFailure(Exception cause, IReadOnlyCollection<IActorRef>? childrenNotToSuspend = null)
    {
        if (IsFailed)
            return;
        try
        {
            Dispatcher.Suspend(this);
            var spared = childrenNotToSuspend?.ToHashSet() ?? [];
            if (CurrentMessage is Failed failed)
            {
                // an escalation: the child has suspended itself already, and is resumed or restarted with us
                _perpetrator = failed.Child;
                spared.Add(failed.Child);
            }
            else
            {
                _perpetrator = _self;
            }

            SuspendChildren(spared);
            Parent.SendSystemMessage(new Failed(_self, cause, _self.Path.Uid));
        }
        catch (Exception e)
        {
            PublishError(e, "Emergency stop: exception in failure handling for " + cause);
            try
            {
                StopChildren();
            }
            finally
            {
                FinishTerminate();
            }
        }
    }

    private void HandleFailed(Failed failed)
    {
        CurrentMessage = failed;
        _sender = failed.Child;
        if (!_children.TryGetByRef(failed.Child, out var stats))
        {
            PublishDebug($"Dropping Failed({failed.Cause}) from unknown child {failed.Child}");
            return;
        }

        if (stats!.Uid != failed.Uid)
        {
            PublishDebug($"Dropping Failed({failed.Cause}) from old child {failed.Child}");
            return;
        }

        var handled = _actor!.CurrentStrategy.HandleFailure(this, failed.Child, failed.Cause, stats, _children.Stats);
        if (!handled)
            ExceptionDispatchInfo.Capture(failed.Cause).Throw();
    }

    private void FaultSuspend()
    {
        Dispatcher.Suspend(this);
        SuspendChildren([]);
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            PublishError(null, "Changing Resume into Create after " + causedByFailure);
            FaultCreate();
            return;
        }

        var perpetrator = _perpetrator;
        Dispatcher.Resume(this);
        if (causedByFailure is not null)
            _perpetrator = null;
        ResumeChildren(causedByFailure, perpetrator);
    }

    /// <summary>
    /// Restarts an actor that never came to be: creates it anew, once its children, if any, are gone.
    /// </summary>
    private void FaultCreate()
    {
        SetReceiveTimeout(null);
        CancelReceiveTimeout();
        StopChildren();
        if (!_children.SetReason(SuspendReason.Creation))
            FinishCreate();
    }

    private void FinishCreate()
    {
        Dispatcher.Resume(this);
        _perpetrator = null;
        try
        {
            Create(null);
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            PublishError(null, "Changing Recreate into Create after " + cause);
            FaultCreate();
        }
        else if (!_children.IsNormal)
        {
            // we are on the way out, or restarting already
            FaultResume(null);
        }
        else
        {
            PublishLifecycle("Restarting");
            PreRestart(_actor, cause);
            if (!_children.SetReason(SuspendReason.Recreation(cause)))
                FinishRecreate(cause, _actor);
        }
    }

    private void PreRestart(ActorBase failed, Exception cause)
    {
        var message = CurrentMessage is Failed ? null : CurrentMessage;
        try
        {
            failed.AroundPreRestart(cause, message);
            Unstash(failed);
        }
        catch (Exception e)
        {
            Publish(new Error(
                new PreRestartException(_self, e, cause, message), _self.Path.ToString(), failed.GetType(), e.Message));
        }
        finally
        {
            ClearActor(failed);
        }
    }

    private void FinishRecreate(Exception cause, ActorBase? failed)
    {
        var survivors = _children.Refs;
        try
        {
            Dispatcher.Resume(this);
            _perpetrator = null;
            var fresh = NewActor();
            _actor = fresh; // before PostRestart has a chance to fail
            UseThreadContext(() => fresh.AroundPostRestart(cause, null));
            PublishLifecycle("Restarted", fresh);
            foreach (var child in survivors)
                child.Restart(cause);
        }
        catch (Exception e)
        {
            ClearActor(_actor); // so that PreRestart does not run again on what has not been born
            HandleInvokeFailure(new PostRestartException(_self, e, cause), survivors);
        }
    }

    private void Terminate()
    {
        SetReceiveTimeout(null);
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        var wasTerminating = _children.IsTerminating;
        var children = _children.Terminate();
        foreach (var child in children)
            child.Stop();
        if (children.Length == 0)
        {
            FinishTerminate();
        }
        else if (!wasTerminating)
        {
            // no more user messages, and no failure of ours shall be handled any more
            Dispatcher.Suspend(this);
            _perpetrator = _self;
            PublishLifecycle("Stopping");
        }
    }

    private void FinishTerminate()
    {
        var actor = _actor;
        try
        {
            if (actor is not null)
            {
                actor.AroundPostStop();
                Unstash(actor);
            }
        }
        catch (Exception e)
        {
            PublishError(e, e.Message);
        }

        try
        {
            Dispatcher.Detach(this);
        }
        finally
        {
            Parent.SendSystemMessage(new DeathWatchNotification(_self, true, false));
            TellWatchersWeDied();
            UnwatchWatchedActors();
            PublishLifecycle("Stopped");
            ClearActor(actor);
            _systemStash.Clear();
            _actor = null;
        }
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var due = _children.Remove(child);
        if (_actor is not null)
        {
            try
            {
                _actor.CurrentStrategy.HandleChildTerminated(this, child, _children.Refs);
            }
            catch (Exception e)
            {
                PublishError(e, "HandleChildTerminated failed");
                HandleInvokeFailure(e);
            }
        }

        switch (due?.Kind)
        {
            case SuspendReasonKind.Recreation:
                FinishRecreate(due.Cause!, _actor);
                break;
            case SuspendReasonKind.Creation:
                FinishCreate();
                break;
            case SuspendReasonKind.Termination:
                FinishTerminate();
                break;
        }
    }
}
