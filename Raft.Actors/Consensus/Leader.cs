using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Leads a term: appends what is proposed, replicates it, and counts (§5.3, §5.4). This file is its life; each concern
/// has a file of its own beside it.
/// </summary>
public sealed partial class Leader : Role
{
    private readonly SortedDictionary<NodeId, Progress> _peers = [];
    private readonly Rounds _rounds;
    private readonly TimeSpan _electedAt;
    private readonly long _clockAtElectionMs;
    private readonly long _noOpIndex;
    private TimeSpan _heartbeatAt;
    private long _durableIndex;

    private Leader(Replica replica, TimeSpan now)
        : base(replica)
    {
        _electedAt = now;
        _clockAtElectionMs = replica.Ledger.ClockMs;
        _durableIndex = replica.Ledger.Log.LastIndex;
        _noOpIndex = _durableIndex + 1;
        _rounds = new Rounds(replica.Self, now);
    }

    /// <inheritdoc/>
    public override NodeRole Kind => NodeRole.Leader;

    /// <inheritdoc/>
    public override (object Signal, TimeSpan At) Wake => (HeartbeatDue.Instance, _heartbeatAt);

    /// <summary>What the leader knows of each follower.</summary>
    public IReadOnlyDictionary<NodeId, Progress> Peers => _peers;

    /// <summary>
    /// The cluster's clock: it goes on from the last entry of the leader before, so it never runs backwards.
    /// </summary>
    public long ClockMs(TimeSpan now) => _clockAtElectionMs + (long)(now - _electedAt).TotalMilliseconds;

    /// <summary>Takes office: a no-op of the new term, so that everything before it can be committed (§8).</summary>
    internal static void Elected(Replica replica, Turn turn)
    {
        var leader = new Leader(replica, turn.Now);
        turn.Become(leader);
        replica.Leader = replica.Self;
        foreach (var peer in leader.Followers())
            leader._peers[peer] = new Progress(leader.Log.LastIndex + 1);
        leader.Append([leader.NewEntry(EntryKind.NoOp, turn)], turn);
        leader.Beat(turn);
    }

    internal override void Handle(object signal, Turn turn)
    {
        switch (signal)
        {
            case Propose propose: Propose(propose, turn); break;
            case Flush: FlushPending(turn); break;
            case HeartbeatDue when turn.Now >= _heartbeatAt: Beat(turn); break;
            case Read read: Read(read, turn); break;
            case ChangeMembers change: Change(change, turn); break;
            case TransferLeadership transfer: Transfer(transfer, turn); break;
            case StandNow: StandAgain(turn); break;
            case StepDownNow: StepDown(Ledger.Term, null, turn); break;
            default: break;                     // a time-out or a hint that was meant for the follower this node was
        }
    }

    internal override void Handle(NodeId from, PeerMessage message, Turn turn)
    {
        switch (message)
        {
            case AppendReply reply: Count(from, reply, turn); break;
            case SnapshotReply reply: Count(from, reply, turn); break;
            case ReadIndexRequest read: Read(from, read, turn); break;
            case AppendEntries or InstallSnapshot:
                throw new InvariantViolation($"term {Ledger.Term} has two leaders, {Replica.Self} and {from}");
            default: break;                     // late votes
        }
    }

    internal override bool Withholds(NodeId candidate, TimeSpan now) =>
        now - _rounds.MajorityAt < Settings.ElectionTimeoutMin;

    /// <summary>The leader's own copy counts once it is durable, like any other.</summary>
    internal override void Durable(Turn turn)
    {
        _durableIndex = Log.LastIndex;
        TryCommit(turn);
    }

    internal override void Leave(Turn turn)
    {
        AbandonProposals(turn);
        AbandonReads(turn);
        AbandonChange(turn);
        AbandonTransfer(turn);
        Replica.Leader = null;
    }

    /// <summary>A leader that is to stand is a follower first: its term is over.</summary>
    private void StandAgain(Turn turn)
    {
        StepDown(Ledger.Term, null, turn);
        turn.Role.Handle(StandNow.Instance, turn);
    }

    /// <summary>A heartbeat: a new round to everyone, unless a majority has been silent too long.</summary>
    private void Beat(Turn turn)
    {
        if (Settings.CheckQuorum && turn.Now - _rounds.MajorityAt > Settings.ElectionTimeoutMax)
        {
            StepDown(Ledger.Term, null, turn);
            return;
        }

        _heartbeatAt = turn.Now + Settings.HeartbeatInterval;
        GiveUpTransferInTime(turn);
        IdentifyMembers(turn);
        // after the last entry of this beat, or the heir could not win with its log
        OfferToSenior(turn);
        BeginRound(turn);
    }

    /// <summary>
    /// Everyone gets a message of a new round now: entries if there are any to send, otherwise an empty one.
    /// </summary>
    private void BeginRound(Turn turn)
    {
        _rounds.Begin(turn.Now, Ledger.Configuration);
        foreach (var (peer, progress) in _peers)
        {
            if (!Feed(peer, progress, turn))
                SendHeartbeat(peer, progress, turn);
        }

        ConfirmReads(turn);
    }

    /// <summary>Whether this leadership goes on: a turn can end it half-way.</summary>
    private bool Leads(Turn turn) => ReferenceEquals(turn.Role, this);

    private IEnumerable<NodeId> Followers() => Ledger.Configuration.Members.Keys.Where(m => m != Replica.Self);
}
