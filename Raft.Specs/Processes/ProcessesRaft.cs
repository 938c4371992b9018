using System.Diagnostics;
using System.Text;
using Raft.Host.Client;
using Raft.Host.Http;
using Raft.Specs.Chaos;
using Raft.Specs.Linearizability;
using Raft.Specs.Scenarios;

namespace Raft.Specs.Processes;

/// <summary>
/// Real processes as scenarios see them: spoken to over HTTP, killed by the system, and cut off by the relay that
/// their peers dial. Real time passes here, so whatever can be waited for is waited for, with a bound; and what clients
/// saw is held against the linearizability checker at the end.
/// </summary>
internal sealed class ProcessesRaft : IScenarioCluster
{
    // An election takes a second and a process starts in one. The rest is for machines that do other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A write that finds a majority takes milliseconds; the rest is for an election that comes in between.
    private static readonly TimeSpan PatienceWithMajority = TimeSpan.FromSeconds(20);

    // Without a majority there is nothing to wait for: longer than a leader takes to notice, and to say so.
    private static readonly TimeSpan PatienceWithout = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ChaosCluster _cluster;
    private readonly HistoryLog _history = new();
    private readonly HashSet<int> _isolated = [];

    public ProcessesRaft(int nodes)
    {
        _cluster = new ChaosCluster(nodes, _http);
        _cluster.Revive();
    }

    /// <inheritdoc/>
    public int Size => _cluster.Size;

    private List<int> Connected => [.. _cluster.Nodes.Where(n => _cluster.IsUp(n) && !_isolated.Contains(n))];

    private bool HaveMajority => Connected.Count * 2 > Size;

    /// <inheritdoc/>
    public int Elect()
    {
        var leader = Wait("a leader that all who can hear it follow, with all of its log committed", async () =>
        {
            var views = await Views();
            var known = views.Select(v => v?.Leader).Distinct().ToList();
            return known is [{ } name] && views.Find(v => v!.Node == name) is { Role: "leader" } view
                && view.CommitIndex == view.LastIndex ? name : null;
        });
        return _cluster.Nodes.Single(n => ChaosCluster.NameOf(n) == leader);
    }

    /// <inheritdoc/>
    public Written Set(string key, string value, int via = 0)
    {
        var put = new KeyValueOperation.Put(key, value);
        var call = _history.NowNs;
        var answer = Ask(via, client =>
            client.Write(HttpMethod.Put, $"/v1/kv/{key}", Encoding.UTF8.GetBytes(value), null, CancellationToken.None));
        if (answer.Ok)
        {
            var index = answer.Read(ApiJson.Bodies.WrittenBody).Index;
            _history.Add("scenario", put with { Index = index }, call, Outcome.Ok);
            return Written.Yes;
        }

        var isCertain = answer.Problem.Outcome == "notCommitted";
        _history.Add("scenario", put, call, isCertain ? Outcome.Fail : Outcome.Unknown);
        return isCertain ? Written.No : Written.Perhaps;
    }

    /// <inheritdoc/>
    public string? Get(string key, int via = 0)
    {
        var call = _history.NowNs;
        var answer = Ask(via, client => client.Get($"/v1/kv/{key}", CancellationToken.None));
        var isThere = answer.Ok;
        if (!isThere && answer.Status != System.Net.HttpStatusCode.NotFound)
            throw new UnansweredException(answer.Problem.Detail);
        var item = isThere ? answer.Read(ApiJson.Bodies.ItemBody) : null;
        _history.Add("scenario", new KeyValueOperation.Get(key, item?.Value, item?.Index), call, Outcome.Ok);
        return item?.Value;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Content(int node)
    {
        var list = Wait($"what {ChaosCluster.NameOf(node)} holds", () =>
            _cluster.Get(node, "/v1/kv?consistency=stale&limit=1000", ApiJson.Bodies.ListBody));
        return list.Items.ToDictionary(item => item.Key, item => item.Value!, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Isolate(int node)
    {
        _isolated.Add(node);
        _cluster.Network.Cut(_cluster.Nodes.Where(n => n != node).SelectMany(n => new[] { (n, node), (node, n) }));
    }

    /// <inheritdoc/>
    public void Heal()
    {
        _isolated.Clear();
        _cluster.Network.Heal();
    }

    /// <inheritdoc/>
    public void Crash(int node) => Task.Run(() => _cluster.Kill(node)).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Restart(int node) => _cluster.Start(node);

    /// <inheritdoc/>
    public void HangDisk(int node) => throw new NotSupportedException(OnProcessesSpecs.HangingDisk);

    /// <summary>
    /// Real time is dear: with a majority it passes until those who hear each other have applied the same, which is
    /// what scenarios let it pass for. Without one nothing more can happen, and it really passes.
    /// </summary>
    public void Run(TimeSpan time)
    {
        if (HaveMajority)
            Wait("those who hear each other to have applied the same", Settled);
        else
            Thread.Sleep(time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Task.Run(async () => await _cluster.DisposeAsync()).GetAwaiter().GetResult();
        _http.Dispose();
        Assert.Empty(_cluster.Ended);
        Assert.Equal(Verdict.Ok, Checker.Check(KeyValueModel.Model, _history.ToCheck()).Verdict);
    }

    private async Task<List<StatusBody?>?> Settled() => await Views() is var views && HaveSettled(views) ? views : null;

    private static bool HaveSettled(List<StatusBody?> views) =>
        views.TrueForAll(v => v is { Leader: not null })
        && views.Select(v => (v!.Leader, v.LastIndex, v.CommitIndex, v.AppliedIndex)).Distinct().Count() == 1
        && views[0]!.AppliedIndex == views[0]!.LastIndex;

    private async Task<List<StatusBody?>> Views() => [.. await Task.WhenAll(Connected.Select(_cluster.Status))];

    private ClientAnswer Ask(int via, Func<ClusterClient, Task<ClientAnswer>> question)
    {
        var node = via == 0 ? Connected[0] : via;
        var patience = HaveMajority && Connected.Contains(node) ? PatienceWithMajority : PatienceWithout;
        using var client = new ClusterClient([_cluster.AddressOf(node)], patience);
        return Task.Run(() => question(client)).GetAwaiter().GetResult();
    }

    // Off the runner's own context, whose few threads a spec that waits would use up.
    private static T Wait<T>(string what, Func<Task<T?>> look)
        where T : class => Task.Run(async () =>
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(20))
            {
                if (await look() is { } seen)
                    return seen;
            }

            throw new TimeoutException($"Waited {Patience.TotalSeconds} s in vain for {what}.");
        }).GetAwaiter().GetResult();
}
