using System.Diagnostics;
using Raft.Host.Client;
using Raft.Host.Configuration;
using Raft.Host.Demo;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Host.Lab;

/// <summary>A node as it is seen at a moment; no status while it does not answer.</summary>
internal sealed record LabView(int Node, StatusBody? Status)
{
    /// <summary>Whether it leads, as far as it knows.</summary>
    public bool Leads => Status is { Role: "leader" };

    /// <summary>The number of the leader that it knows of, or null.</summary>
    public int? Leader => Status?.Leader is { } name ? LabCluster.NumberOf(name) : null;
}

/// <summary>Who takes notes of what the nodes are at every look.</summary>
internal interface ILabNotes
{
    /// <summary>A look at all nodes.</summary>
    /// <param name="views">The nodes, in order.</param>
    /// <param name="at">The time since the lab began.</param>
    void Take(IReadOnlyList<LabView> views, TimeSpan at);
}

/// <summary>The lab's three processes.</summary>
internal sealed class LabCluster : IAsyncDisposable
{
    // An election takes a second or two; the rest is for machines that do other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private readonly LabSettings _settings;
    private readonly IReadOnlyList<ILabNotes> _notes;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<DemoNode> _nodes;

    public LabCluster(LabSettings settings, params IReadOnlyList<ILabNotes> notes)
    {
        (_settings, _notes) = (settings, notes);
        _nodes = [.. Enumerable.Range(1, LabSettings.Nodes).Select(NodeOf)];
        Client = new ClusterClient([.. _nodes.Select(node => node.Address)], TimeSpan.FromSeconds(5));
    }

    /// <summary>The way to the nodes.</summary>
    public ClusterClient Client { get; }

    /// <summary>The numbers of those that run.</summary>
    public IEnumerable<int> Running => _nodes.Where(node => node.IsRunning).Select(node => node.Number);

    /// <summary>The number of a node by its name.</summary>
    public static int NumberOf(string name) => name[^1] - '0';

    /// <summary>Where a node's clients reach it.</summary>
    public Uri HttpOf(int node) => _nodes[node - 1].Address;

    /// <summary>Refuses, before anything is started, when a port is taken.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public void CheckPorts()
    {
        foreach (var node in _nodes)
        {
            var problem = Ports.Problem("127.0.0.1", node.RemotingPort) ?? Ports.Problem("127.0.0.1", node.HttpPort);
            if (problem is not null)
                throw new UsageException($"node {node.Number}: {problem} (--port and --http-port choose others)");
        }
    }

    public int Start(int node)
    {
        _nodes[node - 1].Start();
        return _nodes[node - 1].Process!.Id;
    }

    public Task Kill(int node) => _nodes[node - 1].Kill();

    /// <summary>Looks at the nodes until they are as they should be, and takes notes meanwhile.</summary>
    /// <exception cref="LabException">It takes too long, or a node ends by itself.</exception>
    public async Task<IReadOnlyList<LabView>> Until(
        string what, Func<IReadOnlyList<LabView>, bool> holds, CancellationToken stop)
    {
        var running = Running.ToList();
        for (var began = _clock.Elapsed; _clock.Elapsed - began < Patience; await Task.Delay(Pause, stop))
        {
            var views = await Look(stop);
            foreach (var notes in _notes)
                notes.Take(views, _clock.Elapsed);
            if (running.FirstOrDefault(node => !_nodes[node - 1].IsRunning) is > 0 and var ended)
                throw new LabException(
                    $"node {ended} ended by itself: {string.Join(' ', _nodes[ended - 1].LastWords)}");
            if (holds(views))
                return views;
        }
        throw new LabException($"after {Durations.Text(Patience)} it is still not so that {what}");
    }

    /// <summary>The leader, once all who run know it.</summary>
    public async Task<(int Node, long Term)> Leader(CancellationToken stop)
    {
        var views = await Until("all know the same leader", IsAgreed, stop);
        var leader = views.First(view => view.Leads);
        return (leader.Node, leader.Status!.Term);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.Stop(StopGrace)));
        Client.Dispose();
    }

    private bool IsAgreed(IReadOnlyList<LabView> views)
    {
        var running = views.Where(view => Running.Contains(view.Node)).ToList();
        return running.TrueForAll(view => view.Status is not null) && running.Any(view => view.Leads)
            && running.Select(view => (view.Leader, view.Status!.Term)).Distinct().Count() == 1;
    }

    private async Task<IReadOnlyList<LabView>> Look(CancellationToken stop) =>
        [.. (await Client.Look(stop)).Select(
            (view, i) => new LabView(i + 1, _nodes[i].IsRunning ? view.Status : null))];

    private DemoNode NodeOf(int number) => new(number, _settings.HttpPort + number - 1, _settings.Port + number - 1,
    [
        "node", "--config", Path.Combine(_settings.Hocon, "common.conf"), "--data", _settings.Data,
        // Patient: whoever is elected here has followed a kill, and not a busy machine. A process that dies is missed
        // at once all the same.
        "--set", "raft.election-timeout.min=1500ms", "--set", "raft.election-timeout.max=3000ms",
        "--set", $"raft.node=node-{number}",
        "--set", $"raft.host.http.port={_settings.HttpPort + number - 1}",
        .. Enumerable.Range(1, LabSettings.Nodes).SelectMany(
            member => new[] { "--set", $"raft.members.node-{member}={_settings.AddressOf(member)}" }),
    ]);
}

/// <summary>A lab cannot go on.</summary>
internal sealed class LabException(string message) : Exception(message);
