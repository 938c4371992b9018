using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Http;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>
/// Specs with real processes and real time: one after the other, since each wants the machine for itself.
/// </summary>
[CollectionDefinition("processes", DisableParallelization = true)]
public sealed class ProcessesCollection;

/// <summary>
/// A cluster of real Raft.Host processes on free ports, in a folder of its own, configured as a user would: a few lines
/// per node that include the repository's <c>hocon/common.conf</c>.
/// </summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    // An election takes a second; a process starts in one. The rest is for machines that do other things as well.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly int[] _httpPorts;
    private readonly int[] _peerPorts;
    private readonly HostProcess?[] _processes;

    private ProcessCluster(int founders, int spare)
    {
        var size = founders + spare;
        Folder = Directory.CreateTempSubdirectory("raft-cluster-").FullName;
        _httpPorts = [.. Enumerable.Range(0, size).Select(_ => FreePort.Next())];
        _processes = new HostProcess?[size];
        _peerPorts = [.. Enumerable.Range(0, size).Select(_ => FreePort.Next())];
        var members = Enumerable.Range(1, founders).Select(n => $"  node-{n} = \"{PeerAddressOf(n)}\"\n");
        File.WriteAllText(
            Path.Combine(Folder, "members.conf"),
            $"include \"{CommonConf()}\"\nraft.members {{\n{string.Concat(members)}}}\n");
        for (var n = 1; n <= size; n++)
            File.WriteAllText(
                ConfigOf(n),
                $"include \"members.conf\"\nraft.node = node-{n}\nraft.host.http.port = {_httpPorts[n - 1]}\n"
                    + (n > founders ? $"raft.join = on\nraft.members.node-{n} = \"{PeerAddressOf(n)}\"\n" : ""));
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public int Size => _processes.Length;

    public IEnumerable<int> Running => Enumerable.Range(1, Size).Where(n => IsRunning(_processes[n - 1]));

    public HostProcess this[int node] =>
        _processes[node - 1] ?? throw new InvalidOperationException($"node-{node} was not started");

    /// <summary>Starts a cluster and waits for its leader.</summary>
    /// <param name="founders">Nodes 1 to this many found it.</param>
    /// <param name="spare">So many more can be started, and wait to be added.</param>
    /// <param name="more">What all of them are started with beside.</param>
    public static async Task<ProcessCluster> Start(int founders, int spare = 0, params string[] more)
    {
        var cluster = new ProcessCluster(founders, spare);
        for (var n = 1; n <= founders; n++)
            cluster.Start(n, more);
        await cluster.Leader();
        return cluster;
    }

    /// <summary>The token that is shown from here on.</summary>
    public void Show(string token) => _http.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");

    public static ProcessCluster Prepare(int size) => new(size, 0);

    public void Start(int node, params string[] more) =>
        _processes[node - 1] = HostProcess.Start(["node", "--config", ConfigOf(node), "--data", Data, .. more]);

    public string ConfigOf(int node) => Path.Combine(Folder, $"node-{node}.conf");

    public string JournalOf(int node) => Path.Combine(Data, $"node-{node}", "journal.db");

    public Uri AddressOf(int node) => new($"http://127.0.0.1:{_httpPorts[node - 1]}");

    /// <summary>Where its peers reach a node.</summary>
    public string PeerAddressOf(int node) => $"127.0.0.1:{_peerPorts[node - 1]}";

    /// <summary>The nodes' addresses as <c>--nodes</c> takes them.</summary>
    public string Nodes => string.Join(',', Enumerable.Range(1, Size).Select(AddressOf));

    public ClusterClient Client(TimeSpan timeout) => new([.. Enumerable.Range(1, Size).Select(AddressOf)], timeout);

    /// <summary>Waits until every running node knows of one and the same leader, and gives its number.</summary>
    public Task<int> Leader() => Until("every running node knows of the same leader", async () =>
    {
        AllAsTheyWereLeft();
        var views = await Task.WhenAll(Running.Select(Status));
        var leaders = views.Select(view => view?.Leader).Distinct().ToList();
        return leaders is [{ } leader] && views.Any(view => view!.Node == leader && view.Role == "leader")
            ? int.Parse(leader["node-".Length..], null)
            : (int?)null;
    });

    /// <summary>Fails when a process ended that nobody ended: what it said is what its spec failed of.</summary>
    private void AllAsTheyWereLeft()
    {
        for (var node = 1; node <= Size; node++)
        {
            if (_processes[node - 1] is { HasExited: true, WasEnded: false } gone)
                throw new InvalidOperationException($"node-{node} ended by itself:\n{gone.Output}{gone.Error}");
        }
    }

    public async Task<StatusBody?> Status(int node)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(AddressOf(node), "/v1/status"));
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ApiJson.Bodies.StatusBody)
                : null;
        }
        catch (Exception broken) when (broken is HttpRequestException or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }

    /// <summary>A node's metrics, as Prometheus reads them.</summary>
    public Task<string> Metrics(int node) => _http.GetStringAsync(new Uri(AddressOf(node), "/metrics"));

    public async Task<HttpResponseMessage> Put(int node, string key, string value, string query = "") =>
        await _http.PutAsync(
            new Uri(AddressOf(node), $"/v1/kv/{key}{query}"), new ByteArrayContent(Encoding.UTF8.GetBytes(value)));

    /// <summary>Any request to one node, and the JSON that it answers.</summary>
    public async Task<(int Status, JsonElement Body)> Send(
        int node, HttpMethod method, string path, string body = "", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(AddressOf(node), path))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode,
            JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement);
    }

    /// <summary>A value as a node gives it; null when there is no such key.</summary>
    public async Task<string?> Get(int node, string key, string query = "")
    {
        using var response = await _http.GetAsync(new Uri(AddressOf(node), $"/v1/kv/{key}{query}"));
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(
            await response.Content.ReadAsByteArrayAsync(), ApiJson.Bodies.ItemBody)!.Value;
    }

    /// <summary>Waits, within bounds, for something that real processes need real time for.</summary>
    public async Task<T> Until<T>(string what, Func<Task<T?>> look)
        where T : struct
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && _processes.Any(IsRunning);
            await Task.Delay(20))
        {
            if (await look() is { } seen)
                return seen;
        }
        var said = Enumerable.Range(1, Size).Where(n => _processes[n - 1] is not null)
            .Select(n => $"node-{n}, {(IsRunning(this[n]) ? "running" : "ended")}:\n{this[n].Output}{this[n].Error}");
        throw new TimeoutException($"Waited {Patience} in vain until {what}.\n{string.Join('\n', said)}");
    }

    /// <summary>Waits, within bounds, until something holds.</summary>
    public Task Until(string what, Func<Task<bool>> holds) =>
        Until(what, async () => await holds() ? true : (bool?)null);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (process is not null)
                await process.DisposeAsync();
        }
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static bool IsRunning(HostProcess? process) => process is { HasExited: false };

    private static string CommonConf()
    {
        var copied = Path.Combine(
            Path.GetDirectoryName(typeof(ClusterClient).Assembly.Location)!, "hocon", "common.conf");
        return copied.Replace('\\', '/');
    }
}
