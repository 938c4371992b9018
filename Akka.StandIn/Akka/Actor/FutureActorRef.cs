using System.Collections.Concurrent;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The one-shot recipient behind <c>Ask</c>.</summary>
public class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result;

    public FutureActorRef(TaskCompletionSource<T> result, ActorPath path, IActorRefProvider provider)
    {
        _result = result;
        Path = path;
        Provider = provider;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override IInternalActorRef Parent => Provider.TempContainer;

    public virtual void DeliverAsk(object message, ICanTell destination) => destination.Tell(message, this);

    protected override void TellInternal(object message, IActorRef sender)
    {
        var taken = message switch
        {
            T answer => _result.TrySetResult(answer),
            Status.Failure failure => _result.TrySetException(
                failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message.")),
            _ => _result.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (!taken && !_result.Task.IsCanceled)
            Provider.DeadLetters.Tell(message, this);
    }
}

/// <summary>Watches one actor until it is gone.</summary>
internal sealed class TerminationWatcher : MinimalActorRef
{
    private readonly TaskCompletionSource<bool> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IInternalActorRef _target;

    public TerminationWatcher(IInternalActorRef target)
    {
        _target = target;
        Provider = target.Provider;
        Path = Provider.TempPath();
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override IInternalActorRef Parent => Provider.TempContainer;

    public async Task<bool> Wait(Action afterWatching, TimeSpan timeout, CancellationToken cancellation)
    {
        Provider.RegisterTempActor(this, Path);
        try
        {
            _target.SendSystemMessage(new Watch(_target, this));
            afterWatching();
            return await _terminated.Task.WaitAsync(timeout, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _target.SendSystemMessage(new Unwatch(_target, this));
            return false;
        }
        finally
        {
            Provider.UnregisterTempActor(Path);
        }
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is DeathWatchNotification notification && notification.Actor.Equals(_target))
            _terminated.TrySetResult(true);
    }
}

/// <summary>A directory of references that are no actors, such as <c>/temp</c>.</summary>
internal sealed class VirtualPathContainer : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new(StringComparer.Ordinal);

    public VirtualPathContainer(IActorRefProvider provider, ActorPath path, IInternalActorRef parent)
    {
        Provider = provider;
        Path = path;
        Parent = parent;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override IInternalActorRef Parent { get; }

    public void AddChild(string name, IInternalActorRef child) => _children[name] = child;

    public void RemoveChild(string name) => _children.TryRemove(name, out _);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        if (name.Count == 0 || name[0].Length == 0)
            return this;
        return _children.TryGetValue(name[0], out var child) ? child.GetChild([.. name.Skip(1)]) : ActorRefs.Nobody;
    }
}
