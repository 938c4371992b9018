using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Reads on a leader (§6.4 of the thesis). A read belongs to a round that began after it came: when a majority has
/// answered that round, this node still led when the read came. The round is the leader's own token; no caller's id is
/// trusted.
/// </summary>
public sealed partial class Leader
{
    private readonly Queue<WaitingRead> _reads = new();

    private readonly record struct WaitingRead(long Round, long Index, long Ticket, NodeId? Follower);

    private void Read(Read read, Turn turn)
    {
        if (read.Consistency == ReadConsistency.Stale)
            turn.Grant(read.Ticket, Replica.CommitIndex);
        else if (_reads.Count >= Settings.MaxPendingReads)
            turn.Answer(read.Ticket, new ReadAnswer.Busy($"{_reads.Count} reads wait already"));
        else if (read.Consistency == ReadConsistency.Lease && HoldsLease(turn.Now))
            turn.Grant(read.Ticket, Replica.CommitIndex);
        else
            Enqueue(read.Ticket, null, turn);
    }

    private void Read(NodeId from, ReadIndexRequest request, Turn turn)
    {
        if (_reads.Count >= Settings.MaxPendingReads)
            turn.Promise(from, new ReadIndexReply(Ledger.Term, request.Read, 0));
        else
            Enqueue(request.Read, from, turn);
    }

    /// <summary>
    /// The answer must reflect everything committed so far; and since a new leader knows what that is only once its
    /// no-op is committed, at least the no-op.
    /// </summary>
    private void Enqueue(long ticket, NodeId? follower, Turn turn)
    {
        var underWay = _rounds.Latest > _rounds.Confirmed && _reads.Count > 0;
        _reads.Enqueue(
            new WaitingRead(_rounds.Latest + 1, Math.Max(Replica.CommitIndex, _noOpIndex), ticket, follower));
        if (!underWay)
            BeginRound(turn);
    }

    private void ConfirmReads(Turn turn)
    {
        while (_reads.TryPeek(out var read) && read.Round <= _rounds.Confirmed && read.Index <= Replica.CommitIndex)
        {
            _reads.Dequeue();
            if (read.Follower is { } follower)
                turn.Promise(follower, new ReadIndexReply(Ledger.Term, read.Ticket, read.Index));
            else
                turn.Grant(read.Ticket, read.Index);
        }

        if (_reads.TryPeek(out var next) && next.Round > _rounds.Latest)
            BeginRound(turn);
    }

    /// <summary>
    /// Whether no other leader can have been elected yet, if clocks differ no more than the settings allow. Never again
    /// in a term in which an heir was told to stand: voters do not wait for a lease to end when it does, and it may do
    /// so late.
    /// </summary>
    internal bool HoldsLease(TimeSpan now) =>
        Settings.LeaseReads && Settings.CheckQuorum && !_toldSomebodyToStand && Replica.CommitIndex >= _noOpIndex
        && now - _rounds.MajorityAt < Settings.ElectionTimeoutMin * (1 - Settings.MaxClockDrift);

    private void AbandonReads(Turn turn)
    {
        foreach (var read in _reads)
        {
            if (read.Follower is { } follower)
                turn.Promise(follower, new ReadIndexReply(Ledger.Term, read.Ticket, 0));
            else
                turn.Answer(read.Ticket,
                    new ReadAnswer.Unavailable("this node lost its leadership before the read was confirmed"));
        }

        _reads.Clear();
    }
}
