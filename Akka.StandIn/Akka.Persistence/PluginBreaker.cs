using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace Akka.Persistence;

/// <summary>
/// The circuit breaker in front of a plug-in's store: after too many failures in a row calls fail at once for a while,
/// and then a single call tries whether the store is back.
/// </summary>
internal sealed class PluginBreaker(IScheduler scheduler, Config config)
{
    private readonly Lock _gate = new();
    private readonly int _maxFailures = config.GetInt("circuit-breaker.max-failures");
    private readonly TimeSpan _callTimeout = config.GetTimeSpan("circuit-breaker.call-timeout");
    private readonly TimeSpan _resetTimeout = config.GetTimeSpan("circuit-breaker.reset-timeout");
    private int _failures;
    private TimeSpan? _openUntil;
    private bool _isTrying;

    /// <summary>Calls the store, unless the breaker is open. A call that ends at once costs no timer.</summary>
    public async Task<T> Call<TState, T>(TState state, Func<TState, Task<T>> body)
    {
        var isTrial = Enter();
        try
        {
            var result = await body(state).WaitAsync(_callTimeout).ConfigureAwait(false);
            Leave(failed: false, isTrial);
            return result;
        }
        catch
        {
            Leave(failed: true, isTrial);
            throw;
        }
    }

    public Task Call<TState>(TState state, Func<TState, Task> body) =>
        Call((state, body), static async call =>
        {
            await call.body(call.state).ConfigureAwait(false);
            return true;
        });

    /// <summary>True for the one call that tries whether the store is back.</summary>
    private bool Enter()
    {
        lock (_gate)
        {
            if (_openUntil is not { } until)
                return false;
            if (_isTrying || scheduler.MonotonicClock < until)
                throw new OpenCircuitException("Circuit Breaker is open; calls are failing fast");
            return _isTrying = true;
        }
    }

    private void Leave(bool failed, bool isTrial)
    {
        lock (_gate)
        {
            // A call from before the breaker opened says nothing about now.
            if (_openUntil is not null && !isTrial)
                return;
            if (isTrial)
                _isTrying = false;
            if (!failed)
            {
                _failures = 0;
                _openUntil = null;
            }
            else if (isTrial || ++_failures >= _maxFailures)
            {
                _openUntil = scheduler.MonotonicClock + _resetTimeout;
            }
        }
    }
}
