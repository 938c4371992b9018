namespace Raft.Actors.Protocol;

/// <summary>What a node is at the moment.</summary>
public enum NodeRole
{
    /// <summary>Follows a leader, or waits for one.</summary>
    Follower,

    /// <summary>Canvasses or stands for election.</summary>
    Candidate,

    /// <summary>Leads its term.</summary>
    Leader,
}

/// <summary>The one observable picture of a node, which the status page, the metrics and the specs all read.</summary>
public sealed record NodeStatus
{
    /// <summary>The node.</summary>
    public required NodeId Node { get; init; }

    /// <summary>Its role.</summary>
    public required NodeRole Role { get; init; }

    /// <summary>Its current term.</summary>
    public required long Term { get; init; }

    /// <summary>The leader it knows of in this term, or null.</summary>
    public required NodeId? Leader { get; init; }

    /// <summary>Whom it voted for in this term, or null.</summary>
    public required NodeId? VotedFor { get; init; }

    /// <summary>The highest index known to be committed.</summary>
    public required long CommitIndex { get; init; }

    /// <summary>The highest index applied to the state machine.</summary>
    public required long AppliedIndex { get; init; }

    /// <summary>The last index of the log.</summary>
    public required long LastIndex { get; init; }

    /// <summary>The last index that a snapshot covers, or 0.</summary>
    public required long SnapshotIndex { get; init; }

    /// <summary>
    /// The highest index that a leader said to be committed, which this node's log may not reach yet; null from a node
    /// that does not tell.
    /// </summary>
    public long? AnnouncedCommit { get; init; }

    /// <summary>How many committed entries, as far as this node has heard, it has yet to apply.</summary>
    public long ApplyLag() => Math.Max(0, Math.Max(CommitIndex, AnnouncedCommit ?? 0) - AppliedIndex);

    /// <summary>The members in force.</summary>
    public required ClusterConfiguration Configuration { get; init; }

    /// <summary>Every other member, as this node sees it.</summary>
    public required IReadOnlyList<PeerStatus> Peers { get; init; }
}

/// <summary>One peer, as a node sees it.</summary>
/// <param name="Node">The peer.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Role">Its part in the configuration: <c>voter</c> or <c>learner</c>.</param>
/// <param name="MatchIndex">On a leader: the highest index known to be on the peer; otherwise null.</param>
/// <param name="LastHeardMs">
/// On a leader: milliseconds since the peer last answered; null when it never did or when not leading.
/// </param>
public sealed record PeerStatus(NodeId Node, string Address, string Role, long? MatchIndex, long? LastHeardMs);
