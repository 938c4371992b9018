using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>A peer's message, once its envelope has been checked.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Message">What is said.</param>
/// <param name="Incarnation">The number of the disk from which it speaks, or 0 when that does not matter.</param>
public sealed record Received(NodeId From, PeerMessage Message, long Incarnation = 0);

/// <summary>The election deadline may have passed: the role looks at the clock before it believes so.</summary>
public sealed record ElectionTimeout
{
    /// <summary>The only instance needed.</summary>
    public static readonly ElectionTimeout Instance = new();
}

/// <summary>The next heartbeat may be due.</summary>
public sealed record HeartbeatDue
{
    /// <summary>The only instance needed.</summary>
    public static readonly HeartbeatDue Instance = new();
}

/// <summary>
/// Make a batch of what was proposed. A leader asks for it through <see cref="Turn.WantsFlush"/>, once for many
/// proposals.
/// </summary>
public sealed record Flush
{
    /// <summary>The only instance needed.</summary>
    public static readonly Flush Instance = new();
}

/// <summary>
/// The connection to a peer broke, which may mean that it died. Only a hint: with PreVote a false one harms nobody.
/// </summary>
/// <param name="Peer">The peer.</param>
public sealed record PeerLost(NodeId Peer);

/// <summary>An operator's order: stand for election now, whoever leads.</summary>
public sealed record StandNow
{
    /// <summary>The only instance needed.</summary>
    public static readonly StandNow Instance = new();
}

/// <summary>An operator's order: be a follower now, and wait for a leader from the start.</summary>
public sealed record StepDownNow
{
    /// <summary>The only instance needed.</summary>
    public static readonly StepDownNow Instance = new();
}

/// <summary>Something to replicate.</summary>
/// <param name="Ticket">Returned with the answer; not 0.</param>
/// <param name="Kind">Command or OpenSession.</param>
/// <param name="Payload">The command's bytes.</param>
/// <param name="Session">Its session, or 0.</param>
/// <param name="Sequence">Its number within the session, or 0.</param>
/// <param name="Acknowledged">All answers of the session below this number have arrived.</param>
public sealed record Propose(
    long Ticket, EntryKind Kind, ReadOnlyMemory<byte> Payload, long Session = 0, long Sequence = 0,
    long Acknowledged = 0);

/// <summary>A question for the state machine, which the role only says when to answer.</summary>
/// <param name="Ticket">Returned with the permission; not 0.</param>
/// <param name="Consistency">How fresh the answer must be.</param>
/// <param name="MaxStaleness">For stale reads: the longest time since a leader was heard, or zero for no bound.</param>
public sealed record Read(long Ticket, ReadConsistency Consistency, TimeSpan MaxStaleness = default);

/// <summary>
/// Make these the members: voters and learners. Unknown voters are learners until they have caught up.
/// </summary>
/// <param name="Ticket">Returned with the answer; not 0.</param>
/// <param name="Members">Everyone wanted.</param>
/// <param name="Voters">Those of them who are to vote; not empty.</param>
public sealed record ChangeMembers(long Ticket, IReadOnlyList<Member> Members, IReadOnlySet<NodeId> Voters);

/// <summary>Hand leadership to a voter.</summary>
/// <param name="Ticket">Returned with the answer; not 0.</param>
/// <param name="To">Who is to lead, or null for whoever is best placed.</param>
public sealed record TransferLeadership(long Ticket, NodeId? To);

/// <summary>
/// A snapshot up to an index is durable: entries up to <paramref name="RetainFrom"/> may go from memory.
/// </summary>
/// <param name="Header">What the snapshot covers; a leader offers it to followers that lack older entries.</param>
/// <param name="RetainFrom">Entries after this index stay, for slow followers.</param>
public sealed record SnapshotSaved(SnapshotHeader Header, long RetainFrom);

/// <summary>
/// An image that came from the leader is durable here, as the ledger that stands for everything before it.
/// </summary>
/// <param name="Ledger">What was saved.</param>
public sealed record SnapshotInstalled(LedgerSnapshot Ledger);
