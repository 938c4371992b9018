using Akka.Actor;
using Raft.Actors;
using Raft.Actors.Consensus;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Host.Demo;

namespace Raft.Host.Nodes;

/// <summary>
/// Everything through which a node can be watched: its feed, the page that shows it, and in the demo the hand on its
/// network.
/// </summary>
internal sealed class NodeWindow : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile string? _lastLeader;

    /// <param name="node">The node's name.</param>
    /// <param name="settings">Its time-outs.</param>
    /// <param name="nodes">Every node's HTTP address, as browsers reach it.</param>
    /// <param name="watch">How much it remembers of what changed.</param>
    /// <param name="demo">The demo that started this process, or null.</param>
    public NodeWindow(
        string node,
        ConsensusSettings settings,
        IReadOnlyDictionary<string, string> nodes,
        WatchSettings watch,
        DemoAccess? demo)
    {
        History = new ChangeHistory(watch);
        Demo = demo;
        Network = demo is null ? null : new DemoNetwork(node, demo.Token);
        Feed = new NodeFeed(node, settings, Network);
        Nodes = nodes;
    }

    /// <summary>What the node does.</summary>
    public NodeFeed Feed { get; }

    /// <summary>What changed in its store.</summary>
    public ChangeHistory History { get; }

    /// <summary>The last leader that it heard of, or null.</summary>
    public NodeId? LastLeader => _lastLeader is { } name ? new NodeId(name) : null;

    /// <summary>Every node's HTTP address.</summary>
    public IReadOnlyDictionary<string, string> Nodes { get; }

    /// <summary>The demo that started this process, or null.</summary>
    public DemoAccess? Demo { get; }

    /// <summary>The demo's network, or null.</summary>
    public DemoNetwork? Network { get; }

    /// <summary>The node as it is; null when it does not answer in time.</summary>
    public Func<CancellationToken, Task<NodePicture?>> Picture { get; private set; } = _ =>
        Task.FromResult<NodePicture?>(null);

    /// <summary>Gives the node what it is watched by.</summary>
    public NodeSetup Adjust(NodeSetup setup, IScheduler scheduler)
    {
        var watched = setup with { Observer = Feed };
        return Network is null ? watched : Network.Adjust(watched, scheduler);
    }

    /// <summary>Takes its pictures of a running node.</summary>
    public void LookAt(RaftGroup group) => Picture = cancel => TakePicture(group, cancel);

    /// <summary>Takes note of a leader.</summary>
    public void Hear(LeadershipChanged change) => _lastLeader = change.Leader?.Value ?? _lastLeader;

    /// <summary>Sends everyone away who looks through it.</summary>
    public void Close()
    {
        Feed.Close();
        History.Close();
    }

    public void Dispose()
    {
        Feed.Dispose();
        History.Dispose();
    }

    private static async Task<NodePicture?> TakePicture(RaftGroup group, CancellationToken cancel)
    {
        try
        {
            var status = await group.Client.Status(Patience, cancel);
            var from = Math.Max(1, status.LastIndex - NodePicture.TailEntries + 1);
            var page = await group.Client.ReadLog(from, NodePicture.TailEntries, Patience, cancel);
            return new NodePicture
            {
                Node = status.Node,
                At = TimeSpan.Zero,
                Role = status.Role,
                Term = status.Term,
                Leader = status.Leader,
                VotedFor = status.VotedFor,
                CommitIndex = status.CommitIndex,
                AppliedIndex = status.AppliedIndex,
                LastIndex = page.Entries is [.., var last] ? last.Index : status.LastIndex,
                SnapshotIndex = status.SnapshotIndex,
                Tail = page.Entries,
            };
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
