using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Raft.Specs.VirtualTime;

/// <summary>Akka's scheduler on a <see cref="VirtualClock"/>: all the clocks it offers are virtual.</summary>
public sealed class VirtualScheduler : SchedulerBase
{
    private readonly VirtualClock _clock;

    /// <summary>Called by Akka while <see cref="VirtualWorld"/> creates an ActorSystem.</summary>
    public VirtualScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) => _clock = VirtualWorld.UnderConstruction.Clock;

    /// <inheritdoc />
    public override TimeSpan MonotonicClock => _clock.Now;

    /// <inheritdoc />
    public override TimeSpan HighResMonotonicClock => _clock.Now;

    /// <inheritdoc />
    protected override DateTimeOffset TimeNow => VirtualClock.Epoch + _clock.Now;

    /// <inheritdoc />
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        _clock.Schedule(delay, () => receiver.Tell(message, sender), default, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
        ICancelable? cancelable) =>
        _clock.Schedule(initialDelay, () => receiver.Tell(message, sender), interval, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        _clock.Schedule(delay, action, default, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        _clock.Schedule(delay, action.Run, default, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        _clock.Schedule(initialDelay, action, interval, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        _clock.Schedule(initialDelay, action.Run, interval, cancelable);
}
