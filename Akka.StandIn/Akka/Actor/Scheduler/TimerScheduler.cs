namespace Akka.Actor
{
    public interface IWithTimers
    {
        ITimerScheduler Timers { get; set; }
    }

    /// <summary>An actor's own timers: one per key, gone when it restarts or stops.</summary>
    public interface ITimerScheduler
    {
        IReadOnlyCollection<object> ActiveTimers { get; }

        void StartPeriodicTimer(object key, object msg, TimeSpan interval);

        void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

        void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

        void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

        void StartSingleTimer(object key, object msg, TimeSpan timeout);

        void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

        bool IsTimerActive(object key);

        void Cancel(object key);

        void CancelAll();
    }
}

namespace Akka.Actor.Scheduler
{
    /// <summary>
    /// What travels through the mailbox, so that a tick which has been overtaken is known by its generation.
    /// </summary>
    internal class TimerTick(object key, int generation, TimerScheduler owner, object message)
        : IWrappedMessage, INoSerializationVerificationNeeded
    {
        public object Key { get; } = key;

        public int Generation { get; } = generation;

        public TimerScheduler Owner { get; } = owner;

        public object Message { get; } = message;

        public override string ToString() => $"TimerMsg(key={Key}, generation={Generation}, message={Message})";
    }

    internal sealed class QuietTimerTick(object key, int generation, TimerScheduler owner, object message)
        : TimerTick(key, generation, owner, message), INotInfluenceReceiveTimeout;

    internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
    {
        private readonly Dictionary<object, Timer> _timers = [];
        private int _lastGeneration;

        public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

        public bool IsTimerActive(object key) => _timers.ContainsKey(key);

        public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
            Start(key, msg, interval, interval, ActorRefs.NoSender);

        public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
            Start(key, msg, interval, interval, sender);

        public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
            Start(key, msg, initialDelay, interval, ActorRefs.NoSender);

        public void StartPeriodicTimer(
            object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
            Start(key, msg, initialDelay, interval, sender);

        public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
            Start(key, msg, timeout, null, ActorRefs.NoSender);

        public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) =>
            Start(key, msg, timeout, null, sender);

        public void Cancel(object key)
        {
            if (_timers.Remove(key, out var timer))
                timer.Task.Cancel();
        }

        public void CancelAll()
        {
            foreach (var timer in _timers.Values)
                timer.Task.Cancel();
            _timers.Clear();
        }

        /// <summary>
        /// The message of a tick that still holds; null if its timer was cancelled or armed anew since.
        /// </summary>
        public object? Take(TimerTick tick)
        {
            if (!ReferenceEquals(tick.Owner, this) ||
                !_timers.TryGetValue(tick.Key, out var timer) ||
                timer.Generation != tick.Generation)
                return null;
            if (!timer.IsPeriodic)
                _timers.Remove(tick.Key);
            return tick.Message;
        }

        private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
        {
            Cancel(key);
            var generation = ++_lastGeneration;
            var tick = message is INotInfluenceReceiveTimeout
                ? new QuietTimerTick(key, generation, this, message)
                : new TimerTick(key, generation, this, message);
            var scheduler = cell.System.Scheduler;
            var task = interval is { } period
                ? scheduler.ScheduleTellRepeatedlyCancelable(delay, period, cell.Self, tick, sender)
                : scheduler.ScheduleTellOnceCancelable(delay, cell.Self, tick, sender);
            _timers[key] = new Timer(generation, interval is not null, task);
        }

        private readonly record struct Timer(int Generation, bool IsPeriodic, ICancelable Task);
    }
}
