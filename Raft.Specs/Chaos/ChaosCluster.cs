using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Raft.Host.Client;
using Raft.Host.Http;
using Raft.Specs.Host;
using Raft.Specs.Processes;

namespace Raft.Specs.Chaos;

/// <summary>The processes, in a folder of their own, with the relay between them and each on its disk.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly int[] _httpPorts;
    private readonly HostProcess?[] _processes;
    private readonly StringBuilder[] _logs;
    private readonly bool[] _mayEnd;

    public ChaosCluster(int size, HttpClient http)
    {
        _http = http;
        Size = size;
        Folder = Directory.CreateTempSubdirectory("raft-chaos-").FullName;
        _httpPorts = [.. Nodes.Select(_ => FreePort.Next())];
        _processes = new HostProcess?[size];
        _logs = [.. Nodes.Select(_ => new StringBuilder())];
        _mayEnd = new bool[size];
        var ports = Nodes.Select(_ => FreePort.Next()).ToArray();
        Network = new Network(ports, node => _processes[node - 1] is { HasExited: false } process ? process.Id : null);
        Disks = [.. Nodes.Select(n => new SmallDisk(Path.Combine(Data, NameOf(n))))];
        Configure(ports);
    }

    public int Size { get; }

    public IEnumerable<int> Nodes => Enumerable.Range(1, Size);

    public string Folder { get; }

    public Network Network { get; }

    public IReadOnlyList<SmallDisk> Disks { get; }

    /// <summary>Nodes that ended although nobody ended them, and what they said.</summary>
    public List<string> Ended { get; } = [];

    public IReadOnlyList<Uri> Addresses => [.. Nodes.Select(AddressOf)];

    private string Data => Path.Combine(Folder, "data");

    public static string NameOf(int node) => $"node-{node}";

    public Uri AddressOf(int node) => new($"http://127.0.0.1:{_httpPorts[node - 1]}");

    public bool IsUp(int node) => _processes[node - 1] is { HasExited: false };

    public void Start(int node)
    {
        if (IsUp(node))
            return;
        Bury(node);
        _processes[node - 1] = HostProcess.Start(
            "node", "--config", ConfigOf(node), "--data", Data, "--stop-with-parent");
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task Kill(int node)
    {
        if (!IsUp(node))
            return;
        _mayEnd[node - 1] = true;
        await _processes[node - 1]!.Kill();
        Bury(node);
    }

    /// <summary>Asks it to stop, and kills it when it does not within what it may take.</summary>
    public async Task Stop(int node)
    {
        if (!IsUp(node))
            return;
        _mayEnd[node - 1] = true;
        if (OperatingSystem.IsWindows())
            _processes[node - 1]!.CloseInput();
        else
            _processes[node - 1]!.Signal("TERM");
        try
        {
            await _processes[node - 1]!.Exit(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            Ended.Add($"{NameOf(node)} did not stop within ten seconds of being asked to");
            await Kill(node);
        }

        Bury(node);
    }

    public void Signal(int node, string name)
    {
        if (IsUp(node))
            _processes[node - 1]!.Signal(name);
    }

    /// <summary>While it may, its end is not held against it: a node whose disk is full rightly gives up.</summary>
    public void MayEnd(int node, bool may) => _mayEnd[node - 1] = may;

    /// <summary>Starts again what ended by itself.</summary>
    public void Revive()
    {
        foreach (var node in Nodes)
        {
            if (!IsUp(node))
                Start(node);
        }
    }

    public Task<StatusBody?> Status(int node) => Get(node, "/v1/status", ApiJson.Bodies.StatusBody);

    /// <summary>Who leads, as far as anybody knows; null when nobody does.</summary>
    public async Task<int?> Leader()
    {
        var views = await Task.WhenAll(Nodes.Select(Status));
        var leader = views.Where(v => v is { Role: "leader" }).MaxBy(v => v!.Term)?.Node;
        return leader is null ? null : int.Parse(leader["node-".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Asks a node, for a short time; null when it does not answer, or not with this.</summary>
    public async Task<T?> Get<T>(int node, string path, JsonTypeInfo<T> type)
        where T : class
    {
        using var patience = new CancellationTokenSource(LookLimit);
        try
        {
            using var response = await _http.GetAsync(new Uri(AddressOf(node), path), patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return response.IsSuccessStatusCode ? JsonSerializer.Deserialize(body, type) : null;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Writes what the nodes said, each to its own file.</summary>
    public void WriteLogs(string folder)
    {
        foreach (var node in Nodes)
        {
            var now = _processes[node - 1] is { } process ? process.Output + process.Error : "";
            File.WriteAllText(Path.Combine(folder, NameOf(node) + ".log"), _logs[node - 1] + now);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (process is not null)
                await process.DisposeAsync();
        }

        await Network.DisposeAsync();
        foreach (var disk in Disks)
            disk.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string ConfigOf(int node) => Path.Combine(Folder, $"node-{node}.conf");

    /// <summary>Keeps what an ended process said, and notes its end when that was its own idea.</summary>
    private void Bury(int node)
    {
        if (_processes[node - 1] is not { } process)
            return;
        _logs[node - 1].Append(process.Output).Append(process.Error);
        if (!_mayEnd[node - 1])
            Ended.Add($"{NameOf(node)} ended by itself: {process.Error.TrimEnd().Split('\n')[^1]}");
        _mayEnd[node - 1] = false;
        _processes[node - 1] = null;
    }

    private void Configure(int[] ports)
    {
        var members = Nodes.Select(n => $"  {NameOf(n)} = \"127.0.0.1:{Network.PortOf(n)}\"\n");
        var program = Path.GetDirectoryName(typeof(ClusterClient).Assembly.Location)!;
        var common = Path.Combine(program, "hocon", "common.conf");
        // Snapshots every few seconds, and few entries kept besides, so that who was away is sent one.
        File.WriteAllText(Path.Combine(Folder, "members.conf"), $$"""
            include "{{common.Replace('\\', '/')}}"
            raft.members {
            {{string.Concat(members)}}}
            raft.snapshot {
              every-entries = 400
              retain-entries = 100
            }
            """);
        foreach (var node in Nodes)
        {
            File.WriteAllText(ConfigOf(node), $$"""
                include "members.conf"
                raft.node = {{NameOf(node)}}
                raft.host.http.port = {{_httpPorts[node - 1]}}
                akka.remote.dot-netty.tcp.port = {{ports[node - 1]}}
                """);
        }
    }
}
