using Akka.Actor;

namespace Akka.Pattern;

/// <summary>
/// How a back-off supervisor treats its child: what counts as a failure, how long to wait, and when to give up.
/// </summary>
public static class Backoff
{
    public static BackoffOptions OnFailure(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries) =>
            Create(false, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    public static BackoffOptions OnStop(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries) =>
            Create(true, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    private static BackoffPlan Create(
        bool onStop,
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries)
    {
        return new BackoffPlan
        {
            OnStop = onStop,
            ChildProps = childProps,
            ChildName = childName,
            MinBackoff = minBackoff,
            MaxBackoff = maxBackoff,
            RandomFactor = randomFactor,
            ResetAfter = minBackoff,
            Strategy = new OneForOneStrategy(SupervisorStrategy.DefaultDecider).WithMaxNrOfRetries(maxNrOfRetries),
        };
    }
}

public abstract class BackoffOptions
{
    internal abstract Props Props { get; }

    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    public abstract BackoffOptions WithManualReset();

    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    public abstract BackoffOptions WithDefaultStoppingStrategy();

    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);
}

internal sealed class BackoffPlan : BackoffOptions
{
    public required bool OnStop { get; init; }

    public required Props ChildProps { get; init; }

    public required string ChildName { get; init; }

    public required TimeSpan MinBackoff { get; init; }

    public required TimeSpan MaxBackoff { get; init; }

    public required double RandomFactor { get; init; }

    public required OneForOneStrategy Strategy { get; init; }

    /// <summary>The count of restarts starts anew when the child has lived that long; null if only on demand.</summary>
    public TimeSpan? ResetAfter { get; init; }

    public object? ReplyWhileStopped { get; private init; }

    public Func<object, bool>? FinalStopMessage { get; private init; }

    internal override Props Props
    {
        get
        {
            if (MinBackoff <= TimeSpan.Zero)
                throw new ArgumentException("MinBackoff must be greater than 0");
            if (MaxBackoff < MinBackoff)
                throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
            if (RandomFactor is < 0.0 or > 1.0)
                throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
            var plan = this;
            return OnStop
                ? Props.CreateBy(new OnStopProducer(plan))
                : Props.Create(() => new BackoffOnRestartSupervisor(plan));
        }
    }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => Copy(resetBackoff, Strategy);

    public override BackoffOptions WithManualReset() => Copy(null, Strategy);

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) =>
        Copy(ResetAfter, supervisorStrategy);

    public override BackoffOptions WithDefaultStoppingStrategy() => Copy(
        ResetAfter,
        new OneForOneStrategy(Strategy.MaxNumberOfRetries, null, SupervisorStrategy.StoppingStrategy.Decider));

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        Copy(ResetAfter, Strategy.WithMaxNrOfRetries(maxNrOfRetries));

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) =>
        Copy(ResetAfter, Strategy, replyWhileStopped);

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        Copy(ResetAfter, Strategy, finalStopMessage: isFinalStopMessage);

    /// <summary>
    /// Doubles with every restart, up to the maximum; the random part keeps many from coming back at once.
    /// </summary>
    public TimeSpan DelayFor(int restartCount)
    {
        var random = 1.0 + Random.Shared.NextDouble() * RandomFactor;
        var ticks = Math.Min(MaxBackoff.Ticks, MinBackoff.Ticks * Math.Pow(2, restartCount)) * random;
        return ticks is < 0 or >= long.MaxValue ? MaxBackoff : TimeSpan.FromTicks((long)ticks);
    }

    private BackoffPlan Copy(
        TimeSpan? resetAfter,
        OneForOneStrategy strategy,
        object? replyWhileStopped = null,
        Func<object, bool>? finalStopMessage = null)
    {
        return new BackoffPlan
        {
            OnStop = OnStop,
            ChildProps = ChildProps,
            ChildName = ChildName,
            MinBackoff = MinBackoff,
            MaxBackoff = MaxBackoff,
            RandomFactor = RandomFactor,
            ResetAfter = resetAfter,
            Strategy = strategy,
            ReplyWhileStopped = replyWhileStopped ?? ReplyWhileStopped,
            FinalStopMessage = finalStopMessage ?? FinalStopMessage,
        };
    }
}

/// <summary>Makes the supervisor, whose constructor is not public.</summary>
file sealed class OnStopProducer(BackoffPlan plan) : IIndirectActorProducer
{
    public Type ActorType => typeof(BackoffSupervisor);

    public ActorBase Produce() => new BackoffSupervisor(plan);

    public void Release(ActorBase actor)
    {
    }
}
