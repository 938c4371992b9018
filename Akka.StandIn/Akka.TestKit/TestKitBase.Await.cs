namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public void AwaitAssert(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(assertion, duration, interval, cancellationToken).GetAwaiter().GetResult();

    public Task AwaitAssertAsync(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration, interval, cancellationToken);

    public async Task AwaitAssertAsync(
        Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(duration);
        var stop = Now + limit;
        var pause = Min(limit, interval ?? TimeSpan.FromMilliseconds(100));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Now + pause < stop)
            {
                // there is time to look again
            }

            await Task.Delay(pause, cancellationToken);
            pause = Positive(Min(stop - Now, interval ?? TimeSpan.FromMilliseconds(100)));
        }
    }

    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, "", cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, message, cancellationToken).GetAwaiter().GetResult();

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, interval, message, cancellationToken).GetAwaiter().GetResult();

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, "", cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        return AwaitFulfilled(conditionIsFulfilled, limit, limit / 10, null, cancellationToken);
    }

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        return AwaitConditionAsync(conditionIsFulfilled, limit, limit / 10, message, cancellationToken);
    }

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null,
        CancellationToken cancellationToken = default) =>
        AwaitFulfilled(
            () => Task.FromResult(conditionIsFulfilled()), RemainingOrDilated(max), interval, message,
            cancellationToken);

    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionNoThrowAsync(conditionIsFulfilled, max, interval, cancellationToken).GetAwaiter().GetResult();

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Poll(() => Task.FromResult(conditionIsFulfilled()), max, interval, cancellationToken);

    private async Task AwaitFulfilled(
        Func<Task<bool>> condition, TimeSpan max, TimeSpan? interval, string? message,
        CancellationToken cancellationToken)
    {
        if (!await Poll(condition, max, interval, cancellationToken))
            _assertions.Fail("Timeout {0} expired while waiting for condition.{1}", max, message ?? "");
    }

    private static async Task<bool> Poll(
        Func<Task<bool>> condition, TimeSpan max, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var stop = Now + max;
        while (!await condition())
        {
            var left = stop - Now;
            if (left < TimeSpan.Zero)
                return false;
            await Task.Delay(Min(left, interval ?? TimeSpan.FromMilliseconds(100)), cancellationToken);
        }

        return true;
    }
}
