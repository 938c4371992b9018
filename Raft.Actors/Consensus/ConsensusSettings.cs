namespace Raft.Actors.Consensus;

/// <summary>The numbers that the consensus works with. <c>reference.conf</c> says why each is what it is.</summary>
public sealed record ConsensusSettings
{
    /// <summary>How often a leader says that it lives. Well below <see cref="ElectionTimeoutMin"/>.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest silence after which a follower canvasses.</summary>
    public TimeSpan ElectionTimeoutMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest silence after which a follower canvasses; each draws its own between the two (§5.2).
    /// </summary>
    public TimeSpan ElectionTimeoutMax { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>
    /// Canvass before a candidacy, so that a node which cannot win does not disturb (§9.6 of the thesis).
    /// </summary>
    public bool PreVote { get; init; } = true;

    /// <summary>A leader that a majority has not answered for <see cref="ElectionTimeoutMax"/> steps down.</summary>
    public bool CheckQuorum { get; init; } = true;

    /// <summary>
    /// Whether <c>Lease</c> reads may trust the clocks; otherwise they are confirmed by a round like any other.
    /// </summary>
    public bool LeaseReads { get; init; }

    /// <summary>
    /// The share by which two nodes' clocks may differ in speed, 0 to 0.5: what a lease is shortened by.
    /// </summary>
    public double MaxClockDrift { get; init; } = 0.1;

    /// <summary>The largest command in bytes. Well below the transport's frame.</summary>
    public int MaxCommandBytes { get; init; } = 1 << 20;

    /// <summary>The most entries in one batch, that is in one journal event and one AppendEntries.</summary>
    public int MaxBatchEntries { get; init; } = 1024;

    /// <summary>The most bytes in one batch; a single larger command still makes a batch of its own.</summary>
    public int MaxBatchBytes { get; init; } = 1 << 20;

    /// <summary>
    /// How many batches may be appended and not yet committed: one on fast links, more where the round trip is long.
    /// </summary>
    public int MaxUncommittedBatches { get; init; } = 1;

    /// <summary>The most proposals that wait for a batch; over it the answer is Busy.</summary>
    public int MaxPendingProposals { get; init; } = 16_384;

    /// <summary>The most bytes of proposals that wait for a batch; over it the answer is Busy.</summary>
    public long MaxPendingBytes { get; init; } = 64L << 20;

    /// <summary>The most reads that wait for their confirmation; over it the answer is Busy.</summary>
    public int MaxPendingReads { get; init; } = 16_384;

    /// <summary>The most AppendEntries on their way to one follower.</summary>
    public int WindowMessages { get; init; } = 16;

    /// <summary>The most bytes on their way to one follower.</summary>
    public long WindowBytes { get; init; } = 8L << 20;

    /// <summary>
    /// A snapshot travels in chunks of this many bytes. They share the stream with heartbeats, so they stay small.
    /// </summary>
    public int SnapshotChunkBytes { get; init; } = 256 << 10;

    /// <summary>A learner has caught up when it lacks at most this many entries.</summary>
    public int CaughtUpEntries { get; init; } = 64;
}
