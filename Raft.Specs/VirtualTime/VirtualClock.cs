using Akka.Actor;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// Time of a world: a priority queue by due time and then by insertion. It fires one item at a time and never steps
/// over one that is due, unlike TestScheduler's Advance.
/// </summary>
public sealed class VirtualClock
{
    /// <summary>What the wall clock says at virtual time zero.</summary>
    public static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Item, (long Due, long Order)> _items = new();
    private readonly RunQueue _queue;
    private long _now;
    private long _order;
    private long _firedAtThisInstant;

    /// <summary>Creates a clock that stands at zero.</summary>
    public VirtualClock(RunQueue queue) => _queue = queue;

    /// <summary>Virtual time since the world began.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_now);

    /// <summary>How many items fired so far.</summary>
    public long Fired { get; private set; }

    /// <summary>Schedules an action once, or again after each <paramref name="interval"/> that is above zero.</summary>
    public void Schedule(TimeSpan delay, Action fire, TimeSpan interval = default, ICancelable? cancelable = null)
    {
        _queue.CheckThread();
        Enqueue(new Item(_now + delay.Ticks, interval.Ticks, fire, cancelable));
    }

    /// <summary>Fires the next item due by <paramref name="limit"/>, or moves there and answers false.</summary>
    public bool FireNext(TimeSpan limit)
    {
        while (_items.TryPeek(out var item, out _) && item.Due <= limit.Ticks)
        {
            _items.Dequeue();
            if (item.IsCancelled)
                continue;
            MoveTo(item.Due);
            CountThisInstant();
            item.Fire();
            if (item.Interval > 0 && !item.IsCancelled)
                Enqueue(item with { Due = item.Due + item.Interval });
            return true;
        }

        MoveTo(limit.Ticks);
        return false;
    }

    private void Enqueue(Item item) => _items.Enqueue(item, (item.Due, _order++));

    private void MoveTo(long instant)
    {
        if (instant <= _now)
            return;
        _now = instant;
        _firedAtThisInstant = 0;
    }

    private void CountThisInstant()
    {
        Fired++;
        if (++_firedAtThisInstant > _queue.LivelockBound)
            throw new VirtualTimeException($"Livelock: more than {_queue.LivelockBound} timers fired at {Now}.");
    }

    private sealed record Item(long Due, long Interval, Action Fire, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable?.IsCancellationRequested == true;
    }
}
