using System.Diagnostics;
using System.Globalization;
using Raft.Host.Http;
using Raft.Specs.Linearizability;

namespace Raft.Specs.Chaos;

/// <summary>How a run stands, for who watches it.</summary>
internal readonly record struct ChaosProgress(
    TimeSpan Elapsed, TimeSpan Length, int Ok, int Failed, int Unknown, int Faults);

/// <summary>
/// Real processes, clients that work, and a nemesis; then all is healed, and what the clients saw is judged.
/// </summary>
internal sealed class ChaosRun(ChaosPlan plan, Action<string> say) : IDisposable
{
    private readonly ChaosDesk _desk = new();
    private readonly Stopwatch _clock = new();
    private Nemesis? _nemesis;

    public ChaosProgress Progress => new(
        _clock.Elapsed,
        plan.Length,
        _desk.History.Count(Outcome.Ok),
        _desk.History.Count(Outcome.Fail),
        _desk.History.Count(Outcome.Unknown),
        _nemesis?.Done.Values.Sum() ?? 0);

    /// <summary>Runs to the end, or until told to stop; whatever it made is gone when it returns or throws.</summary>
    public async Task<ChaosReport> Run(CancellationToken stop)
    {
        await using var cluster = new ChaosCluster(plan.Nodes, _desk.Http);
        var canFill = Prepare(cluster);
        await Begin(cluster, stop);
        var silence = await Storm(cluster, canFill, stop);
        stop.ThrowIfCancellationRequested();
        say("healed: waiting for the nodes to agree");
        var settled = await Settlement.Of(cluster, say, stop);
        var missing = settled.Problem is null ? await Missing(cluster) : [];
        if (settled.Problem is null)
            await LookAgain(cluster);
        say("checking the history");
        var check = Checker.Check(KeyValueModel.Model, _desk.History.ToCheck());
        var report = new ChaosReport
        {
            Plan = plan,
            History = _desk.History,
            Faults = _nemesis!.Done.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(),
            LongestSilence = silence,
            Settlement = settled,
            Missing = missing,
            Check = check,
            Surprises = [.. cluster.Ended, .. _desk.Surprises],
        };
        report.Keep(cluster);
        return report;
    }

    public void Dispose() => _desk.Dispose();

    private bool Prepare(ChaosCluster cluster)
    {
        say($"{plan.Nodes} nodes, {ChaosPlan.Clients} clients, {plan.Length.TotalSeconds:F0} s, seed {plan.Seed}");
        say("network: a relay of our own in front of each node, " + (Network.KnowsPairs
            ? "which cuts, delays and breaks each direction of each pair"
            : "which cuts off whole nodes, as this system does not tell who dials"));
        if (cluster.Disks.Select(disk => disk.Mount()).FirstOrDefault(problem => problem is not null) is not { } reason)
            return true;
        say($"disk full: left out, {reason}");
        return false;
    }

    private static async Task Begin(ChaosCluster cluster, CancellationToken stop)
    {
        cluster.Revive();
        for (var clock = Stopwatch.StartNew(); await cluster.Leader() is null; await Task.Delay(50, stop))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
                throw new TimeoutException("No leader half a minute after the nodes were started.");
        }
    }

    /// <summary>Clients and nemesis at once; gives the longest time in which no client was answered.</summary>
    private async Task<TimeSpan> Storm(ChaosCluster cluster, bool canFillDisks, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        void Tell(string fault) =>
            say(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,6:F1} s  {fault}"));
        _nemesis = new Nemesis(cluster, plan.Seed, canFillDisks, () => _desk.History.Count(Outcome.Ok), Tell);
        _clock.Start();
        over.CancelAfter(plan.Length);
        var clients = Enumerable.Range(1, ChaosPlan.Clients)
            .Select(n => new ChaosClient($"client-{n}", _desk, cluster.Addresses, new Random(HashOf(plan.Seed, n))))
            .Select(client => client.Work(over.Token));
        await Task.WhenAll([_nemesis.Rage(over.Token), .. clients]);
        _clock.Stop();
        return _desk.History.LongestSilence(Math.Min(_desk.History.NowNs, (long)plan.Length.TotalNanoseconds));
    }

    /// <summary>The acknowledged writes of a key of their own that some node lacks, by what it holds itself.</summary>
    private async Task<List<string>> Missing(ChaosCluster cluster)
    {
        var missing = new List<string>();
        foreach (var node in cluster.Nodes)
        {
            var there = await Own(cluster, node);
            missing.AddRange(_desk.History.Acknowledged(ChaosDesk.OwnPrefix)
                .Where(put => there.GetValueOrDefault(put.Key) != (put.Value, put.Index))
                .Select(put => $"{ChaosCluster.NameOf(node)} lacks {put.Key}, acknowledged at {put.Index}"));
        }

        return missing;
    }

    private static async Task<Dictionary<string, (string? Value, long? Index)>> Own(ChaosCluster cluster, int node)
    {
        var items = new Dictionary<string, (string?, long?)>();
        for (var after = ""; ;)
        {
            var path = $"/v1/kv?consistency=stale&prefix={ChaosDesk.OwnPrefix}&after={after}";
            var page = await cluster.Get(node, path, ApiJson.Bodies.ListBody)
                ?? throw new InvalidOperationException($"{ChaosCluster.NameOf(node)} does not list its keys.");
            foreach (var item in page.Items)
                items[item.Key] = (item.Value, item.Index);
            if (page.More is not true)
                return items;
            after = page.Items[^1].Key;
        }
    }

    /// <summary>Every key that clients quarrelled about once more, from every node: judged with the rest.</summary>
    private async Task LookAgain(ChaosCluster cluster)
    {
        foreach (var node in cluster.Nodes)
        {
            var client = new ChaosClient($"after-{node}", _desk, cluster.Addresses, new Random(node));
            for (var key = 0; key < ChaosDesk.SharedKeys; key++)
                await client.Ask(cluster.AddressOf(node), new KeyValueOperation.Get(ChaosDesk.SharedKey(key), null));
        }
    }

    // As HashCode.Combine would, but the same in every process.
    private static int HashOf(int seed, int client) => unchecked((seed * 486187739) + client);
}
