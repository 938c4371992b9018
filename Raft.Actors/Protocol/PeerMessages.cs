namespace Raft.Actors.Protocol;

/// <summary>What one node says to another. Every one carries the sender's term (§5.1).</summary>
/// <param name="Term">The sender's term; of a pre-vote, the term that it would stand in.</param>
public abstract record PeerMessage(long Term);

/// <summary>A peer message as it travels: who says it to whom, in which cluster, from which life of its disk.</summary>
/// <param name="ClusterId">
/// The cluster that the sender belongs to; a message of another cluster is not believed.
/// </param>
/// <param name="From">The sender.</param>
/// <param name="FromIncarnation">
/// A number drawn when the sender's disk was first used; a wiped disk draws another.
/// </param>
/// <param name="To">For whom it is.</param>
/// <param name="Message">What is said.</param>
public sealed record PeerEnvelope(string ClusterId, NodeId From, long FromIncarnation, NodeId To, PeerMessage Message)
{
    /// <summary>The W3C traceparent of what led to it, while somebody records that; otherwise null.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Asks for a vote, or (pre-vote, §9.6 of the thesis) whether a vote would be given.</summary>
/// <param name="Term">The term stood in, or that would be stood in.</param>
/// <param name="LastLogIndex">The candidate's last index.</param>
/// <param name="LastLogTerm">The term of the entry there.</param>
/// <param name="PreVote">Only asks: nobody's term or vote changes.</param>
/// <param name="Transfer">
/// The old leader asked for this election, so a voter need not withhold its vote for that leader's sake.
/// </param>
public sealed record RequestVote(
    long Term, long LastLogIndex, long LastLogTerm, bool PreVote = false, bool Transfer = false)
    : PeerMessage(Term);

/// <summary>Answers <see cref="RequestVote"/>.</summary>
/// <param name="Term">The voter's own term, after it considered the request.</param>
/// <param name="Asked">The term that was asked about: a vote counts for that term alone.</param>
/// <param name="Granted">Whether the vote is, or would be, given.</param>
/// <param name="PreVote">Whether this answers a pre-vote.</param>
/// <param name="AskedBy">
/// The incarnation of the candidate that asked: the vote is not for another disk that has its name by now. 0 when the
/// voter does not say.
/// </param>
public sealed record VoteReply(long Term, long Asked, bool Granted, bool PreVote = false, long AskedBy = 0)
    : PeerMessage(Term);

/// <summary>Replicates entries, or with none of them says that the leader lives (§5.3).</summary>
/// <param name="Term">The leader's term.</param>
/// <param name="PrevLogIndex">The index just before the entries.</param>
/// <param name="PrevLogTerm">The term there.</param>
/// <param name="Entries">Consecutive entries from <c>PrevLogIndex + 1</c>.</param>
/// <param name="LeaderCommit">The leader's commit index.</param>
/// <param name="Round">
/// The leader's latest round of heartbeats; its echo proves that the follower still followed then.
/// </param>
/// <param name="Request">A number that grows with every AppendEntries to this follower in this term.</param>
public sealed record AppendEntries(
    long Term, long PrevLogIndex, long PrevLogTerm, IReadOnlyList<LogEntry> Entries, long LeaderCommit,
    long Round, long Request)
    : PeerMessage(Term);

/// <summary>Answers <see cref="AppendEntries"/>.</summary>
/// <param name="Term">The follower's term.</param>
/// <param name="Success">Whether the follower's log matches up to <paramref name="MatchIndex"/>.</param>
/// <param name="MatchIndex">
/// On success the last index that the request proved equal and that is durable; otherwise the request's PrevLogIndex.
/// </param>
/// <param name="ConflictTerm">On refusal, the term at PrevLogIndex, or 0 when the follower's log is shorter.</param>
/// <param name="ConflictIndex">On refusal, the first index of that term, or the follower's last index + 1.</param>
/// <param name="Round">The request's round.</param>
/// <param name="Request">The request's number.</param>
public sealed record AppendReply(
    long Term, bool Success, long MatchIndex, long ConflictTerm, long ConflictIndex, long Round, long Request)
    : PeerMessage(Term);

/// <summary>
/// Tells the receiver to stand for election at once: leadership is handed over (§3.10 of the thesis).
/// </summary>
/// <param name="Term">The leader's term.</param>
public sealed record TimeoutNow(long Term) : PeerMessage(Term);

/// <summary>
/// A follower asks the leader up to which index it must have applied to answer a linearizable read (§6.4 of the
/// thesis).
/// </summary>
/// <param name="Term">The follower's term.</param>
/// <param name="Read">The follower's own number for the read, returned with the answer.</param>
public sealed record ReadIndexRequest(long Term, long Read) : PeerMessage(Term);

/// <summary>Answers <see cref="ReadIndexRequest"/>.</summary>
/// <param name="Term">The leader's term.</param>
/// <param name="Read">The follower's number for the read.</param>
/// <param name="Index">Apply up to here and then read; 0 when the leader could not confirm that it leads.</param>
public sealed record ReadIndexReply(long Term, long Read, long Index) : PeerMessage(Term);

/// <summary>One chunk of a snapshot for a follower whose next entry the leader no longer has (§7).</summary>
/// <param name="Term">The leader's term.</param>
/// <param name="Snapshot">What the snapshot covers.</param>
/// <param name="Offset">The chunk's position in the image, in bytes.</param>
/// <param name="Data">The chunk's bytes.</param>
/// <param name="Checksum">CRC-32C of the chunk's bytes.</param>
/// <param name="Round">The leader's latest round of heartbeats.</param>
public sealed record InstallSnapshot(
    long Term, SnapshotHeader Snapshot, long Offset, ReadOnlyMemory<byte> Data, uint Checksum, long Round)
    : PeerMessage(Term)
{
    /// <summary>Whether this is the image's last chunk.</summary>
    public bool IsLast => Offset + Data.Length >= Snapshot.SizeBytes;
}

/// <summary>What a snapshot covers and how to know it again.</summary>
/// <param name="Index">The last index in it.</param>
/// <param name="Term">The term there.</param>
/// <param name="ClockMs">The cluster's clock there, in milliseconds.</param>
/// <param name="Configuration">The members in force there.</param>
/// <param name="SizeBytes">The image's length.</param>
/// <param name="Checksum">CRC-32C of the whole image.</param>
public sealed record SnapshotHeader(
    long Index, long Term, long ClockMs, ClusterConfiguration Configuration, long SizeBytes, uint Checksum);

/// <summary>Answers <see cref="InstallSnapshot"/>.</summary>
/// <param name="Term">The follower's term.</param>
/// <param name="SnapshotIndex">The snapshot that this is about.</param>
/// <param name="NextOffset">The first byte that the follower lacks.</param>
/// <param name="Installed">Whether the follower's log now starts after the snapshot, durably.</param>
/// <param name="Round">The request's round.</param>
public sealed record SnapshotReply(long Term, long SnapshotIndex, long NextOffset, bool Installed, long Round)
    : PeerMessage(Term);
