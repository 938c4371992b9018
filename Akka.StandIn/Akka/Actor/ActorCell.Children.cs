using Akka.Actor.Internal;
using Akka.Util.Internal;

namespace Akka.Actor;

public partial class ActorCell
{
    private readonly Children _children = new();
    private long _lastRandomName = -1;

    private bool IsWaitingForChildren => _children.IsWaiting;

    public IEnumerable<IInternalActorRef> GetChildren() => _children.Refs;

    IEnumerable<IActorRef> IActorContext.GetChildren() => _children.Refs;

    public IActorRef Child(string name) =>
        _children.TryGetByName(name, out var child) ? child!.Child : ActorRefs.Nobody;

    /// <summary>By name, or by <c>name#uid</c> where only that incarnation will do. Called from any thread.</summary>
    public IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        if (!_children.TryGetByName(hash < 0 ? name : name[..hash], out var child))
            return ActorRefs.Nobody;
        if (hash < 0)
            return child!.Child;
        return long.TryParse(name.AsSpan(hash + 1), out var uid) && (uid == UndefinedUid || uid == child!.Uid)
            ? child!.Child
            : ActorRefs.Nobody;
    }

    public virtual IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name);

    /// <summary>As <see cref="ActorOf"/>, for a guardian: called from any thread.</summary>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string? name = null) =>
        MakeChild(props, name);

    private IInternalActorRef MakeChild(Props props, string? name)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is null)
            name = "$" + Base64Encoding.Encode(Interlocked.Increment(ref _lastRandomName));
        else
            CheckName(name);
        _children.Reserve(name);
        IInternalActorRef child;
        try
        {
            var path = new ChildActorPath(_self.Path, name, NewUid());
            child = _system.Provider.ActorOf(_system, props, _self, path);
        }
        catch
        {
            _children.Unreserve(name);
            throw;
        }

        // a child born while we are failed is suspended with its siblings, as often as our mailbox is
        for (var i = IsFailed ? _mailbox.SuspendCount : 0; i > 0; i--)
            child.Suspend();
        _children.Add(child);
        child.Start();
        return child;
    }

    internal void AddGuardian(LocalActorRef guardian)
    {
        _children.Reserve(guardian.Path.Name);
        _children.Add(guardian);
        guardian.Start();
    }

    public void Stop(IActorRef child)
    {
        _children.ShallDie(child);
        ((IInternalActorRef)child).Stop();
    }

    private void StopChildren()
    {
        foreach (var child in _children.Refs)
            Stop(child);
    }

    private void SuspendChildren(HashSet<IActorRef> except)
    {
        foreach (var child in _children.Refs)
        {
            if (!except.Contains(child))
                child.Suspend();
        }
    }

    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (var child in _children.Refs)
            child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
    }

    private static long NewUid() => Random.Shared.Next(1, int.MaxValue);

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and " +
                $"can only contain these special characters: {ActorPath.ValidSymbols}.");
        }
    }
}
