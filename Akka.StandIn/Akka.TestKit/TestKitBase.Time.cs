namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The end of the innermost Within block, if there is one.</summary>
    private TimeSpan? _end;

    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    public TimeSpan Remaining => _end is { } end
        ? Positive(end - Now)
        : throw new InvalidOperationException("Remaining may not be called outside of \"within\"");

    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;
        if (given < TimeSpan.Zero)
            throw new ArgumentException("Must be positive TimeSpan", nameof(duration));
        return Dilated(given);
    }

    public TimeSpan Dilated(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            throw new ArgumentException("Must not be negative", nameof(duration));
        return new TimeSpan((long)(duration.Ticks * TestKitSettings.TestTimeFactor));
    }

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? TestKitSettings.SingleExpectDefault;

    public void Within(
        TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    public void Within(
        TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(
            min, max, () =>
            {
                action();
                return 0;
            },
            hint, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(min, max, () => Task.FromResult(function()), hint, epsilonValue, cancellationToken)
            .GetAwaiter().GetResult();

    public Task WithinAsync(
        TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    public Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(
            min, max, async () =>
            {
                await actionAsync();
                return 0;
            },
            hint, epsilonValue, cancellationToken);

    public Task<T> WithinAsync<T>(
        TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public async Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, TimeSpan.Zero);
        var outerEnd = _end;
        var start = Now;
        var limit = Dilated(max);
        if (outerEnd is { } end)
        {
            var left = end - start;
            _assertions.AssertTrue(
                left >= min, "Required min time {0} not possible, only {1} left. {2}", min, left, hint ?? "");
            limit = Min(limit, left);
        }

        _end = start + limit;
        T result;
        try
        {
            result = await Bounded(function(), Dilated(max), cancellationToken);
        }
        finally
        {
            _end = outerEnd;
        }

        CheckElapsed(Now - start, min, limit + (epsilonValue ?? TimeSpan.Zero), hint);
        return result;
    }

    /// <summary>Waits for the block a little longer than its limit, which is then found to be exceeded.</summary>
    private static async Task<T> Bounded<T>(Task<T> block, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(block, Task.Delay(limit + TimeSpan.FromMilliseconds(200), timer.Token));
        cancellationToken.ThrowIfCancellationRequested();
        await timer.CancelAsync();
        return first == block ? await block : default!;
    }

    private void CheckElapsed(TimeSpan elapsed, TimeSpan min, TimeSpan limit, string? hint)
    {
        if (elapsed < min)
            _assertions.Fail("Failed: Block took {0}, should have at least been {1}. {2}", elapsed, min, hint ?? "");
        if (elapsed > limit)
            _assertions.Fail("Failed: Block took {0}, exceeding {1}. {2}", elapsed, limit, hint ?? "");
    }

    private TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Positive(end - Now) : duration;

    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
