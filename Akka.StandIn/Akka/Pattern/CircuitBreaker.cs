using Akka.Actor;

namespace Akka.Pattern;

/// <summary>
/// Lets calls through while they succeed; after so many failures in a row refuses them for a time, then tries one, and
/// that one decides. A call that takes too long counts as failed.
/// </summary>
public class CircuitBreaker
{
    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    private readonly Lock _lock = new();
    private Action? _onOpen;
    private Action? _onHalfOpen;
    private Action? _onClose;
    private State _state;
    private bool _trialRunning;
    private long _failures;
    private TimeSpan _currentResetTimeout;
    private TimeSpan _openedAt;

    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500), 1.0)
    {
    }

    public CircuitBreaker(
        IScheduler scheduler,
        int maxFailures,
        TimeSpan callTimeout,
        TimeSpan resetTimeout,
        TimeSpan maxResetTimeout,
        double exponentialBackoffFactor,
        double randomFactor = 0.0)
    {
        if (exponentialBackoffFactor < 1.0)
            throw new ArgumentException("factor must be >= 1.0", nameof(exponentialBackoffFactor));
        if (randomFactor is < 0.0 or > 1.0)
            throw new ArgumentException("randomFactor must be between 0.0 and 1.0", nameof(randomFactor));
        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        ExponentialBackoffFactor = exponentialBackoffFactor;
        RandomFactor = randomFactor;
        _currentResetTimeout = resetTimeout;
    }

    public IScheduler Scheduler { get; }

    public int MaxFailures { get; }

    public TimeSpan CallTimeout { get; }

    public TimeSpan ResetTimeout { get; }

    public TimeSpan MaxResetTimeout { get; }

    public double ExponentialBackoffFactor { get; }

    public double RandomFactor { get; }

    public bool IsClosed => _state == State.Closed;

    public bool IsOpen => _state == State.Open;

    public bool IsHalfOpen => _state == State.HalfOpen;

    public long CurrentFailureCount => Interlocked.Read(ref _failures);

    public Exception? LastCaughtException { get; private set; }

    public static CircuitBreaker Create(
        IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout, 2.0, RandomFactor);

    public CircuitBreaker WithRandomFactor(double randomFactor) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, MaxResetTimeout, ExponentialBackoffFactor, randomFactor);

    public CircuitBreaker OnOpen(Action callback)
    {
        _onOpen += callback;
        return this;
    }

    public CircuitBreaker OnHalfOpen(Action callback)
    {
        _onHalfOpen += callback;
        return this;
    }

    public CircuitBreaker OnClose(Action callback)
    {
        _onClose += callback;
        return this;
    }

    public Task WithCircuitBreaker(Func<Task> body) => WithCircuitBreaker<Done>(async () =>
    {
        await body().ConfigureAwait(false);
        return Done.Instance;
    });

    public async Task<T> WithCircuitBreaker<T>(Func<Task<T>> body)
    {
        Admit();
        try
        {
            var result = await body().WaitAsync(CallTimeout).ConfigureAwait(false);
            Succeed();
            return result;
        }
        catch (Exception e)
        {
            Fail(e);
            throw;
        }
    }

    public void WithSyncCircuitBreaker(Action body) =>
        WithCircuitBreaker(() => Task.Run(body)).GetAwaiter().GetResult();

    public T WithSyncCircuitBreaker<T>(Func<T> body) =>
        WithCircuitBreaker(() => Task.Run(body)).GetAwaiter().GetResult();

    public void Fail() => Fail(new UserCalledFailException());

    public void Succeed()
    {
        lock (_lock)
        {
            if (_state == State.Open)
                return;
            LastCaughtException = null;
            _failures = 0;
            if (_state == State.HalfOpen)
                Close();
        }
    }

    private void Admit()
    {
        lock (_lock)
        {
            switch (_state)
            {
                case State.Open:
                    var left = _openedAt + _currentResetTimeout - Scheduler.MonotonicClock;
                    throw new OpenCircuitException(LastCaughtException, left > TimeSpan.Zero ? left : TimeSpan.Zero);
                case State.HalfOpen when _trialRunning:
                    throw new OpenCircuitException(
                        "Circuit breaker is half open, only one call is allowed; this call is failing fast.",
                        LastCaughtException,
                        TimeSpan.Zero);
                case State.HalfOpen:
                    _trialRunning = true;
                    break;
            }
        }
    }

    private void Fail(Exception cause)
    {
        lock (_lock)
        {
            if (_state == State.Open)
                return;
            LastCaughtException = cause;
            if (_state == State.HalfOpen || ++_failures == MaxFailures)
                Open();
        }
    }

    private void Open()
    {
        _state = State.Open;
        _openedAt = Scheduler.MonotonicClock;
        Scheduler.Advanced.ScheduleOnce(_currentResetTimeout, HalfOpen);
        var random = 1.0 + Random.Shared.NextDouble() * RandomFactor;
        var next = _currentResetTimeout * ExponentialBackoffFactor * random;
        if (next < MaxResetTimeout)
            _currentResetTimeout = next;
        Notify(_onOpen);
    }

    private void HalfOpen()
    {
        lock (_lock)
        {
            if (_state != State.Open)
                return;
            _state = State.HalfOpen;
            _trialRunning = false;
            Notify(_onHalfOpen);
        }
    }

    private void Close()
    {
        _state = State.Closed;
        _currentResetTimeout = ResetTimeout;
        Notify(_onClose);
    }

    /// <summary>Elsewhere: a listener may take its time, and may call back.</summary>
    private static void Notify(Action? listeners)
    {
        if (listeners is not null)
            _ = Task.Run(listeners);
    }
}

public class OpenCircuitException : AkkaException
{
    public OpenCircuitException() : this("Circuit Breaker is open; calls are failing fast")
    {
    }

    public OpenCircuitException(string message) : base(message)
    {
    }

    public OpenCircuitException(string message, Exception? cause, TimeSpan remainingDuration) : base(message, cause)
    {
        RemainingDuration = remainingDuration;
    }

    public OpenCircuitException(Exception? cause, TimeSpan remainingDuration)
        : this("Circuit Breaker is open; calls are failing fast", cause, remainingDuration)
    {
    }

    public TimeSpan RemainingDuration { get; }
}

public class UserCalledFailException : AkkaException
{
    public UserCalledFailException() : base("User code caused [Fail()] to be called on the circuit breaker")
    {
    }
}

public class IllegalStateException : AkkaException
{
    public IllegalStateException(string message) : base(message)
    {
    }

    public IllegalStateException(string message, Exception innerEx) : base(message, innerEx)
    {
    }
}
