using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// Looks over a node's shoulder, for a dashboard or a trace. Called on the node's own thread, so it must be quick and
/// must not throw.
/// </summary>
public interface INodeObserver
{
    /// <summary>
    /// Whether anybody looks. A node that nobody watches pays for this one question per turn and no more.
    /// </summary>
    bool IsWatched { get; }

    /// <summary>A turn is over: what was to be durable is, and its messages are out.</summary>
    /// <param name="picture">The node after it.</param>
    void Turned(NodePicture picture);
}

/// <summary>A node after a turn, and what it sent in it.</summary>
public sealed record NodePicture
{
    /// <summary>The most entries of <see cref="Tail"/>.</summary>
    public const int TailEntries = 24;

    /// <summary>The node.</summary>
    public required NodeId Node { get; init; }

    /// <summary>When the turn began, on the node's clock.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Its role.</summary>
    public required NodeRole Role { get; init; }

    /// <summary>Whether it only asks so far who would vote for it (pre-vote).</summary>
    public bool IsCanvassing { get; init; }

    /// <summary>Its current term.</summary>
    public required long Term { get; init; }

    /// <summary>The leader it knows of, or null.</summary>
    public NodeId? Leader { get; init; }

    /// <summary>Whom it voted for in this term, or null.</summary>
    public NodeId? VotedFor { get; init; }

    /// <summary>The highest index that it knows to be committed.</summary>
    public required long CommitIndex { get; init; }

    /// <summary>The highest index that it has applied.</summary>
    public required long AppliedIndex { get; init; }

    /// <summary>The last index of its log.</summary>
    public required long LastIndex { get; init; }

    /// <summary>The last index that a snapshot covers, or 0.</summary>
    public required long SnapshotIndex { get; init; }

    /// <summary>
    /// How long, by its own clock, until its timer ends: the election's, or a leader's next heartbeat.
    /// </summary>
    public TimeSpan? WakesIn { get; init; }

    /// <summary>The last entries of its log, at most <see cref="TailEntries"/>.</summary>
    public required IReadOnlyList<LogEntry> Tail { get; init; }

    /// <summary>What it sent in this turn; chunks of snapshots are not among it.</summary>
    public IReadOnlyList<Outbound> Sent { get; init; } = [];
}
