using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Raft.Actors;
using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Specs.Host;
using Raft.Specs.Security;

namespace Raft.Specs.Processes;

/// <summary>Clusters of real processes that listen only to those who may speak.</summary>
[Collection("processes")]
public sealed class SecuredClusterSpecs : IDisposable
{
    private const string Token = "write-0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-secured-").FullName;
    private readonly Authority _authority;

    public SecuredClusterSpecs()
    {
        _authority = new Authority(_folder);
        File.WriteAllText(At("secret"), "correct horse battery staple\n");
        File.WriteAllText(At("other-secret"), "staple battery horse correct\n");
        File.WriteAllText(At("tokens"), $"write {Token}\n");
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [PeerCertificatesFact]
    public async Task Three_nodes_with_certificates_a_secret_and_tokens_elect_and_serve()
    {
        await using var cluster = new Nodes(_folder, 3, node => Secured(_authority, node));
        cluster.StartAll();

        await cluster.Until("a write succeeds", async () => (await Verb(cluster, "set", "ana", "4")).Code == 0);

        Assert.Equal(new Cli(0, "4\n", ""), await Verb(cluster, "get", "ana"));
        var stranger = await Cli.Run("get", "ana", "--nodes", cluster.Addresses("https"), "--ca", _authority.File);
        Assert.Equal(new Cli(2, "", "raft: A token is needed: Authorization: Bearer …\n"
            + "raft: --token-file or $RAFT_TOKEN_FILE names the file of a token\n"), stranger);
        Assert.DoesNotContain(Token, cluster.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", cluster.Said(), StringComparison.Ordinal);
    }

    [PeerCertificatesFact]
    public async Task A_node_with_a_certificate_of_another_authority_never_joins()
    {
        using var other = new Authority(_folder, "other");
        await using var cluster = new Nodes(_folder, 3, node => Secured(node == 3 ? other : _authority, node));
        cluster.StartAll();

        await cluster.Until("two of three serve", async () => (await Verb(cluster, "set", "ana", "4")).Code == 0);
        await cluster.Until("it is told why", () => Task.FromResult(
            cluster.Said(1, 2).Contains(
                "a certificate that is not signed by this cluster's authority", StringComparison.Ordinal)));

        Assert.DoesNotContain("node-3 follows", cluster.Said(3), StringComparison.Ordinal);
        Assert.DoesNotContain("node-3 leads", cluster.Said(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_with_another_secret_never_joins_and_is_told_of_in_one_line()
    {
        await using var cluster = new Nodes(
            _folder, 3, node => $"raft.secret.file = {(node == 3 ? "other-secret" : "secret")}");
        cluster.StartAll();
        var open = cluster.Addresses("http");
        await cluster.Until(
            "two of three serve", async () => (await Cli.Run("set", "ana", "4", "--nodes", open)).Code == 0);

        const string line = "uses another secret (raft.secret must be the same on all nodes)";
        var peer = $"Nothing that akka.tcp://raft@127.0.0.1:{cluster.PeerPorts[2]} says is believed: it {line}";
        await cluster.Until("the others tell of it", () => Task.FromResult(
            cluster.Said(1).Contains(peer, StringComparison.Ordinal)
                && cluster.Said(2).Contains(peer, StringComparison.Ordinal)));

        Assert.DoesNotContain("node-3 follows", cluster.Said(3), StringComparison.Ordinal);
        Assert.DoesNotContain("node-3 leads", cluster.Said(3), StringComparison.Ordinal);
        // It canvasses several times a second, and is told of once a minute.
        Assert.Single(cluster.Said(1).Split('\n'), said => said.Contains(peer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_over_remoting_needs_the_secret_too()
    {
        await using var cluster = new Nodes(_folder, 1, _ => "raft.secret.file = secret");
        cluster.StartAll();
        var node = Address.Parse($"akka.tcp://raft@127.0.0.1:{cluster.PeerPorts[0]}");
        using var friend = System($"raft.secret.file = \"{At("secret")}\"");
        using var stranger = System("");
        using var enemy = System($"raft.secret.file = \"{At("other-secret")}\"");
        var store = new KeyValueStore(RaftClient.Connect(friend, "kv", node));

        await cluster.Until("the friend is served", async () =>
            await store.Put("ana", "4"u8.ToArray(), null, null, TimeSpan.FromSeconds(5)) is KeyValueReply.Written);
        foreach (var system in new[] { stranger, enemy })
        {
            var other = new KeyValueStore(RaftClient.Connect(system, "kv", node));
            var read = await other.Get(
                "ana", new Freshness(Raft.Actors.Protocol.ReadConsistency.Stale), TimeSpan.FromSeconds(2));
            Assert.IsType<KeyValueReply.Unavailable>(read);
        }
    }

    private static ActorSystem System(string more) =>
        ActorSystem.Create("client", ConfigurationFactory.ParseString($$"""
        akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
        {{more}}
        """).WithFallback(RaftSettings.DefaultConfig()));

    private Task<Cli> Verb(Nodes cluster, params string[] arguments) => Cli.Run(
        [.. arguments, "--nodes", cluster.Addresses("https"), "--ca", _authority.File, "--token-file", At("tokens")]);

    private string At(string name) => Path.Combine(_folder, name).Replace('\\', '/');

    private string Secured(Authority peers, int node)
    {
        _authority.Sign($"node-{node}");
        peers.Sign($"peer-{node}");
        var authority = Path.GetFileName(peers.File);
        return $$"""
            raft.secret.file = secret
            raft.host.http.tokens.file = tokens
            raft.host.http.tls { certificate = node-{{node}}.pem, key = node-{{node}}.key }
            raft.host.peers.tls { certificate = peer-{{node}}.pem, key = peer-{{node}}.key, authority = {{authority}} }
            """;
    }

    /// <summary>A few nodes with files of their own.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly string _folder;
        private readonly int[] _clientPorts;
        private readonly HostProcess[] _processes;

        public Nodes(string folder, int count, Func<int, string> more)
        {
            _folder = folder;
            _clientPorts = [.. Enumerable.Range(0, count).Select(_ => FreePort.Next())];
            PeerPorts = [.. Enumerable.Range(0, count).Select(_ => FreePort.Next())];
            _processes = new HostProcess[count];
            var members = PeerPorts.Select((port, i) => $"node-{i + 1} = \"127.0.0.1:{port}\"");
            for (var n = 1; n <= count; n++)
                File.WriteAllText(Config(n), $$"""
                    raft.node = node-{{n}}
                    raft.members { {{string.Join(", ", members)}} }
                    raft.host.http.port = {{_clientPorts[n - 1]}}
                    {{more(n)}}
                    """);
        }

        public int[] PeerPorts { get; }

        public void StartAll()
        {
            for (var n = 1; n <= _processes.Length; n++)
                _processes[n - 1] = HostProcess.Start(
                    "node", "--config", Config(n), "--data", Path.Combine(_folder, "data"));
        }

        public string Addresses(string scheme) =>
            string.Join(',', _clientPorts.Select(port => $"{scheme}://127.0.0.1:{port}"));

        /// <summary>What these nodes have said; all of them when none is named.</summary>
        public string Said(params int[] nodes) => string.Concat(
            (nodes.Length > 0 ? nodes : [.. Enumerable.Range(1, _processes.Length)]).Select(
                n => _processes[n - 1].Output + _processes[n - 1].Error));

        public async Task Until(string what, Func<Task<bool>> holds)
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < ProcessCluster.Patience; await Task.Delay(20))
            {
                if (await holds())
                    return;
            }
            throw new TimeoutException($"Waited in vain until {what}.\n{Said()}");
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var process in _processes.Where(p => p is not null))
                await process.DisposeAsync();
        }

        private string Config(int node) => Path.Combine(_folder, $"node-{node}.conf");
    }
}
