using Akka.Actor.Scheduler;
using Akka.Event;

namespace Akka.Actor;

public interface IInternalActor
{
    IActorContext ActorContext { get; }
}

public abstract class ActorBase : IInternalActor
{
    private IActorRef? _clearedSelf;

    protected ActorBase()
    {
        var cell = ActorCell.Current ?? throw new ActorInitializationException(
            $"You cannot create an instance of [{GetType().FullName}] explicitly using the constructor (new). " +
            "You have to use one of the factory methods to create a new actor. See the documentation.");
        cell.Become(Receive);
        if (this is IWithTimers withTimers)
            withTimers.Timers = new TimerScheduler(cell);
    }

    protected static IActorContext Context => CurrentCell;

    protected static Receive EmptyReceive => static _ => false;

    protected IActorRef Self => _clearedSelf ?? CurrentCell.Self;

    protected IActorRef Sender => CurrentCell.Sender;

    IActorContext IInternalActor.ActorContext => CurrentCell;

    internal static ActorCell CurrentCell => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    internal SupervisorStrategy? StrategyFromProps { get; set; }

    internal SupervisorStrategy CurrentStrategy => _strategy ??= StrategyFromProps ?? SupervisorStrategy();

    private SupervisorStrategy? _strategy;

    protected abstract bool Receive(object message);

    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (message is TimerTick tick)
        {
            switch ((this as IWithTimers)?.Timers is TimerScheduler timers ? timers.Take(tick) : null)
            {
                case null:
                    return true;
                case IAutoReceivedMessage automatic:
                    CurrentCell.AutoReceiveMessage(new Envelope(automatic, Self));
                    return true;
                case var due:
                    // a stash looks at the current message: it must hold the timer's message, not its envelope
                    if (this is IActorStash)
                        CurrentCell.CurrentMessage = due;
                    message = due;
                    break;
            }
        }

        if (receive(message))
            return true;
        Unhandled(message);
        return false;
    }

    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    protected virtual void PreStart()
    {
    }

    protected virtual void PostStop()
    {
    }

    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    protected virtual void PostRestart(Exception reason) => PreStart();

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostRestart(Exception cause, object? message) => PostRestart(cause);

    public virtual void AroundPreRestart(Exception cause, object? message)
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PreRestart(cause, message);
    }

    public virtual void AroundPostStop()
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PostStop();
    }

    internal bool IsCleared => _clearedSelf is not null;

    internal void Clear(IActorRef deadLetters) => _clearedSelf = deadLetters;

    internal void Unclear() => _clearedSelf = null;
}

public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => CurrentCell;

    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    protected abstract void OnReceive(object message);

    protected void Become(UntypedReceive receive) => Context.Become(receive);

    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
}
