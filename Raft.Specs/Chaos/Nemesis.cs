using System.Collections.Concurrent;
using System.Diagnostics;

namespace Raft.Specs.Chaos;

/// <summary>
/// Does harm: to the processes and to the network at once, one thing after the other each. What it does, to whom and
/// for how long comes from the seed; what it meets does not.
/// </summary>
internal sealed class Nemesis
{
    // On a machine that is busy with other things a restart may take seconds: what is down anyway is hard to harm.
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(8);

    private readonly ChaosCluster _cluster;
    private readonly int _seed;
    private readonly Func<int> _answered;
    private readonly Action<string> _say;
    private readonly List<Fault> _processFaults;
    private readonly List<Fault> _networkFaults;

    /// <param name="cluster">Whom.</param>
    /// <param name="seed">Draws the faults.</param>
    /// <param name="canFillDisks">Whether the nodes' disks may be filled.</param>
    /// <param name="answered">How many operations have been answered.</param>
    /// <param name="say">Told of each fault as it begins.</param>
    public Nemesis(ChaosCluster cluster, int seed, bool canFillDisks, Func<int> answered, Action<string> say)
    {
        _cluster = cluster;
        _seed = seed;
        _answered = answered;
        _say = say;
        _processFaults = ProcessFaults.Of(cluster, canFillDisks);
        _networkFaults = cluster.Size > 1 ? NetworkFaults.Of(cluster) : [];
    }

    /// <summary>How often each kind of fault was done.</summary>
    public ConcurrentDictionary<string, int> Done { get; } = new();

    /// <summary>Until told to stop; whatever is under way then is undone first.</summary>
    public Task Rage(CancellationToken stop) => Task.WhenAll(
        // Only who takes processes down may bring back those that went by themselves.
        Lane(_processFaults, () => Recover(stop), new Random(_seed), stop),
        Lane(_networkFaults, () => Task.CompletedTask, new Random(_seed + 1), stop));

    private async Task Lane(List<Fault> faults, Func<Task> prepare, Random random, CancellationToken stop)
    {
        var total = faults.Sum(fault => fault.Weight);
        while (faults.Count > 0 && !stop.IsCancellationRequested)
        {
            var lull = TimeSpan.FromMilliseconds(random.Next(500, 2500));
            var drawn = random.Next(total);
            var fault = faults.First(f => (drawn -= f.Weight) < 0);
            var length = TimeSpan.FromMilliseconds(random.Next(500, (int)fault.Longest.TotalMilliseconds));
            var draw = new Draw(random.Next(), random.Next(), length);
            await Wait(lull, stop);
            await prepare();
            if (!stop.IsCancellationRequested)
                await Do(fault, draw, stop);
        }
    }

    /// <summary>
    /// Brings back who ended by itself, and waits until somebody is served again, though not for long.
    /// </summary>
    private async Task Recover(CancellationToken stop)
    {
        _cluster.Revive();
        var before = _answered();
        for (var clock = Stopwatch.StartNew(); _answered() == before && clock.Elapsed < RecoveryLimit;)
        {
            if (stop.IsCancellationRequested)
                return;
            await Wait(TimeSpan.FromMilliseconds(20), stop);
        }
    }

    private async Task Do(Fault fault, Draw draw, CancellationToken stop)
    {
        Done.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);
        await fault.Do(new Scene(
            draw,
            what => _say($"{fault.Kind}: {what}, {draw.Length.TotalSeconds:F1} s"),
            () => Wait(draw.Length, stop),
            async () => await _cluster.Leader() ?? draw.Any(_cluster.Size)));
    }

    private static async Task Wait(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, stop);
        }
        catch (OperationCanceledException)
        {
        }
    }
}

/// <summary>What the seed decided about one fault.</summary>
/// <param name="First">For whom it is.</param>
/// <param name="Second">For a second choice.</param>
/// <param name="Length">How long.</param>
internal sealed record Draw(int First, int Second, TimeSpan Length)
{
    /// <summary>One of the nodes.</summary>
    public int Any(int nodes) => (First % nodes) + 1;

    /// <summary>Another of them.</summary>
    public int AnyOther(int nodes) => ((Any(nodes) + (Second % (nodes - 1))) % nodes) + 1;

    /// <summary>Half of the time the leader, half of the time any.</summary>
    public bool IsForLeader => Second % 2 == 0;
}

/// <summary>A fault at work.</summary>
/// <param name="Draw">What the seed decided.</param>
/// <param name="Say">Tells what it does.</param>
/// <param name="Last">Lasts as long as it was drawn to.</param>
/// <param name="Leader">Who leads; any node when nobody does.</param>
internal sealed record Scene(Draw Draw, Action<string> Say, Func<Task> Last, Func<Task<int>> Leader)
{
    /// <summary>Whom it hits.</summary>
    public async Task<int> Victim(int nodes)
    {
        var leader = await Leader();
        return Draw.IsForLeader ? leader : Draw.Any(nodes);
    }
}

/// <summary>One kind of fault.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Weight">How often it is drawn, compared with others.</param>
/// <param name="Longest">How long it lasts at most.</param>
/// <param name="Do">Does it, and undoes it.</param>
internal sealed record Fault(string Kind, int Weight, TimeSpan Longest, Func<Scene, Task> Do);
