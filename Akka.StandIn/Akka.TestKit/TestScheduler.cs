using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time moves when a spec says so. Advance moves the clock to the end first and then makes a single
/// pass over what was due at its start: what falls due by this pass itself waits for the next call, and an item that
/// repeats runs once, however far time moved, and counts its next interval from the new time. The monotonic clocks stay
/// real. All of this is Akka.NET's behaviour.
/// </summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly ConcurrentDictionary<long, ConcurrentQueue<Item>> _work = new();
    private readonly Stopwatch _realTime = Stopwatch.StartNew();
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    public DateTimeOffset Now => _now;

    public TimeSpan MonotonicClock => _realTime.Elapsed;

    public TimeSpan HighResMonotonicClock => _realTime.Elapsed;

    public IAdvancedScheduler Advanced => this;

    protected DateTimeOffset TimeNow => _now;

    public void Advance(TimeSpan offset)
    {
        _now += offset;
        var due = _work.Where(entry => entry.Key <= _now.UtcTicks).OrderBy(entry => entry.Key).ToList();
        foreach (var (tick, items) in due)
        {
            foreach (var item in items.Where(item => !item.IsCancelled))
            {
                item.Fire();
                item.HasFired = true;
            }

            if (_work.TryRemove(tick, out var done))
                Repeat(done);
        }
    }

    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < _now)
            throw new InvalidOperationException($"Time does not go back: it is {_now:O}, and {when:O} is asked for.");
        Advance(when - _now);
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        Add(delay, null, () => receiver.Tell(message, sender), null);

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
        ICancelable? cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => Add(delay, null, action, null);

    /// <summary>A cancelled action runs nevertheless: Akka.NET's TestScheduler forgets its cancelable.</summary>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => Add(delay, null, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        Add(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    void IRunnableScheduler.ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        throw Unsupported();

    void IRunnableScheduler.ScheduleOnce(TimeSpan delay, IRunnable action) => throw Unsupported();

    void IRunnableScheduler.ScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) => throw Unsupported();

    void IRunnableScheduler.ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) =>
        throw Unsupported();

    /// <summary>
    /// What came in while its own tick was under way has not fired, and is removed all the same: a single item is lost,
    /// and of a repeating one a single item is left.
    /// </summary>
    private void Repeat(IEnumerable<Item> done)
    {
        foreach (var item in done)
        {
            if (item.Interval is { } interval && !item.IsCancelled)
                Add(interval, item.HasFired ? interval : null, item.Fire, item.Cancelable);
        }
    }

    private static NotSupportedException Unsupported() =>
        new("TestScheduler takes no IRunnable, as in Akka.NET; schedule an Action.");

    private void Add(TimeSpan delay, TimeSpan? interval, Action fire, ICancelable? cancelable) =>
        _work.GetOrAdd(_now.Add(delay).UtcTicks, _ => new ConcurrentQueue<Item>())
            .Enqueue(new Item(interval, fire, cancelable));

    private sealed record Item(TimeSpan? Interval, Action Fire, ICancelable? Cancelable)
    {
        public bool HasFired { get; set; }

        public bool IsCancelled => Cancelable?.IsCancellationRequested == true;
    }
}
