using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>A message for a peer.</summary>
/// <param name="To">For whom.</param>
/// <param name="Message">What.</param>
public readonly record struct Outbound(NodeId To, PeerMessage Message);

/// <summary>An entry that became committed, and who waits for it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Ticket">The ticket of the proposal that it came from, or 0 when nobody here asked.</param>
public readonly record struct CommittedEntry(LogEntry Entry, long Ticket);

/// <summary>An answer to a proposal or an order that does not wait for the state machine.</summary>
/// <param name="Ticket">Whose.</param>
/// <param name="Outcome">A <see cref="CommandAnswer"/>, or a <see cref="ReadAnswer"/> for a read.</param>
public readonly record struct Answer(long Ticket, object Outcome);

/// <summary>
/// Permission to answer a read from the state machine, which has applied enough when this turn's entries are applied.
/// </summary>
/// <param name="Ticket">Whose.</param>
/// <param name="Index">The answer reflects at least everything up to here.</param>
public readonly record struct ReadGrant(long Ticket, long Index);

/// <summary>A chunk of the snapshot that a follower needs: the bytes are the actor's to fetch and send.</summary>
/// <param name="To">The follower.</param>
/// <param name="Snapshot">Which snapshot.</param>
/// <param name="Offset">From which byte.</param>
/// <param name="Term">The leader's term.</param>
/// <param name="Round">The leader's latest round.</param>
public readonly record struct ChunkWanted(NodeId To, SnapshotHeader Snapshot, long Offset, long Term, long Round);

/// <summary>
/// What one message comes to. The order in which its parts take effect is the whole of Raft's durability: requests may
/// leave at once, then the events are made durable, and only then are promises kept, entries applied and the next role
/// entered.
/// </summary>
public sealed class Turn
{
    private readonly Role _began;
    private readonly TimeSpan _now;
    private readonly List<Outbound> _requests = [];
    private readonly List<Outbound> _promises = [];
    private readonly List<RaftEvent> _events = [];
    private readonly List<CommittedEntry> _committed = [];
    private readonly List<Answer> _answers = [];
    private readonly List<ReadGrant> _reads = [];
    private readonly List<ChunkWanted> _chunks = [];
    private bool _ballotMoved;
    private bool _requestsAreOut;
    private int _saved;

    internal Turn(Role role, TimeSpan now)
    {
        _began = role;
        _now = now;
        Role = role;
    }

    /// <summary>The time, on the node's monotonic clock.</summary>
    public TimeSpan Now => _now;

    /// <summary>Messages that promise nothing: they may race the disk.</summary>
    public IReadOnlyList<Outbound> Requests => _requests;

    /// <summary>Everything that the turn put into the ledger so far.</summary>
    public IReadOnlyList<RaftEvent> Events => _events;

    /// <summary>Messages that are only true once the events are durable.</summary>
    public IReadOnlyList<Outbound> Promises => _promises;

    /// <summary>Entries to apply, in order.</summary>
    public IReadOnlyList<CommittedEntry> Committed => _committed;

    /// <summary>Answers that do not wait for the state machine.</summary>
    public IReadOnlyList<Answer> Answers => _answers;

    /// <summary>Reads to answer once the committed entries are applied.</summary>
    public IReadOnlyList<ReadGrant> Reads => _reads;

    /// <summary>Chunks of snapshots to send.</summary>
    public IReadOnlyList<ChunkWanted> Chunks => _chunks;

    /// <summary>
    /// A complete image from the leader, to be made durable and then said to the role as
    /// <see cref="SnapshotInstalled"/>.
    /// </summary>
    public LedgerSnapshot? Install { get; private set; }

    /// <summary>
    /// A member whose message was not believed, because it speaks from another disk than the one it joined with.
    /// </summary>
    public NodeId? Distrusted { get; private set; }

    /// <summary>Whether the role wants to hear <see cref="Flush"/> after what is in the mailbox now.</summary>
    public bool WantsFlush { get; private set; }

    /// <summary>The role after this turn.</summary>
    public Role Role { get; private set; }

    /// <summary>Whether the turn changes the role.</summary>
    public bool ChangesRole => !ReferenceEquals(Role, _began);

    /// <summary>
    /// What the journal must hold before the promises are kept; empty when it holds everything. To be made durable as
    /// one write and followed by <see cref="Saved"/>, until nothing is left: what became durable may lead to more.
    /// </summary>
    public IReadOnlyList<RaftEvent> Unsaved()
    {
        _requestsAreOut = true;
        return _saved == _events.Count ? [] : _events.GetRange(_saved, _events.Count - _saved);
    }

    /// <summary>All events so far are durable: the role may count what it now holds.</summary>
    public void Saved()
    {
        _saved = _events.Count;
        Role.Durable(this);
    }

    /// <summary>
    /// Notes an event and moves the ledger by it. The turn is atomic, so nothing else sees the ledger before the disk
    /// does.
    /// </summary>
    internal void Record(RaftEvent happened)
    {
        Role.Replica.Ledger.Apply(happened);
        _events.Add(happened);
        _ballotMoved |= happened is TermStarted or VoteCast;
    }

    /// <summary>
    /// Sends what promises nothing; but what is said in a new term is a promise, for it implies that term's durable
    /// vote.
    /// </summary>
    internal void Request(NodeId to, PeerMessage message) =>
        (_ballotMoved || _requestsAreOut ? _promises : _requests).Add(new(to, message));

    /// <summary>Sends what is only true once this turn's events are durable.</summary>
    internal void Promise(NodeId to, PeerMessage message) => _promises.Add(new(to, message));

    internal void Commit(LogEntry entry, long ticket) => _committed.Add(new(entry, ticket));

    internal void Answer(long ticket, CommandAnswer outcome) => _answers.Add(new(ticket, outcome));

    internal void Answer(long ticket, ReadAnswer outcome) => _answers.Add(new(ticket, outcome));

    internal void Grant(long ticket, long index) => _reads.Add(new(ticket, index));

    internal void SendChunk(ChunkWanted chunk) => _chunks.Add(chunk);

    internal void InstallSnapshot(LedgerSnapshot snapshot) => Install = snapshot;

    internal void Distrust(NodeId peer) => Distrusted = peer;

    internal void AskToFlush() => WantsFlush = true;

    internal void Become(Role next)
    {
        Role.Leave(this);
        Role = next;
    }
}
