using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// One thread and a wheel of buckets, one bucket per tick. What is scheduled happens on that thread, never too early,
/// and up to a tick late. Arming and cancelling, which happen far more often than firing, are cheap.
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private readonly ConcurrentQueue<Entry> _arriving = new();
    private readonly ManualResetEventSlim _wake = new(false);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Entry>[] _wheel;
    private readonly long _tickDuration;
    private readonly TimeSpan _shutdownTimeout;
    private readonly Thread _worker;
    private int _started;
    private volatile bool _stopped;
    private long _tick;
    private int _pending;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : base(scheduler, log)
    {
        var ticksPerWheel = scheduler.GetInt("akka.scheduler.ticks-per-wheel", 512);
        var tickDuration = scheduler.GetTimeSpan("akka.scheduler.tick-duration", TimeSpan.FromMilliseconds(10));
        if (ticksPerWheel is <= 0 or > 1 << 30)
            throw new ArgumentOutOfRangeException(nameof(scheduler), $"ticks-per-wheel: {ticksPerWheel}");
        if (tickDuration < TimeSpan.FromMilliseconds(1))
            throw new ArgumentOutOfRangeException(nameof(scheduler), $"tick-duration: {tickDuration}");
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
        _tickDuration = tickDuration.Ticks;
        _wheel = new List<Entry>[BitOperations.RoundUpToPowerOf2((uint)ticksPerWheel)];
        for (var i = 0; i < _wheel.Length; i++)
            _wheel[i] = [];
        _worker = new Thread(Run) { IsBackground = true, Name = "akka-scheduler" };
    }

    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    public override TimeSpan MonotonicClock => _clock.Elapsed;

    public override TimeSpan HighResMonotonicClock => _clock.Elapsed;

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(delay, TimeSpan.Zero, new TellTask(receiver, message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable) => Add(initialDelay, interval, new TellTask(receiver, message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(delay, TimeSpan.Zero, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, interval, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    /// <summary>Nothing fires any more once this returns, unless the scheduler's own thread disposes of it.</summary>
    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        if (Volatile.Read(ref _started) == 1 && Thread.CurrentThread != _worker && !_worker.Join(_shutdownTimeout))
            Log.Warning("Failed to shutdown scheduler within {0}", _shutdownTimeout);
    }

    private void Add(TimeSpan delay, TimeSpan interval, IRunnable task, ICancelable? cancelable)
    {
        if (_stopped)
            throw new SchedulerException("cannot enqueue after timer shutdown");
        if (cancelable?.IsCancellationRequested == true)
            return;
        _arriving.Enqueue(new Entry(task, cancelable, _clock.Elapsed.Ticks + delay.Ticks, interval.Ticks));
        if (Interlocked.Exchange(ref _started, 1) == 0)
            _worker.Start();
        if (!_wake.IsSet)
            _wake.Set();
    }

    private void Run()
    {
        while (!_stopped)
        {
            if (_pending == 0 && _arriving.IsEmpty)
                SleepUntilNeeded();
            else
                SleepUntilTick();
            if (_stopped)
                return;
            PlaceArrivals();
            Fire(_wheel[_tick & (_wheel.Length - 1)]);
            _tick++;
        }
    }

    private void SleepUntilNeeded()
    {
        _wake.Reset();
        if (_arriving.IsEmpty && !_stopped)
            _wake.Wait();
        // the ticks that were slept through had nothing to do
        _tick = Math.Max(_tick, _clock.Elapsed.Ticks / _tickDuration);
        if (!_stopped)
            SleepUntilTick();
    }

    private void SleepUntilTick()
    {
        for (var left = EndOfTick() - _clock.Elapsed.Ticks; left > 0; left = EndOfTick() - _clock.Elapsed.Ticks)
            Thread.Sleep((int)Math.Max(1, left / TimeSpan.TicksPerMillisecond));

        long EndOfTick() => (_tick + 1) * _tickDuration;
    }

    private void PlaceArrivals()
    {
        while (_arriving.TryDequeue(out var entry))
            Place(entry);
    }

    /// <summary>
    /// Into the bucket of the tick at whose end it is due: the tick that is ending now, at the earliest.
    /// </summary>
    private void Place(Entry entry)
    {
        var dueAtEndOf = (entry.DueTicks + _tickDuration - 1) / _tickDuration - 1;
        entry.Tick = Math.Max(dueAtEndOf, _tick);
        _wheel[entry.Tick & (_wheel.Length - 1)].Add(entry);
        _pending++;
    }

    private void Fire(List<Entry> bucket)
    {
        if (bucket.Count == 0)
            return;
        var due = bucket.FindAll(entry => entry.IsCancelled || entry.Tick <= _tick);
        _pending -= bucket.RemoveAll(entry => entry.IsCancelled || entry.Tick <= _tick);
        foreach (var entry in due)
        {
            if (_stopped)
                return;
            if (entry.IsCancelled)
                continue;
            Execute(entry);
            if (entry.IntervalTicks <= 0 || entry.IsCancelled)
                continue;
            entry.DueTicks += entry.IntervalTicks;
            _arriving.Enqueue(entry);
        }
    }

    private void Execute(Entry entry)
    {
        try
        {
            entry.Task.Run();
        }
        catch (Exception e)
        {
            Log.Error(e, "Error while executing scheduled task {0}", entry.Task);
            entry.IntervalTicks = 0;
        }
    }

    private sealed class Entry(IRunnable task, ICancelable? cancelable, long dueTicks, long intervalTicks)
    {
        public IRunnable Task { get; } = task;

        public long DueTicks { get; set; } = dueTicks;

        public long IntervalTicks { get; set; } = intervalTicks;

        public long Tick { get; set; }

        public bool IsCancelled => cancelable?.IsCancellationRequested == true;
    }

    private sealed class TellTask(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);

        public void Execute() => Run();

        public override string ToString() => $"tell [{receiver}] {message}";
    }
}
