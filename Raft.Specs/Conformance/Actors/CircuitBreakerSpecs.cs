using Akka.Pattern;

namespace Raft.Specs.Conformance.Actors;

public class CircuitBreakerSpecs : TimedActorSpecs
{
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerSpecs()
    {
        _breaker = new CircuitBreaker(Sys.Scheduler, 2, TimeSpan.FromSeconds(30), Seconds(10));
    }

    private Task Succeed() => _breaker.WithCircuitBreaker(() => Task.FromResult(1));

    private async Task Fail() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => _breaker.WithCircuitBreaker(() => Task.FromException<int>(new InvalidOperationException("boom"))));

    private async Task Refused() => await Assert.ThrowsAsync<OpenCircuitException>(Succeed);

    [Fact]
    public async Task It_opens_after_so_many_failures_in_a_row()
    {
        await Fail();
        await Succeed();
        await Fail();
        Assert.True(_breaker.IsClosed);
        await Fail();

        Assert.True(_breaker.IsOpen);
        Assert.Equal("boom", _breaker.LastCaughtException!.Message);
        await Refused();
    }

    [Fact]
    public async Task After_a_while_it_tries_one_call_that_decides()
    {
        await Fail();
        await Fail();
        Clock.Advance(Seconds(10));
        Assert.True(_breaker.IsHalfOpen);
        await Fail();
        Assert.True(_breaker.IsOpen);
        Clock.Advance(Seconds(10));
        await Succeed();

        Assert.True(_breaker.IsClosed);
        Assert.Equal(0, _breaker.CurrentFailureCount);
    }

    [Fact]
    public async Task While_it_tries_no_other_call_goes_through()
    {
        await Fail();
        await Fail();
        Clock.Advance(Seconds(10));
        var trial = new TaskCompletionSource<int>();
        var trying = _breaker.WithCircuitBreaker(() => trial.Task);
        await Refused();
        trial.SetResult(1);
        await trying;

        Assert.True(_breaker.IsClosed);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_a_failure()
    {
        var hasty = new CircuitBreaker(Sys.Scheduler, 1, TimeSpan.FromMilliseconds(20), Seconds(10));
        await Assert.ThrowsAnyAsync<Exception>(
            () => hasty.WithCircuitBreaker(() => new TaskCompletionSource<int>().Task));

        Assert.True(hasty.IsOpen);
    }
}
