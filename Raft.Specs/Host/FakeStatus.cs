using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

/// <summary>A node's picture of itself, for specs of the HTTP API.</summary>
internal static class FakeStatus
{
    /// <summary>A node of a cluster that node-1 leads, in term 4, with nothing in its log.</summary>
    public static NodeStatus Of(string node) => new()
    {
        Node = new NodeId(node),
        Role = NodeRole.Follower,
        Term = 4,
        Leader = new NodeId("node-1"),
        VotedFor = null,
        CommitIndex = 0,
        AppliedIndex = 0,
        LastIndex = 0,
        SnapshotIndex = 0,
        Configuration = ClusterConfiguration.Empty,
        Peers = [],
    };
}
