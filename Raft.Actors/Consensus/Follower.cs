using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Follows a leader, or waits for one until its patience ends (§5.2). Appends what the leader sends (§5.3).
/// </summary>
public sealed partial class Follower : Role
{
    private TimeSpan _deadline;

    /// <summary>A follower from now on.</summary>
    /// <param name="replica">What the roles of this node share.</param>
    /// <param name="now">The time.</param>
    /// <param name="deadline">When its patience ends, if that was settled before.</param>
    public Follower(Replica replica, TimeSpan now, TimeSpan? deadline = null)
        : base(replica)
    {
        if (deadline is { } settled)
            _deadline = settled;
        else
            Postpone(now);
    }

    /// <inheritdoc/>
    public override NodeRole Kind => NodeRole.Follower;

    /// <inheritdoc/>
    public override (object Signal, TimeSpan At) Wake => (ElectionTimeout.Instance, _deadline);

    /// <inheritdoc/>
    protected override TimeSpan? Deadline => _deadline;

    internal override void Handle(object signal, Turn turn)
    {
        switch (signal)
        {
            case ElectionTimeout: LosePatience(turn); break;
            case PeerLost lost: Suspect(lost.Peer, turn); break;
            case StandNow: StandAsOrdered(turn); break;
            case StepDownNow: Postpone(turn.Now); break;
            case Read read: Read(read, turn); break;
            case Propose propose: turn.Answer(propose.Ticket, NotLeading()); break;
            case ChangeMembers change: turn.Answer(change.Ticket, NotLeading()); break;
            case TransferLeadership transfer: turn.Answer(transfer.Ticket, NotLeading()); break;
            default: break;                     // Flush and HeartbeatDue of a leadership that has ended
        }
    }

    internal override void Handle(NodeId from, PeerMessage message, Turn turn)
    {
        switch (message)
        {
            case AppendEntries append: Append(from, append, turn); break;
            case InstallSnapshot install: Receive(from, install, turn); break;
            case TimeoutNow: StandAtOnce(turn); break;
            case ReadIndexReply reply: Confirm(reply, turn); break;
            case ReadIndexRequest read: turn.Promise(from, new ReadIndexReply(Ledger.Term, read.Read, 0)); break;
            default: break;                     // answers to a candidacy or leadership that has ended
        }
    }

    internal override bool Withholds(NodeId candidate, TimeSpan now)
    {
        return Replica.Leader is { } leader && leader != candidate
            && Replica.HeardAt is { } heard && now - heard < Settings.ElectionTimeoutMin;
    }

    internal override void Leave(Turn turn) =>
        RefuseReads(turn, "this node lost its leader before the read was confirmed");

    /// <summary>Starts the wait for a leader anew.</summary>
    internal void Postpone(TimeSpan now) => _deadline = now + Replica.DrawElectionTimeout();

    private static CommandAnswer.NotCommitted NotLeading() => new("this node does not lead");

    /// <summary>A tick may be late or early: the clock decides.</summary>
    private void LosePatience(Turn turn)
    {
        if (turn.Now < _deadline)
            return;
        RefuseReads(turn, "the leader is silent");
        Replica.Leader = null;
        if (Replica.MayLead)
            Candidate.Canvass(Replica, turn);
        else
            Postpone(turn.Now);
    }

    /// <summary>The leader's connection broke: stop waiting for it, and ask around after a short random wait.</summary>
    private void Suspect(NodeId peer, Turn turn)
    {
        if (Replica.Leader != peer || Replica.IsInLease(turn.Now))
            return;                             // its lease runs on, connected or not
        Replica.HeardAt = null;
        var soon = turn.Now + Replica.DrawWait(Settings.HeartbeatInterval);
        _deadline = soon < _deadline ? soon : _deadline;
    }

    private void StandAtOnce(Turn turn)
    {
        if (Replica.MayLead)
            Candidate.Stand(Replica, turn, transfer: true);
    }

    /// <summary>A leader of this term spoke: whatever it says, it lives.</summary>
    private void Hear(NodeId leader, Turn turn)
    {
        InvariantViolation.Unless(
            Replica.Leader is null || Replica.Leader == leader,
            $"term {Ledger.Term} has two leaders, {Replica.Leader} and {leader}");
        Replica.Leader = leader;
        Replica.HeardAt = turn.Now;
        Replica.LeaseSince = turn.Now;
        Postpone(turn.Now);
    }

    private void Append(NodeId leader, AppendEntries append, Turn turn)
    {
        Hear(leader, turn);
        Replica.AnnouncedCommit = Math.Max(Replica.AnnouncedCommit, append.LeaderCommit);
        GiveUpLostReads(turn);
        if (Replica.Installing)
            return;                             // the log is about to be replaced: promise nothing about it
        if (append.PrevLogIndex > Log.BaseIndex && Log.TermAt(append.PrevLogIndex) != append.PrevLogTerm)
        {
            turn.Promise(leader, Refusal(append));
            return;
        }

        TakeEntries(append, turn);
        var proven = append.PrevLogIndex + append.Entries.Count;
        Replica.CommitTo(Math.Min(append.LeaderCommit, proven), turn, _ => 0);
        ReleaseReads(turn);
        turn.Promise(leader, new AppendReply(Ledger.Term, true, proven, 0, 0, append.Round, append.Request));
    }

    /// <summary>
    /// Appends what is new. Deletes only on a real conflict of terms, so a delayed, shorter request harms nothing
    /// (§5.3).
    /// </summary>
    private void TakeEntries(AppendEntries append, Turn turn)
    {
        var skip = 0;
        while (skip < append.Entries.Count && IsHere(append.Entries[skip]))
            skip++;
        if (skip == append.Entries.Count)
            return;
        var fresh = skip == 0 ? append.Entries : [.. append.Entries.Skip(skip)];
        var after = fresh[0].Index - 1;
        InvariantViolation.Unless(
            after >= Replica.CommitIndex,
            $"a leader would overwrite entry {after + 1}, and {Replica.CommitIndex} is committed");
        turn.Record(new EntriesAppended(after, fresh));
    }

    private bool IsHere(LogEntry entry) => entry.Index <= Log.BaseIndex || Log.TermAt(entry.Index) == entry.Term;

    /// <summary>
    /// Says where the logs may agree: the whole conflicting term is skipped at once (§5.3, last paragraphs).
    /// </summary>
    private AppendReply Refusal(AppendEntries append)
    {
        var term = Log.TermAt(append.PrevLogIndex);
        var (conflictTerm, conflictIndex) = term is { } there
            ? (there, Math.Max(Log.FirstOfTermAt(append.PrevLogIndex), Replica.CommitIndex + 1))
            : (0, Log.LastIndex + 1);
        return new AppendReply(
            Ledger.Term, false, append.PrevLogIndex, conflictTerm, conflictIndex, append.Round, append.Request);
    }
}
