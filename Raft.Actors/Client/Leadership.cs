using Akka.Actor;
using Akka.Event;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Actors.Client;

/// <summary>
/// Who leads a group, as this process's node sees it, at every moment and without asking: a view, and not a promise.
/// What must only happen under a leader is a command, or is protected by a lock's token.
/// </summary>
public sealed class Leadership
{
    private readonly IActorRef _watch;
    private volatile LeadershipChanged _now;

    internal Leadership(IActorRefFactory system, string group, NodeId node, IActorRef guardian)
    {
        Node = node;
        _now = new LeadershipChanged(group, node, NodeRole.Follower, 0, null);
        _watch = system.ActorOf(Props.Create(() => new Watch(this, guardian)), $"raft-{group}-leadership");
    }

    /// <summary>This process's node.</summary>
    public NodeId Node { get; }

    /// <summary>The leader that it knows of, or null.</summary>
    public NodeId? Leader => _now.Leader;

    /// <summary>Its current term.</summary>
    public long Term => _now.Term;

    /// <summary>Whether it leads.</summary>
    public bool IsLeader => _now.Role == NodeRole.Leader;

    /// <summary>
    /// Has something done whenever this node comes to lead, at once if it leads already. Hooks are called one after the
    /// other, on a thread of the system's; one that takes long holds up the others, and one that throws is logged.
    /// </summary>
    /// <param name="hook">Told the term.</param>
    /// <returns>Ends it.</returns>
    public IDisposable OnLeader(Action<long> hook) => Register(new Hook(this, hook, IsLeaders: true));

    /// <summary>
    /// Has something done whenever this node ceases to lead, at once if it does not lead now. It is told the term it is
    /// in then. A node that is stopped ceases to lead.
    /// </summary>
    /// <param name="hook">Told the term.</param>
    /// <returns>Ends it.</returns>
    public IDisposable OnFollower(Action<long> hook) => Register(new Hook(this, hook, IsLeaders: false));

    /// <summary>Waits until this node leads.</summary>
    /// <param name="timeout">For how long.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Whether it does; false when time was up, or the node was stopped.</returns>
    public Task<bool> WaitUntilLeader(TimeSpan timeout, CancellationToken cancel = default) =>
        Wait(now => now.Role == NodeRole.Leader, timeout, cancel);

    /// <summary>Waits until a certain node leads, as far as this one knows.</summary>
    /// <param name="node">Which.</param>
    /// <param name="timeout">For how long.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Whether it does; false when time was up, or this process's node was stopped.</returns>
    public Task<bool> WaitUntilLeader(NodeId node, TimeSpan timeout, CancellationToken cancel = default) =>
        Wait(now => now.Leader == node, timeout, cancel);

    /// <summary>Waits until any leader is known.</summary>
    /// <param name="timeout">For how long.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The leader; null when time was up, or the node was stopped.</returns>
    public async Task<NodeId?> GetLeader(TimeSpan timeout, CancellationToken cancel = default)
    {
        NodeId? leader = null;
        await Wait(now => (leader = now.Leader) is not null, timeout, cancel).ConfigureAwait(false);
        return leader;
    }

    private async Task<bool> Wait(Func<LeadershipChanged, bool> holds, TimeSpan timeout, CancellationToken cancel)
    {
        var waiter = new Waiter(
            holds, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        _watch.Tell(waiter, ActorRefs.NoSender);
        try
        {
            return await waiter.Done.Task.WaitAsync(timeout, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            waiter.Done.TrySetResult(false);
            _watch.Tell(new Forget(waiter), ActorRefs.NoSender);
        }
    }

    private Hook Register(Hook hook)
    {
        _watch.Tell(hook, ActorRefs.NoSender);
        return hook;
    }

    private sealed record Waiter(Func<LeadershipChanged, bool> Holds, TaskCompletionSource<bool> Done)
        : INoSerializationVerificationNeeded;

    private sealed record Forget(object What) : INoSerializationVerificationNeeded;

    private sealed record Hook(Leadership Of, Action<long> Call, bool IsLeaders)
        : INoSerializationVerificationNeeded, IDisposable
    {
        public void Dispose() => Of._watch.Tell(new Forget(this), ActorRefs.NoSender);
    }

    /// <summary>Takes what the node publishes, and calls and wakes whom it concerns.</summary>
    private sealed class Watch(Leadership view, IActorRef guardian) : UntypedActor
    {
        private readonly List<Hook> _hooks = [];
        private readonly List<Waiter> _waiters = [];
        private readonly ILoggingAdapter _log = Context.GetLogger();
        private bool _stopped;

        protected override void PreStart()
        {
            Context.Watch(guardian);
            Context.System.EventStream.Subscribe(Self, typeof(LeadershipChanged));
            Context.System.EventStream.Subscribe(Self, typeof(NodeSuspended));
            guardian.Tell(GetStatus.Instance, Self);        // it may have been elected before we listened
        }

        protected override void PostStop()
        {
            Context.System.EventStream.Unsubscribe(Self);
            Stopped();
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case LeadershipChanged changed: Change(changed); break;
                case NodeSuspended gone when gone.Group == view._now.Group && gone.Node == view.Node: Lose(); break;
                case NodeSuspended: break;
                case NodeStatus status:
                    Change(view._now with { Role = status.Role, Term = status.Term, Leader = status.Leader });
                    break;
                case Hook hook: Add(hook); break;
                case Waiter waiter: Add(waiter); break;
                case Forget { What: Hook hook }: Remove(_hooks, hook); break;
                case Forget { What: Waiter waiter }: Remove(_waiters, waiter); break;
                case Terminated: Stopped(); break;
                default: Unhandled(message); break;
            }
        }

        private void Change(LeadershipChanged changed)
        {
            var before = view._now;
            if (_stopped || changed.Group != before.Group || changed.Node != before.Node)
                return;
            view._now = changed;
            if (changed.Role == NodeRole.Leader != (before.Role == NodeRole.Leader))
                _hooks.FindAll(IsDue).ForEach(Call);
            foreach (var waiter in _waiters.FindAll(w => w.Holds(changed)))
                waiter.Done.TrySetResult(true);
        }

        private void Add(Hook hook)
        {
            _hooks.Add(hook);
            if (IsDue(hook))
                Call(hook);
        }

        private void Add(Waiter waiter)
        {
            if (waiter.Holds(view._now))
                waiter.Done.TrySetResult(true);
            else if (_stopped)
                waiter.Done.TrySetResult(false);
            else
                _waiters.Add(waiter);
        }

        private bool IsDue(Hook hook) => hook.IsLeaders == view.IsLeader;

        private void Call(Hook hook)
        {
            try
            {
                hook.Call(view.Term);
            }
            catch (Exception broken)
            {
                _log.Error(broken, "A hook for changes of leadership failed");
            }
        }

        private void Lose() => Change(view._now with { Role = NodeRole.Follower, Leader = null });

        private void Stopped()
        {
            if (_stopped)
                return;
            Lose();
            _stopped = true;
            _waiters.ForEach(waiter => waiter.Done.TrySetResult(false));
            _waiters.Clear();
        }

        // By identity: two records of the same hook are equal, and one of them may go on.
        private static void Remove<T>(List<T> all, T one)
            where T : class
        {
            var at = all.FindIndex(other => ReferenceEquals(other, one));
            if (at >= 0)
                all.RemoveAt(at);
        }
    }
}
