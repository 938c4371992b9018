using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Handing leadership over (§3.10 of the thesis): take no new commands, bring the heir up to date, tell it to stand.
/// </summary>
public sealed partial class Leader
{
    private NodeId? _heir;
    private long _transferTicket;
    private TimeSpan _transferUntil;
    private TimeSpan _nextOfferAt;
    private bool _heirIsTold;
    private bool _toldSomebodyToStand;          // at any time in this term

    private bool IsTransferring => _heir is not null;

    private void Transfer(TransferLeadership order, Turn turn)
    {
        if (IsTransferring)
        {
            turn.Answer(order.Ticket, new CommandAnswer.Refused($"leadership is being handed to {_heir} already"));
            return;
        }

        if ((order.To ?? BestPlaced(turn.Now)) is not { } heir || heir == Replica.Self || !MayBeHeir(heir))
        {
            turn.Answer(
                order.Ticket, new CommandAnswer.Refused($"{order.To?.ToString() ?? "nobody here"} cannot lead"));
            return;
        }

        BeginTransfer(heir, order.Ticket, turn);
    }

    private void BeginTransfer(NodeId heir, long ticket, Turn turn)
    {
        (_heir, _transferTicket, _transferUntil) = (heir, ticket, turn.Now + Settings.ElectionTimeoutMax);
        CarryOnTransfer(heir, _peers[heir], turn);
    }

    private bool MayBeHeir(NodeId node) =>
        Ledger.Configuration.Voters.Contains(node) && _peers.ContainsKey(node)
        && Ledger.Configuration.Members[node].Priority > 0;

    /// <summary>
    /// Of those who were heard of late the one with the longest log: in a quiet cluster a dead node's is as long as
    /// any.
    /// </summary>
    private NodeId? BestPlaced(TimeSpan now)
    {
        var heirs = _peers.Where(p => MayBeHeir(p.Key))
            .OrderByDescending(p => now - p.Value.HeardAt < Settings.ElectionTimeoutMin)
            .ThenByDescending(p => p.Value.Match)
            .ThenBy(p => p.Key)
            .ToList();
        return heirs.Count > 0 ? heirs[0].Key : null;
    }

    private void CarryOnTransfer(NodeId from, Progress progress, Turn turn)
    {
        if (_heir == from && progress.Match == Log.LastIndex)
        {
            (_heirIsTold, _toldSomebodyToStand) = (true, true);
            turn.Request(from, new TimeoutNow(Ledger.Term));
        }
    }

    /// <summary>The heir did not take over in time: this node leads on, and takes commands again.</summary>
    private void GiveUpTransferInTime(Turn turn)
    {
        if (!IsTransferring || turn.Now < _transferUntil)
            return;
        Tell(turn, new CommandAnswer.NotCommitted($"{_heir} did not take over in time"));
    }

    /// <summary>
    /// The office has ended. If the heir was told to stand, that is why; otherwise who leads is yet to be seen.
    /// </summary>
    private void AbandonTransfer(Turn turn) => Tell(turn, _heirIsTold
        ? new CommandAnswer.Committed(Replica.CommitIndex, Ledger.Term, default)
        : new CommandAnswer.Unknown("leadership ended before it could be handed over"));

    private void Tell(Turn turn, CommandAnswer outcome)
    {
        if (_transferTicket != 0)
            turn.Answer(_transferTicket, outcome);
        (_heir, _transferTicket, _heirIsTold) = (null, 0, false);
    }

    /// <summary>
    /// A voter of higher priority that is alive and in step gets the office, but is not asked without pause.
    /// </summary>
    private void OfferToSenior(Turn turn)
    {
        var members = Ledger.Configuration.Members;
        if (IsTransferring || turn.Now < _nextOfferAt || !members.TryGetValue(Replica.Self, out var me))
            return;
        foreach (var (peer, progress) in _peers)
        {
            if (!MayBeHeir(peer) || members[peer].Priority <= me.Priority || progress.State != ProgressState.Replicate
                || !(turn.Now - progress.HeardAt < Settings.ElectionTimeoutMin))
                continue;
            _nextOfferAt = turn.Now + Settings.ElectionTimeoutMax * 4;
            BeginTransfer(peer, 0, turn);
            return;
        }
    }
}
