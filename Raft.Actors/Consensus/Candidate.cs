using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Wants to lead. First it canvasses: would a majority vote for it? Only then does it stand in a new term, so that a
/// node which cannot win disturbs nobody (§5.2; §9.6 of the thesis).
/// </summary>
public sealed class Candidate : Role
{
    private readonly Ballot _ballot;
    private readonly TimeSpan _deadline;

    private Candidate(Replica replica, Ballot ballot, bool canvasses, TimeSpan now)
        : base(replica)
    {
        _ballot = ballot;
        IsCanvassing = canvasses;
        _deadline = now + replica.DrawElectionTimeout();
    }

    /// <inheritdoc/>
    public override NodeRole Kind => NodeRole.Candidate;

    /// <inheritdoc/>
    public override (object Signal, TimeSpan At) Wake => (ElectionTimeout.Instance, _deadline);

    /// <inheritdoc/>
    protected override TimeSpan? Deadline => _deadline;

    /// <summary>Whether it only asks so far, in the term before the one that it would stand in.</summary>
    public bool IsCanvassing { get; }

    /// <summary>Asks whether a majority would vote for this node; without PreVote it stands at once.</summary>
    internal static void Canvass(Replica replica, Turn turn)
    {
        if (replica.Settings.PreVote)
            Ask(replica, turn, replica.Ledger.Term + 1, canvasses: true, transfer: false);
        else
            Stand(replica, turn, transfer: false);
    }

    /// <summary>Starts a new term and asks for its votes, its own first.</summary>
    internal static void Stand(Replica replica, Turn turn, bool transfer)
    {
        replica.Leader = null;
        turn.Record(new TermStarted(replica.Ledger.Term + 1));
        turn.Record(new VoteCast(replica.Ledger.Term, replica.Self));
        Ask(replica, turn, replica.Ledger.Term, canvasses: false, transfer);
    }

    internal override void Handle(object signal, Turn turn)
    {
        switch (signal)
        {
            case ElectionTimeout when turn.Now >= _deadline: TryAgain(turn); break;
            case StandNow: StandAsOrdered(turn); break;
            case StepDownNow: StepDown(Ledger.Term, null, turn); break;
            case Propose propose: turn.Answer(propose.Ticket, NoLeader()); break;
            case ChangeMembers change: turn.Answer(change.Ticket, NoLeader()); break;
            case TransferLeadership transfer: turn.Answer(transfer.Ticket, NoLeader()); break;
            case Read { Consistency: ReadConsistency.Stale } read when read.MaxStaleness == TimeSpan.Zero:
                turn.Grant(read.Ticket, Replica.CommitIndex);
                break;
            case Read read: turn.Answer(read.Ticket, new ReadAnswer.Unavailable("an election is under way")); break;
            default: break;
        }
    }

    internal override void Handle(NodeId from, PeerMessage message, Turn turn)
    {
        switch (message)
        {
            case VoteReply reply: Note(from, reply, turn); break;
            case AppendEntries or InstallSnapshot: Yield(from, message, turn); break;
            case TimeoutNow: Stand(Replica, turn, transfer: true); break;
            case ReadIndexRequest read: turn.Promise(from, new ReadIndexReply(Ledger.Term, read.Read, 0)); break;
            default: break;
        }
    }

    private static CommandAnswer.NotCommitted NoLeader() => new("an election is under way");

    private static void Ask(Replica replica, Turn turn, long term, bool canvasses, bool transfer)
    {
        var configuration = replica.Ledger.Configuration;
        var candidate = new Candidate(replica, new Ballot(configuration, term), canvasses, turn.Now);
        turn.Become(candidate);
        var log = replica.Ledger.Log;
        foreach (var voter in configuration.Voters.Union(configuration.Outgoing).Where(v => v != replica.Self))
            turn.Request(voter, new RequestVote(term, log.LastIndex, log.LastTerm, canvasses, transfer));
        candidate._ballot.Note(replica.Self, true);
        candidate.Act(turn);
    }

    /// <summary>An election without a winner: ask again, from the start, after another random wait.</summary>
    private void TryAgain(Turn turn)
    {
        if (Replica.MayLead)
            Canvass(Replica, turn);
        else
            StepDown(Ledger.Term, null, turn);
    }

    /// <summary>
    /// A vote counts for the term and the kind of asking that it answers, and for the disk that asked. An answer to the
    /// one that this node had before would elect somebody else: a candidate whose log is lost.
    /// </summary>
    private void Note(NodeId from, VoteReply reply, Turn turn)
    {
        if (reply.PreVote != IsCanvassing || reply.Asked != _ballot.Term)
            return;
        if (reply.AskedBy != 0 && reply.AskedBy != Ledger.Founded!.Incarnation)
            return;
        _ballot.Note(from, reply.Granted);
        Act(turn);
    }

    private void Act(Turn turn)
    {
        switch (_ballot.Verdict)
        {
            case Verdict.Won when IsCanvassing: Stand(Replica, turn, transfer: false); break;
            case Verdict.Won: Leader.Elected(Replica, turn); break;
            case Verdict.Lost when IsCanvassing: StepDown(Ledger.Term, null, turn); break;
            default: break;                     // lost in earnest: wait for the winner, or for the time-out
        }
    }

    /// <summary>A rightful leader of this term speaks: follow it.</summary>
    private void Yield(NodeId leader, PeerMessage message, Turn turn)
    {
        StepDown(Ledger.Term, leader, turn);
        turn.Role.Handle(leader, message, turn);
    }
}
