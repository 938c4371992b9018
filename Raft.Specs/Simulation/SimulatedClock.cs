namespace Raft.Specs.Simulation;

/// <summary>A node's monotonic clock, which need not run as fast as the world's.</summary>
public sealed class SimulatedClock
{
    private TimeSpan _readAtSync = TimeSpan.FromSeconds(100);
    private TimeSpan _syncedAt;
    private double _rate = 1;

    /// <summary>What the clock shows when the world's time is <paramref name="now"/>.</summary>
    public TimeSpan At(TimeSpan now)
    {
        var passed = now - _syncedAt;
        return _readAtSync + (_rate == 1 ? passed : passed * _rate);
    }

    /// <summary>How long the world has to wait until the clock shows <paramref name="reading"/>.</summary>
    public TimeSpan Until(TimeSpan reading, TimeSpan now)
    {
        var left = reading - At(now);
        if (left <= TimeSpan.Zero)
            return TimeSpan.Zero;
        return _rate == 1 ? left : left / _rate + TimeSpan.FromTicks(1);
    }

    /// <summary>From now on the clock runs so many times as fast as the world's.</summary>
    public void Run(double rate, TimeSpan now) => (_readAtSync, _syncedAt, _rate) = (At(now), now, rate);

    /// <summary>The clock leaps ahead.</summary>
    public void Leap(TimeSpan by) => _readAtSync += by;
}
