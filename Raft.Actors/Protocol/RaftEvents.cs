namespace Raft.Actors.Protocol;

/// <summary>
/// What the journal holds. A node's memory is these events applied in order, live and after a restart alike.
/// </summary>
public abstract record RaftEvent;

/// <summary>A new disk was taken into use: the first event of every journal.</summary>
/// <param name="ClusterId">The cluster that the node belongs to.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">A number drawn once for this disk.</param>
/// <param name="Configuration">
/// The members to start with; empty for a node that is to be added to a running cluster.
/// </param>
public sealed record NodeFounded(
    string ClusterId, NodeId Node, long Incarnation, ClusterConfiguration Configuration) : RaftEvent;

/// <summary>The node's term grew; it has not voted in the new one.</summary>
/// <param name="Term">The new term.</param>
public sealed record TermStarted(long Term) : RaftEvent;

/// <summary>The node gave its vote for its current term.</summary>
/// <param name="Term">The term, which is the node's current one.</param>
/// <param name="Candidate">Who got the vote.</param>
public sealed record VoteCast(long Term, NodeId Candidate) : RaftEvent;

/// <summary>
/// Everything after <paramref name="After"/> was dropped from the log and the entries put there: one event for a whole
/// batch.
/// </summary>
/// <param name="After">The last index that stays.</param>
/// <param name="Entries">Consecutive entries from <c>After + 1</c>.</param>
public sealed record EntriesAppended(long After, IReadOnlyList<LogEntry> Entries) : RaftEvent;

/// <summary>
/// An operator rewrote the configuration by hand after the loss of a majority: the entry that follows was agreed on by
/// nobody. Entries that only the lost nodes held are gone.
/// </summary>
/// <param name="Configuration">The members from here on.</param>
/// <param name="Note">Who said so and why, for the record.</param>
public sealed record RecoveryForced(ClusterConfiguration Configuration, string Note) : RaftEvent;

/// <summary>
/// The ledger at one moment, which stands for every event before it: saved as Akka's snapshot together with the
/// machine's image.
/// </summary>
/// <param name="Founded">The disk's identity.</param>
/// <param name="Term">The current term.</param>
/// <param name="VotedFor">The vote in that term, or null.</param>
/// <param name="Snapshot">What the machine's image covers.</param>
/// <param name="Tail">Every entry after the image that the log held.</param>
/// <param name="Image">The machine's image.</param>
public sealed record LedgerSnapshot(
    NodeFounded Founded, long Term, NodeId? VotedFor, SnapshotHeader Snapshot, IReadOnlyList<LogEntry> Tail,
    ReadOnlyMemory<byte> Image)
    : RaftEvent;
