using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Raft.Actors;
using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Bench;

/// <summary>A cluster of ours over Akka.Remote, as a system that embeds the client uses it.</summary>
public sealed class AkkaTarget : IBenchTarget
{
    private readonly IReadOnlyList<Address> _nodes;
    private readonly TimeSpan _timeout;
    private readonly ActorSystem _system;
    private readonly KeyValueStore _store;

    /// <summary>Connects.</summary>
    /// <param name="nodes">
    /// Where the Akka.Remote of nodes listens, such as <c>akka.tcp://raft@127.0.0.1:9001</c>.
    /// </param>
    /// <param name="group">The group's name.</param>
    /// <param name="timeout">For how long to try each request.</param>
    /// <param name="secretFile">The file with the cluster's secret, or null when it has none.</param>
    public AkkaTarget(IReadOnlyList<Address> nodes, string group, TimeSpan timeout, string? secretFile = null)
    {
        _nodes = nodes;
        _timeout = timeout;
        _system = ActorSystem.Create("raft-bench", ConfigurationFactory.ParseString(
            $$"""
            akka {
              loglevel = ERROR
              stdout-loglevel = ERROR
              log-dead-letters = off
              actor.provider = remote
              remote.dot-netty.tcp { hostname = "{{OwnAddress(nodes[0])}}", port = 0, maximum-frame-size = 4MiB }
            }
            """).WithFallback(Secret(secretFile)).WithFallback(RaftSettings.DefaultConfig()));
        _store = new KeyValueStore(RaftClient.Connect(_system, group, nodes));
    }

    /// <inheritdoc/>
    public string Name => $"akka {string.Join(", ", _nodes)}";

    /// <inheritdoc/>
    public async Task<BenchResult> Put(int client, string key, byte[] value, CancellationToken cancel) =>
        Judge(await _store.Put(key, value, null, null, _timeout, cancel));

    /// <inheritdoc/>
    public async Task<BenchResult> Get(int client, string key, CancellationToken cancel) =>
        Judge(await _store.Get(key, new Freshness(ReadConsistency.Linearizable), _timeout, cancel));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _system.Terminate();

    // Nodes answer to where a client says that it listens: from another machine that is not the loopback address.
    private static string OwnAddress(Address node)
    {
        try
        {
            using var probe = new UdpClient(node.Host!, node.Port!.Value);
            return ((IPEndPoint)probe.Client.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException)
        {
            return "127.0.0.1";
        }
    }

    private static Config Secret(string? file) => file is null
        ? Config.Empty
        : ConfigurationFactory.ParseString($"raft.secret.file = \"{Path.GetFullPath(file).Replace('\\', '/')}\"");

    private static BenchResult Judge(KeyValueReply reply) =>
        reply is KeyValueReply.Written or KeyValueReply.Found or KeyValueReply.Missing
            ? new BenchResult(true)
            : new BenchResult(false, reply.GetType().Name);
}
