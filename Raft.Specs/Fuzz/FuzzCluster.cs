using System.Diagnostics;
using Raft.Host.Nodes;
using Raft.Specs.Host;
using Raft.Specs.Processes;

namespace Raft.Specs.Fuzz;

/// <summary>
/// The three nodes that things are thrown at: real processes with tokens and a secret, and without TLS, which would
/// hide them.
/// </summary>
internal sealed class FuzzCluster : IAsyncDisposable
{
    public const int Size = 3;
    public const string Token = "writer-0123456789";
    public const string AdminToken = "admin-0123456789";
    public const string Secret = "a secret of the fuzzed";

    // The runtime takes what memory the machine has before it looks for what is free. With a bound, whoever leaks does
    // not live.
    private const string HeapBound = "DOTNET_GCHeapHardLimit";
    private const long HeapBytes = 256L << 20;

    // What is not there in this version is not fuzzed.
    private static readonly bool HasController = NodePlan.Reference().HasPath("raft.host.controller.port");

    private readonly ProcessCluster _cluster = ProcessCluster.Prepare(Size);
    private readonly int[] _udpPorts = [.. Enumerable.Range(0, Size).Select(_ => FreePort.Next())];

    public ProcessCluster Processes => _cluster;

    /// <summary>Whether the nodes listen for datagrams.</summary>
    public static bool ListensForDatagrams => HasController;

    public async Task Start()
    {
        _cluster.Show(Token);
        var before = Environment.GetEnvironmentVariable(HeapBound);
        Environment.SetEnvironmentVariable(HeapBound, $"{HeapBytes:x}");
        for (var n = 1; n <= Size; n++)
        {
            string[] controller = HasController
                ? ["--set", "raft.host.controller.enabled=on", "--set", $"raft.host.controller.port={_udpPorts[n - 1]}"]
                : [];
            _cluster.Start(n,
            [
                "--set", $"raft.secret.text={Secret}",
                "--set", $"raft.host.http.tokens.write=[\"{Token}\"]",
                "--set", $"raft.host.http.tokens.admin=[\"{AdminToken}\"]",
                // Short, so that the slow ones are over soon, and snapshots and compaction happen meanwhile.
                "--set", "raft.host.http.header-timeout=2s",
                "--set", "raft.host.http.idle-timeout=2s",
                "--set", "raft.host.max-request-timeout=10s",
                "--set", "akka.remote.handshake-timeout=2s",
                "--set", "raft.snapshot.every-entries=2000",
                .. controller,
            ]);
        }
        Environment.SetEnvironmentVariable(HeapBound, before);
        await _cluster.Leader();
    }

    public int HttpPort(FuzzDice dice) => _cluster.AddressOf(dice.Random.Next(Size) + 1).Port;

    public int UdpPort(FuzzDice dice) => _udpPorts[dice.Random.Next(Size)];

    public int PeerPort(FuzzDice dice) => PeerPort(dice.Random.Next(Size) + 1);

    public int PeerPort(int node) => int.Parse(_cluster.PeerAddressOf(node).Split(':')[1], null);

    /// <summary>Each node's working set in mebibytes; 0 for one that is no more.</summary>
    public IReadOnlyList<long> Memory() => [.. Enumerable.Range(1, Size).Select(Memory)];

    /// <summary>
    /// How many lines the nodes have said: whoever can make them say one for each request can fill their disks.
    /// </summary>
    public IReadOnlyList<int> Lines() => [.. Enumerable.Range(1, Size).Select(
        n => _cluster[n].Output.AsSpan().Count('\n') + _cluster[n].Error.AsSpan().Count('\n'))];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private long Memory(int node)
    {
        if (_cluster[node].HasExited)
            return 0;
        using var process = Process.GetProcessById(_cluster[node].Id);
        return process.WorkingSet64 >> 20;
    }
}
