namespace Akka.Actor;

public interface ICancelable
{
    bool IsCancellationRequested { get; }

    CancellationToken Token { get; }

    void Cancel();

    void Cancel(bool throwOnFirstException);

    void CancelAfter(TimeSpan delay);

    void CancelAfter(int millisecondsDelay);
}

/// <summary>
/// A flag, and a cancellation token for those who ask for one: most do not, and timers come by the thousand.
/// </summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private CancellationTokenSource? _source;
    private volatile bool _cancelled;

    public Cancelable(IActionScheduler scheduler)
    {
        _scheduler = scheduler;
    }

    public Cancelable(IScheduler scheduler) : this(scheduler.Advanced)
    {
    }

    public Cancelable(IActionScheduler scheduler, TimeSpan delay) : this(scheduler)
    {
        CancelAfter(delay);
    }

    public Cancelable(IScheduler scheduler, TimeSpan delay) : this(scheduler.Advanced, delay)
    {
    }

    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler.Advanced, TimeSpan.FromMilliseconds(millisecondsDelay))
    {
    }

    public bool IsCancellationRequested => _cancelled;

    public bool IsDisposed { get; private set; }

    public CancellationToken Token
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            var source = new CancellationTokenSource();
            source = Interlocked.CompareExchange(ref _source, source, null) ?? source;
            if (_cancelled)
                source.Cancel();
            return source.Token;
        }
    }

    public void Cancel() => Cancel(false);

    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_cancelled)
            return;
        _cancelled = true;
        Interlocked.MemoryBarrier(); // Token makes its source first and looks at the flag then
        Volatile.Read(ref _source)?.Cancel(throwOnFirstException);
    }

    public void CancelAfter(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(delay), $"The delay must be >0, it was {delay}");
        _scheduler.ScheduleOnce(delay, Cancel, this);
    }

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public static ICancelable CreateCanceled() => CanceledCancelable.Instance;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        if (disposing)
            _source?.Dispose();
    }

    private sealed class CanceledCancelable : ICancelable
    {
        public static readonly CanceledCancelable Instance = new();

        public bool IsCancellationRequested => true;

        public CancellationToken Token => new(true);

        public void Cancel()
        {
        }

        public void Cancel(bool throwOnFirstException)
        {
        }

        public void CancelAfter(TimeSpan delay)
        {
        }

        public void CancelAfter(int millisecondsDelay)
        {
        }
    }
}

public static class CancelableExtensions
{
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
