using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// What every role of one node shares: who it is, what it remembers, and how far it knows the log to be committed.
/// </summary>
public sealed class Replica
{
    private readonly Random _dice;
    private long _lastRead;

    /// <summary>A node that has just started.</summary>
    /// <param name="self">Its name.</param>
    /// <param name="settings">Its numbers.</param>
    /// <param name="ledger">What it remembers, recovered.</param>
    /// <param name="dice">Where election time-outs are drawn from.</param>
    /// <param name="startedAt">The time of its start, on its monotonic clock.</param>
    /// <param name="snapshot">The durable snapshot that it recovered from, if it did.</param>
    public Replica(
        NodeId self, ConsensusSettings settings, Ledger ledger, Random dice, TimeSpan startedAt,
        SnapshotHeader? snapshot = null)
    {
        Snapshot = snapshot;
        Self = self;
        Settings = settings;
        Ledger = ledger;
        CommitIndex = ledger.Log.BaseIndex;
        StartedAt = startedAt;
        // before a restart this node may have been part of a lease that still runs
        LeaseSince = startedAt;
        _dice = dice;
        _lastRead = dice.NextInt64(long.MaxValue / 2);
    }

    /// <summary>This node.</summary>
    public NodeId Self { get; }

    /// <summary>The numbers.</summary>
    public ConsensusSettings Settings { get; }

    /// <summary>What is remembered.</summary>
    public Ledger Ledger { get; }

    /// <summary>When this node started.</summary>
    public TimeSpan StartedAt { get; }

    /// <summary>The highest index known to be committed. Never goes back; not durable, a leader says it anew.</summary>
    public long CommitIndex { get; private set; }

    /// <summary>
    /// The highest index that any leader said to be committed, be it in this node's log or not. For display alone:
    /// nothing is decided by it.
    /// </summary>
    public long AnnouncedCommit { get; internal set; }

    /// <summary>The leader of the current term, as far as it is known.</summary>
    public NodeId? Leader { get; internal set; }

    /// <summary>When a leader of the current term was last heard.</summary>
    public TimeSpan? HeardAt { get; internal set; }

    /// <summary>
    /// When any leader was last heard, in whatever term: until a lease has run out that it may have, nobody gets a
    /// vote.
    /// </summary>
    internal TimeSpan LeaseSince { get; set; }

    /// <summary>The latest durable snapshot, which a leader offers to followers that lack older entries.</summary>
    public SnapshotHeader? Snapshot { get; internal set; }

    /// <summary>
    /// Whether a complete image from a leader is on its way to the disk. Until it is there nothing is promised about
    /// the log, which it will replace, and this node does not lead.
    /// </summary>
    public bool Installing { get; internal set; }

    /// <summary>In which term, and which round of its leader, the last chunk of that image came.</summary>
    internal (long Term, long Round) InstallingSince { get; set; }

    /// <summary>
    /// Whether this node may stand for election. A voter may; and so may one that the latest configuration lets go of,
    /// until that configuration is committed: it can be the only one whose log is long enough to win (§4.2.2 of the
    /// thesis).
    /// </summary>
    public bool MayLead =>
        !Installing && (Votes(Ledger.Configuration)
            || (Ledger.ConfigurationIndex > CommitIndex
                && Votes(Ledger.ConfigurationAt(Ledger.ConfigurationIndex - 1))));

    /// <summary>
    /// A random election time-out (§5.2). A node that some voter outranks in priority waits one span longer, so that
    /// the other is first if it can be.
    /// </summary>
    internal TimeSpan DrawElectionTimeout()
    {
        var span = Settings.ElectionTimeoutMax - Settings.ElectionTimeoutMin;
        var drawn = Settings.ElectionTimeoutMin + TimeSpan.FromTicks(_dice.NextInt64(span.Ticks + 1));
        return IsOutranked() ? drawn + span : drawn;
    }

    /// <summary>
    /// Whether a leader that this node heard may hold a lease still. It outlasts the term and the role in which it was
    /// heard, and a broken connection: only time ends it (§6.4.1 of the thesis).
    /// </summary>
    internal bool IsInLease(TimeSpan now) => Settings.LeaseReads && now - LeaseSince < Settings.ElectionTimeoutMin;

    /// <summary>A number for a read that no answer to an earlier life's question carries.</summary>
    internal long NextRead() => ++_lastRead;

    /// <summary>A random wait of at most the given length.</summary>
    internal TimeSpan DrawWait(TimeSpan most) => TimeSpan.FromTicks(_dice.NextInt64(most.Ticks + 1));

    /// <summary>Everything up to <paramref name="index"/> is committed.</summary>
    internal void CommitTo(long index, Turn turn, Func<long, long> ticketOf)
    {
        InvariantViolation.Unless(index <= Ledger.Log.LastIndex,
            $"index {index} cannot be committed by a log that ends at {Ledger.Log.LastIndex}");
        for (var i = CommitIndex + 1; i <= index; i++)
            turn.Commit(Ledger.Log[i], ticketOf(i));
        CommitIndex = Math.Max(CommitIndex, index);
    }

    /// <summary>A snapshot up to <paramref name="index"/> took the place of the log.</summary>
    internal void CommittedBySnapshot(long index) => CommitIndex = Math.Max(CommitIndex, index);

    private bool Votes(ClusterConfiguration configuration) =>
        configuration.IsVoter(Self) && configuration.Members[Self].Priority > 0;

    private bool IsOutranked()
    {
        var members = Ledger.Configuration.Members;
        return members.TryGetValue(Self, out var me)
            && members.Values.Any(m => m.Priority > me.Priority && Ledger.Configuration.IsVoter(m.Node));
    }
}
