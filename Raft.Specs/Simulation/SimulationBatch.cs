using System.Diagnostics;

namespace Raft.Specs.Simulation;

/// <summary>
/// Many seeds on all processors. What a seed does depends on nothing but the seed, so their order does not matter.
/// </summary>
public sealed class SimulationBatch(int firstSeed, Func<SimulationPlan, SimulationPlan> narrow)
{
    private readonly long[] _injected = new long[32];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private int _next;
    private bool _stopped;

    /// <summary>How many seeds are done.</summary>
    public int Seeds { get; private set; }

    /// <summary>How many turns were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>How many operations of clients were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>How much virtual time passed.</summary>
    public TimeSpan Virtual { get; private set; }

    /// <summary>The failing run of the lowest seed, or null.</summary>
    public SimulationResult? Failed { get; private set; }

    /// <summary>How often each kind of fault struck, by the position of its bit.</summary>
    public IReadOnlyList<long> Injected => _injected;

    /// <summary>The real time since the beginning.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Runs so many seeds, or until a run fails or the time is up.</summary>
    public void Run(int seeds, TimeSpan? limit = null, Action? progress = null)
    {
        var workers = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(() => Work(seeds, limit), TaskCreationOptions.LongRunning)).ToArray();
        while (!Task.WaitAll(workers, millisecondsTimeout: 500))
            progress?.Invoke();
        _watch.Stop();
    }

    private void Work(int seeds, TimeSpan? limit)
    {
        while (Take(seeds, limit) is { } seed)
            Note(SimulationRun.Run(narrow(SimulationPlan.Draw(seed))));
    }

    private int? Take(int seeds, TimeSpan? limit)
    {
        lock (_lock)
            return _stopped || _next >= seeds || _watch.Elapsed >= limit ? null : firstSeed + _next++;
    }

    private void Note(SimulationResult result)
    {
        lock (_lock)
        {
            Seeds++;
            Steps += result.Steps;
            Answered += result.Answered;
            Virtual += result.Virtual;
            for (var i = 0; i < _injected.Length; i++)
                _injected[i] += result.Injected[i];
            if (result.Failure is null)
                return;
            _stopped = true;
            if (Failed is null || result.Plan.Seed < Failed.Plan.Seed)
                Failed = result;
        }
    }
}
