using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.Actor;

public partial class ActorCell
{
    private Dictionary<IActorRef, Option<object>>? _watching;
    private Dictionary<IActorRef, Option<object>>? _terminatedQueued;
    private HashSet<IActorRef>? _watchedBy;

    public IActorRef Watch(IActorRef subject) => Watch(subject, Option<object>.None);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    private IActorRef Watch(IActorRef subject, Option<object> message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var watchee = (IInternalActorRef)subject;
        if (!watchee.Equals(_self) && (_watching ??= []).TryAdd(watchee, message))
            watchee.SendSystemMessage(new Watch(watchee, _self));
        return watchee;
    }

    /// <summary>
    /// No <see cref="Terminated"/> of this subject arrives any more, not even one that is in the mailbox.
    /// </summary>
    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var watchee = (IInternalActorRef)subject;
        if (!watchee.Equals(_self) && _watching?.Remove(watchee) == true)
            watchee.SendSystemMessage(new Unwatch(watchee, _self));
        _terminatedQueued?.Remove(watchee);
        return watchee;
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued?.Remove(terminated.ActorRef, out var message) == true)
            ReceiveMessage(message.GetOrElse(terminated));
    }

    private void WatchedActorTerminated(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_watching?.Remove(actor, out var message) == true && !_children.IsTerminating)
        {
            _self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
            TerminatedQueuedFor(actor, message);
        }

        if (_children.Contains(actor))
            HandleChildTerminated(actor);
    }

    internal void TerminatedQueuedFor(IActorRef subject, Option<object> message) =>
        (_terminatedQueued ??= [])[subject] = message;

    private void AddWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(_self) && !watcher.Equals(_self))
        {
            if ((_watchedBy ??= []).Add(watcher))
                PublishLifecycle("now watched by", watcher);
        }
        else if (!watchee.Equals(_self) && watcher.Equals(_self))
        {
            Watch(watchee);
        }
        else
        {
            PublishWarning($"BUG: illegal Watch({watchee},{watcher}) for {_self}");
        }
    }

    private void RemoveWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(_self) && !watcher.Equals(_self))
        {
            if (_watchedBy?.Remove(watcher) == true)
                PublishLifecycle("no longer watched by", watcher);
        }
        else if (!watchee.Equals(_self) && watcher.Equals(_self))
        {
            Unwatch(watchee);
        }
        else
        {
            PublishWarning($"BUG: illegal Unwatch({watchee},{watcher}) for {_self}");
        }
    }

    /// <summary>
    /// Those on other hosts first: remoting itself shuts down when the last local watcher has been told.
    /// </summary>
    private void TellWatchersWeDied()
    {
        if (_watchedBy is null)
            return;
        foreach (var watcher in _watchedBy.Cast<IInternalActorRef>().OrderBy(watcher => watcher.IsLocal))
        {
            // the parent has been told already
            if (!watcher.Equals(Parent))
                watcher.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        }

        _watchedBy = null;
    }

    private void UnwatchWatchedActors()
    {
        if (_watching is { Count: > 0 } watching)
        {
            foreach (var watchee in watching.Keys.Cast<IInternalActorRef>())
                watchee.SendSystemMessage(new Unwatch(watchee, _self));
        }

        _watching = null;
        _terminatedQueued = null;
    }
}
