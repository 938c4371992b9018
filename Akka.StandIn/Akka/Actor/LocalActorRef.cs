using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public abstract class ActorRefWithCell : InternalActorRefBase
{
    public abstract ActorCell Underlying { get; }

    public abstract IEnumerable<IActorRef> Children { get; }

    public abstract IInternalActorRef GetSingleChild(string name);
}

public class LocalActorRef : ActorRefWithCell
{
    private readonly ActorCell _cell;

    public LocalActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path)
    {
        Path = path;
        System = system;
        Props = props;
        Dispatcher = dispatcher;
        MailboxType = mailboxType;
        Supervisor = supervisor;
        _cell = NewActorCell(system, this, props, dispatcher, supervisor);
        _cell.Init(mailboxType);
    }

    public override ActorPath Path { get; }

    public ActorCell Cell => _cell;

    public override ActorCell Underlying => _cell;

    public override IActorRefProvider Provider => _cell.SystemImpl.Provider;

    public override IInternalActorRef Parent => _cell.Parent;

    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    public override bool IsLocal => true;

    public override bool IsTerminated => _cell.IsTerminated;

    protected ActorSystem System { get; }

    protected Props Props { get; }

    protected MessageDispatcher Dispatcher { get; }

    protected MailboxType MailboxType { get; }

    protected IInternalActorRef Supervisor { get; }

    protected virtual ActorCell NewActorCell(
        ActorSystemImpl system,
        IInternalActorRef self,
        Props props,
        MessageDispatcher dispatcher,
        IInternalActorRef supervisor) => new(system, self, props, dispatcher, supervisor);

    protected override void TellInternal(object message, IActorRef sender) => _cell.SendMessage(sender, message);

    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage(message);

    public override IInternalActorRef GetSingleChild(string name) => _cell.GetSingleChild(name);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef current = this;
        for (var i = 0; i < name.Count; i++)
        {
            if (current is not ActorRefWithCell withCell)
                return current.GetChild([.. name.Skip(i)]);
            var next = name[i] switch
            {
                ".." => withCell.Parent,
                "" => withCell,
                var child => withCell.GetSingleChild(child),
            };
            if (next is Nobody)
                return next;
            current = next;
        }

        return current;
    }

    public override void Start() => _cell.Start();

    public override void Stop() => _cell.Stop();

    public override void Suspend() => _cell.Suspend();

    public override void Resume(Exception? causedByFailure = null) => _cell.Resume(causedByFailure);

    public override void Restart(Exception cause) => _cell.Restart(cause);
}

/// <summary>The root of the tree, which also holds <c>/temp</c>, <c>/deadLetters</c> and what transports add.</summary>
public class RootGuardianActorRef : LocalActorRef
{
    private readonly IInternalActorRef _deadLetters;
    private readonly IReadOnlyDictionary<string, IInternalActorRef> _extraNames;
    private IInternalActorRef? _tempContainer;

    public RootGuardianActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path,
        IInternalActorRef deadLetters,
        IReadOnlyDictionary<string, IInternalActorRef> extraNames)
        : base(system, props, dispatcher, mailboxType, supervisor, path)
    {
        _deadLetters = deadLetters;
        _extraNames = extraNames;
    }

    public override IInternalActorRef Parent => this;

    public void SetTempContainer(IInternalActorRef tempContainer) => _tempContainer = tempContainer;

    public override IInternalActorRef GetSingleChild(string name) => name switch
    {
        "temp" when _tempContainer is { } temp => temp,
        "deadLetters" => _deadLetters,
        _ => _extraNames.TryGetValue(name, out var extra) ? extra : base.GetSingleChild(name),
    };
}

/// <summary>Above the root guardian: the actor system has terminated when the root's end is told to it.</summary>
internal sealed class RootGuardianSupervisor : MinimalActorRef
{
    private readonly TaskCompletionSource<Status> _terminated;
    private readonly ILoggingAdapter _log;
    private Exception? _cause;

    public RootGuardianSupervisor(
        RootActorPath root, IActorRefProvider provider, TaskCompletionSource<Status> terminated, ILoggingAdapter log)
    {
        Path = root / "_Root-guardian-supervisor";
        Provider = provider;
        _terminated = terminated;
        _log = log;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override void Stop() =>
        _terminated.TrySetResult(_cause is null ? Status.Success.Instance : new Status.Failure(_cause));

    protected override void TellInternal(object message, IActorRef sender) =>
        _log.Error("{0} received unexpected message [{1}]", Path, message);

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                _cause = failed.Cause;
                _log.Error(failed.Cause, "guardian {0} failed, shutting down!", failed.Child);
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                Stop();
                break;
            default:
                _log.Error("{0} received unexpected system message [{1}]", Path, message);
                break;
        }
    }
}
