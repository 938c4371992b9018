using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Changes of members on a leader: it puts each next configuration into the log, and leaves when it is not in the last.
/// </summary>
public sealed partial class Leader
{
    private readonly Dictionary<NodeId, long> _incarnations = [];
    private long _changeTicket;
    private bool _changing = true;              // a new leader may have inherited a change that is half done

    private bool ConfigurationIsCommitted => Ledger.ConfigurationIndex <= Replica.CommitIndex;

    private void Change(ChangeMembers change, Turn turn)
    {
        // Before the no-op is committed, the configuration of an earlier term may be one that a majority never had.
        var settled = ConfigurationIsCommitted && Replica.CommitIndex >= _noOpIndex;
        if (!Reconfiguration.MayBegin(Ledger.Configuration, settled))
        {
            turn.Answer(change.Ticket, new CommandAnswer.Busy("another change of members is under way"));
            return;
        }

        if (Reconfiguration.Refuse(Ledger.Configuration, change) is { } reason)
        {
            turn.Answer(change.Ticket, new CommandAnswer.Refused(reason));
            return;
        }

        AbandonChange(turn);                    // learners of an earlier change that never caught up are given up
        _changeTicket = change.Ticket;
        Install(Reconfiguration.Begin(Ledger.Configuration, change), turn);
    }

    /// <summary>A configuration is in force as soon as it is in the log (§6).</summary>
    private void Install(ClusterConfiguration configuration, Turn turn)
    {
        _changing = true;
        Append([NewEntry(EntryKind.Configuration, turn, configuration)], turn);
        var newcomers = Followers().Where(p => !_peers.ContainsKey(p)).ToList();
        foreach (var peer in newcomers)
            _peers[peer] = new Progress(Log.LastIndex, _rounds.Latest + 1);
        if (newcomers.Count > 0)
            BeginRound(turn);
        else
            FeedAll(turn);
    }

    /// <summary>Takes the next step of a change, this leader's or an earlier one's, when its time has come.</summary>
    private void CarryOnChange(Turn turn)
    {
        if (!_changing || !Leads(turn) || Replica.CommitIndex < _noOpIndex || !ConfigurationIsCommitted)
            return;
        if (Reconfiguration.Next(
            Ledger.Configuration, ConfigurationIsCommitted, node => HasCaughtUp(node, turn.Now)) is { } next)
            Install(next, turn);
        else if (Ledger.Configuration is { IsJoint: false, Target: null })
            Conclude(turn);
    }

    /// <summary>Whether a node lacks little and lives: in a short log, one that never spoke lacks little too.</summary>
    private bool HasCaughtUp(NodeId node, TimeSpan now) =>
        node == Replica.Self || (_peers.TryGetValue(node, out var progress)
            && now - progress.HeardAt < Settings.ElectionTimeoutMax
            && progress.Match > 0 && progress.Match + Settings.CaughtUpEntries >= Log.LastIndex);

    /// <summary>The last configuration is committed: whoever is not in it is let go, this node included.</summary>
    private void Conclude(Turn turn)
    {
        if (_changeTicket != 0)
            turn.Answer(_changeTicket, new CommandAnswer.Committed(Ledger.ConfigurationIndex, Ledger.Term, default));
        (_changeTicket, _changing) = (0, false);
        var gone = _peers.Keys.Where(p => !Ledger.Configuration.IsMember(p)).ToList();
        foreach (var peer in gone)
        {
            // carries the commit index, so that it may learn that it was let go
            SendHeartbeat(peer, _peers[peer], turn);
            _peers.Remove(peer);
        }

        if (Ledger.Configuration.Voters.Contains(Replica.Self))
            return;
        TellCommitted(turn);
        if (BestPlaced(turn.Now) is { } heir)
            turn.Request(heir, new TimeoutNow(Ledger.Term));
        StepDown(Ledger.Term, null, turn);
    }

    internal override void Meet(NodeId from, long incarnation)
    {
        if (incarnation != 0)
            _incarnations[from] = incarnation;
    }

    /// <summary>
    /// Writes down which disk each member speaks from, once all that are not known yet have spoken or an election's
    /// time has passed: from then on the same name on another disk is not believed.
    /// </summary>
    private void IdentifyMembers(Turn turn)
    {
        if (_changing || Replica.CommitIndex < _noOpIndex || !ConfigurationIsCommitted)
            return;
        _incarnations[Replica.Self] = Ledger.Founded!.Incarnation;
        var unknown = Ledger.Configuration.Members.Values.Where(m => m.Incarnation == 0).ToList();
        if (unknown.Count == 0 || (!unknown.TrueForAll(m => _incarnations.ContainsKey(m.Node))
            && turn.Now - _electedAt < Settings.ElectionTimeoutMax))
            return;
        if (Reconfiguration.Identify(Ledger.Configuration, _incarnations) is { } identified)
            Install(identified, turn);
    }

    private void AbandonChange(Turn turn)
    {
        if (_changeTicket != 0)
            turn.Answer(_changeTicket, new CommandAnswer.Unknown("the change of members is left to the next leader"));
        _changeTicket = 0;
    }
}
