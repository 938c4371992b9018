using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// What a node does as follower, candidate or leader. A role decides and never acts: it takes one message and the time
/// and says in a <see cref="Turn"/> what has to be done. The rules that hold in every role are here (§5.1, §5.4.1).
/// </summary>
public abstract class Role(Replica replica)
{
    /// <summary>What the roles of this node share.</summary>
    public Replica Replica => replica;

    /// <summary>Which role this is.</summary>
    public abstract NodeRole Kind { get; }

    /// <summary>When the role wants to be woken, and by which signal.</summary>
    public abstract (object Signal, TimeSpan At) Wake { get; }

    /// <summary>
    /// When this role stands for election unless it hears a leader or gives its vote, or null for a leader. Another's
    /// candidacy alone does not put it off: a node that cannot win could keep the only one that can from ever trying
    /// (§5.2).
    /// </summary>
    protected virtual TimeSpan? Deadline => null;

    /// <summary>The ledger.</summary>
    protected Ledger Ledger => replica.Ledger;

    /// <summary>The log.</summary>
    protected EntryLog Log => replica.Ledger.Log;

    /// <summary>The numbers.</summary>
    protected ConsensusSettings Settings => replica.Settings;

    /// <summary>Takes one message.</summary>
    /// <param name="message">A <see cref="Received"/> or one of the signals beside it.</param>
    /// <param name="now">The time, on the node's monotonic clock.</param>
    public Turn On(object message, TimeSpan now)
    {
        var turn = new Turn(this, now);
        if (message is Received received)
            Receive(received, turn);
        else if (message is SnapshotSaved saved)
            Saved(saved);
        else if (message is SnapshotInstalled installed)
            Installed(installed.Ledger, turn);
        else
            Handle(message, turn);
        return turn;
    }

    /// <summary>A signal of this node's own.</summary>
    internal abstract void Handle(object signal, Turn turn);

    /// <summary>A message of the current term.</summary>
    internal abstract void Handle(NodeId from, PeerMessage message, Turn turn);

    /// <summary>The turn's events are durable.</summary>
    internal virtual void Durable(Turn turn)
    {
    }

    /// <summary>The role ends: nobody who waits on it may be left without an answer.</summary>
    internal virtual void Leave(Turn turn)
    {
    }

    /// <summary>
    /// Whether a vote is withheld because this node has reason to believe in a leader other than the candidate (§4.2.3
    /// of the thesis).
    /// </summary>
    internal virtual bool Withholds(NodeId candidate, TimeSpan now) => false;

    /// <summary>Becomes a follower in the current term, or in <paramref name="term"/> if that is later.</summary>
    protected void StepDown(long term, NodeId? leader, Turn turn)
    {
        if (term > Ledger.Term)
        {
            turn.Record(new TermStarted(term));
            replica.HeardAt = null;
        }

        turn.Become(new Follower(replica, turn.Now, Deadline));
        replica.Leader = leader;
    }

    /// <summary>
    /// Stands at once, and asks for votes as one whom the leader told to: others give them though they hear a leader.
    /// Where leases are relied on that would break the leader's, so there they do not.
    /// </summary>
    protected void StandAsOrdered(Turn turn)
    {
        if (replica.MayLead)
            Candidate.Stand(replica, turn, transfer: !Settings.LeaseReads);
    }

    private void Receive(Received received, Turn turn)
    {
        var (from, message, incarnation) = received;
        if (CountsOnMemory(message) && IsImpostor(from, incarnation))
        {
            turn.Distrust(from);
            return;
        }

        Meet(from, incarnation);
        if (message is RequestVote request)
            Consider(from, request, incarnation, turn);
        else if (message.Term < Ledger.Term && message is not VoteReply)
            Correct(from, message, turn);
        else
            Obey(from, message, turn);
    }

    /// <summary>
    /// Whether a message is worth what its sender remembers: its votes, its log and its acknowledgements. What a leader
    /// says is worth the votes that made it one; and it may be news, to a node that was away, that this leader was
    /// added again.
    /// </summary>
    private static bool CountsOnMemory(PeerMessage message) =>
        message is RequestVote or VoteReply or AppendReply or SnapshotReply;

    /// <summary>
    /// Whether a member speaks from another disk than the one it joined with. It has forgotten its votes and what it
    /// acknowledged: counting on it could lose what was committed.
    /// </summary>
    private bool IsImpostor(NodeId from, long incarnation) =>
        incarnation != 0 && Ledger.Configuration.Members.TryGetValue(from, out var member)
        && member.Incarnation != 0 && member.Incarnation != incarnation;

    /// <summary>Notes the disk that a member speaks from.</summary>
    internal virtual void Meet(NodeId from, long incarnation)
    {
    }

    private void Saved(SnapshotSaved saved)
    {
        replica.Snapshot = saved.Header;
        Ledger.CompactTo(Math.Min(saved.RetainFrom, replica.CommitIndex));
    }

    /// <summary>The leader's image is durable: it takes the log's place, and the leader may count on it.</summary>
    private void Installed(LedgerSnapshot saved, Turn turn)
    {
        replica.Installing = false;
        replica.Snapshot = saved.Snapshot;
        if (saved.Snapshot.Index > replica.CommitIndex)
        {
            Ledger.Apply(saved);
            replica.CommittedBySnapshot(saved.Snapshot.Index);
        }

        if (replica.Leader is { } leader && leader != replica.Self)
        {
            var (index, size) = (saved.Snapshot.Index, saved.Snapshot.SizeBytes);
            var (term, round) = replica.InstallingSince;
            turn.Promise(leader, new SnapshotReply(Ledger.Term, index, size, true, term == Ledger.Term ? round : 0));
        }
    }

    /// <summary>All but requests for votes. A later term than ours ends whatever we were (§5.1).</summary>
    private void Obey(NodeId from, PeerMessage message, Turn turn)
    {
        if (message.Term > Ledger.Term)
            StepDown(message.Term, null, turn);
        turn.Role.Handle(from, message, turn);
    }

    /// <summary>Whoever speaks from an earlier term is told the current one, if it waits for an answer.</summary>
    private void Correct(NodeId from, PeerMessage message, Turn turn)
    {
        switch (message)
        {
            case AppendEntries append:
                turn.Promise(
                    from, new AppendReply(Ledger.Term, false, append.PrevLogIndex, 0, 0, append.Round, append.Request));
                break;
            case InstallSnapshot install:
                turn.Promise(from, new SnapshotReply(Ledger.Term, install.Snapshot.Index, 0, false, install.Round));
                break;
            case ReadIndexRequest read:
                turn.Promise(from, new ReadIndexReply(Ledger.Term, read.Read, 0));
                break;
            default:
                break;                          // answers to questions of an earlier term answer nothing now
        }
    }

    /// <summary>Gives or refuses a vote (§5.2, §5.4.1), or says whether it would (§9.6 of the thesis).</summary>
    private void Consider(NodeId from, RequestVote request, long incarnation, Turn turn)
    {
        if (request.Term < Ledger.Term
            || (!request.Transfer && (Withholds(from, turn.Now) || replica.IsInLease(turn.Now))))
        {
            turn.Promise(from, new VoteReply(Ledger.Term, request.Term, false, request.PreVote, incarnation));
            return;
        }

        if (request.Term > Ledger.Term && !request.PreVote)
            StepDown(request.Term, null, turn);
        var free = request.Term > Ledger.Term || Ledger.VotedFor is null || Ledger.VotedFor == from;
        var granted = free && Log.IsCoveredBy(request.LastLogTerm, request.LastLogIndex);
        if (granted && !request.PreVote)
        {
            if (Ledger.VotedFor is null)
                turn.Record(new VoteCast(request.Term, from));
            (turn.Role as Follower)?.Postpone(turn.Now);
        }

        turn.Promise(from, new VoteReply(Ledger.Term, request.Term, granted, request.PreVote, incarnation));
    }
}
