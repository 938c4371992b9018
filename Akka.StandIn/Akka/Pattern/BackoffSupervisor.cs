using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Starts its one child again some time after it has gone, and passes on to it what it is told.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    private protected BackoffSupervisorBase(BackoffPlan plan)
    {
        Plan = plan;
    }

    internal BackoffPlan Plan { get; }

    protected Props ChildProps => Plan.ChildProps;

    protected string ChildName => Plan.ChildName;

    protected object? ReplyWhileStopped => Plan.ReplyWhileStopped;

    protected Func<object, bool>? FinalStopMessage => Plan.FinalStopMessage;

    protected IActorRef? Child { get; set; }

    protected int RestartCountN { get; set; }

    protected bool FinalStopMessageReceived { get; set; }

    protected override void PreStart() => StartChild();

    private void StartChild() => Child ??= Context.Watch(Context.ActorOf(ChildProps, ChildName));

    private protected void StartChildLater()
    {
        var delay = Plan.DelayFor(RestartCountN++);
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, BackoffSupervisor.StartChild.Instance, Self);
    }

    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (Plan.ResetAfter is { } lifetime)
                {
                    Context.System.Scheduler.ScheduleTellOnce(
                        lifetime, Self, new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
                }

                break;
            case BackoffSupervisor.Reset when Plan.ResetAfter is null:
                RestartCountN = 0;
                break;
            case BackoffSupervisor.Reset:
                Unhandled(message);
                break;
            case BackoffSupervisor.ResetRestartCount reset:
                // another restart since then means that the child did not live that long
                if (reset.Current == RestartCountN)
                    RestartCountN = 0;
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN));
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child));
                break;
            default:
                PassOn(message);
                break;
        }

        return true;
    }

    private void PassOn(object message)
    {
        var isFinal = FinalStopMessage?.Invoke(message) == true;
        if (Child is null)
        {
            if (ReplyWhileStopped is not null)
                Sender.Tell(ReplyWhileStopped);
            else
                Context.System.DeadLetters.Forward(message);
            if (isFinal)
                Context.Stop(Self);
        }
        else if (Child.Equals(Sender))
        {
            Context.Parent.Tell(message);
        }
        else
        {
            Child.Forward(message);
            FinalStopMessageReceived |= isFinal;
        }
    }
}

/// <summary>For a child that stops: by itself, or because the strategy stops it.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    internal BackoffSupervisor(BackoffPlan plan) : base(plan)
    {
    }

    public static Props Props(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries = -1) =>
        Props(Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries));

    public static Props Props(BackoffOptions options) => options.Props;

    protected override SupervisorStrategy SupervisorStrategy() => Plan.Strategy;

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);
        Child = null;
        var max = Plan.Strategy.MaxNumberOfRetries;
        if (FinalStopMessageReceived)
        {
            Context.Stop(Self);
        }
        else if (max == -1 || RestartCountN + 1 <= max)
        {
            StartChildLater();
        }
        else
        {
            _log.Debug("Terminating on restart #{0} which exceeds max allowed restarts ({1})", RestartCountN + 1, max);
            Context.Stop(Self);
        }

        return true;
    }

    public sealed class GetCurrentChild
    {
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    public sealed class CurrentChild
    {
        public CurrentChild(IActorRef? @ref)
        {
            Ref = @ref;
        }

        public IActorRef? Ref { get; }
    }

    public sealed class Reset
    {
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    public sealed class GetRestartCount
    {
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    public sealed class RestartCount
    {
        public RestartCount(int count)
        {
            Count = count;
        }

        public int Count { get; }
    }

    public sealed class StartChild : IDeadLetterSuppression
    {
        public static readonly StartChild Instance = new();

        private StartChild()
        {
        }
    }

    public sealed class ResetRestartCount : IDeadLetterSuppression
    {
        public ResetRestartCount(int current)
        {
            Current = current;
        }

        public int Current { get; }
    }
}

/// <summary>
/// For a child that fails: where the strategy would restart it, it is stopped and started again later.
/// </summary>
internal sealed class BackoffOnRestartSupervisor : BackoffSupervisorBase
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public BackoffOnRestartSupervisor(BackoffPlan plan) : base(plan)
    {
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        Plan.Strategy.MaxNumberOfRetries, Plan.Strategy.WithinTimeRangeMilliseconds, Decide);

    private Directive Decide(Exception cause)
    {
        var directive = Plan.Strategy.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;
        var strategy = Plan.Strategy;
        if (strategy.WithinTimeRangeMilliseconds > 0 && RestartCountN == 0)
        {
            Context.System.Scheduler.ScheduleTellOnce(
                strategy.WithinTimeRangeMilliseconds, Self, new BackoffSupervisor.ResetRestartCount(0), Self);
        }

        if (strategy.MaxNumberOfRetries >= 0 && RestartCountN + 1 > strategy.MaxNumberOfRetries)
        {
            _log.Debug(
                "Terminating on restart #{0} which exceeds max allowed restarts ({1})",
                RestartCountN + 1,
                strategy.MaxNumberOfRetries);
            Become(Receive);
            Context.Stop(Self);
        }
        else
        {
            var child = Sender;
            Become(message => WaitUntilGone(child, message) || HandleBackoff(message));
        }

        return Directive.Stop;
    }

    private bool WaitUntilGone(IActorRef child, object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(child):
                Become(Receive);
                Child = null;
                StartChildLater();
                return true;
            case BackoffSupervisor.StartChild:
                return true;
            default:
                return false;
        }
    }

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);
        _log.Debug("Terminating, because child {0} terminated itself", Child);
        Context.Stop(Self);
        return true;
    }
}
