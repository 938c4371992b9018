using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

public interface ISystemMessage : INoSerializationVerificationNeeded
{
}

/// <summary>What the core tells a cell: taken before user messages. One object goes to one recipient, once.</summary>
public abstract class SystemMessage : ISystemMessage, IDeadLetterSuppression
{
    /// <summary>Links the messages of one mailbox's queue.</summary>
    internal SystemMessage? Next { get; set; }

    public override string ToString() => $"<{GetType().Name}>";
}

/// <summary>Closes a system queue for good: what comes later goes to the dead letters.</summary>
public sealed class NoMessage : SystemMessage
{
    internal static readonly NoMessage Instance = new();
}

public sealed class Create : SystemMessage
{
    public Create(ActorInitializationException? failure = null)
    {
        Failure = failure;
    }

    public ActorInitializationException? Failure { get; }
}

public sealed class Recreate : SystemMessage
{
    public Recreate(Exception cause)
    {
        Cause = cause;
    }

    public Exception Cause { get; }
}

public sealed class Suspend : SystemMessage
{
}

public sealed class Resume : SystemMessage
{
    public Resume(Exception? causedByFailure)
    {
        CausedByFailure = causedByFailure;
    }

    public Exception? CausedByFailure { get; }
}

public sealed class Terminate : SystemMessage, IPossiblyHarmful
{
}

public sealed class Watch : SystemMessage
{
    public Watch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Watchee = watchee;
        Watcher = watcher;
    }

    public IInternalActorRef Watchee { get; }

    public IInternalActorRef Watcher { get; }
}

public sealed class Unwatch : SystemMessage
{
    public Unwatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Watchee = watchee;
        Watcher = watcher;
    }

    public IInternalActorRef Watchee { get; }

    public IInternalActorRef Watcher { get; }
}

public sealed class DeathWatchNotification : SystemMessage
{
    public DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        Actor = actor;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    public IActorRef Actor { get; }

    public bool ExistenceConfirmed { get; }

    public bool AddressTerminated { get; }
}

/// <summary>A child tells its parent that it has failed and waits, suspended, for what shall become of it.</summary>
public sealed class Failed : SystemMessage
{
    public Failed(IActorRef child, Exception cause, long uid)
    {
        Child = child;
        Cause = cause;
        Uid = uid;
    }

    public IActorRef Child { get; }

    public Exception Cause { get; }

    public long Uid { get; }
}

/// <summary>Asks a guardian to stop one of its children. An ordinary message.</summary>
public sealed class StopChild
{
    public StopChild(IActorRef child)
    {
        Child = child;
    }

    public IActorRef Child { get; }
}

/// <summary>Asks the system guardian to wait, after all user actors have stopped, for the sender's word.</summary>
public sealed class RegisterTerminationHook
{
    private RegisterTerminationHook()
    {
    }

    public static RegisterTerminationHook Instance { get; } = new();
}

public sealed class TerminationHook
{
    private TerminationHook()
    {
    }

    public static TerminationHook Instance { get; } = new();
}

public sealed class TerminationHookDone
{
    private TerminationHookDone()
    {
    }

    public static TerminationHookDone Instance { get; } = new();
}
