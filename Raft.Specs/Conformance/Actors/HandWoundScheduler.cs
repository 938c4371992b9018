using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Raft.Specs.Conformance.Actors;

/// <summary>A scheduler as a user would write one: what is due happens on the thread that advances the time.</summary>
public sealed class HandWoundScheduler : SchedulerBase
{
    private readonly object _lock = new();
    private readonly PriorityQueue<Item, (TimeSpan Due, long Number)> _items = new();
    private TimeSpan _now;
    private long _number;

    public HandWoundScheduler(Config config, ILoggingAdapter log) : base(config, log)
    {
    }

    private sealed record Item(TimeSpan Interval, Action Act, ICancelable? Cancelable);

    protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch + _now;

    public override TimeSpan MonotonicClock => _now;

    public override TimeSpan HighResMonotonicClock => _now;

    public void Advance(TimeSpan time)
    {
        var end = _now + time;
        while (TakeDue(end) is { } item)
        {
            if (item.Cancelable?.IsCancellationRequested == true)
                continue;
            item.Act();
            if (item.Interval > TimeSpan.Zero)
                Add(item.Interval, item);
        }

        _now = end;
    }

    private Item? TakeDue(TimeSpan end)
    {
        lock (_lock)
        {
            if (!_items.TryPeek(out var item, out var at) || at.Due > end)
                return null;
            _items.Dequeue();
            _now = at.Due > _now ? at.Due : _now;
            return item;
        }
    }

    private void Add(TimeSpan delay, Item item)
    {
        lock (_lock)
            _items.Enqueue(item, (_now + delay, _number++));
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(delay, new Item(TimeSpan.Zero, () => receiver.Tell(message, sender), cancelable));

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable) =>
        Add(initialDelay, new Item(interval, () => receiver.Tell(message, sender), cancelable));

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, new Item(TimeSpan.Zero, action, cancelable));

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(delay, new Item(TimeSpan.Zero, action.Run, cancelable));

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, new Item(interval, action, cancelable));

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(initialDelay, new Item(interval, action.Run, cancelable));
}
