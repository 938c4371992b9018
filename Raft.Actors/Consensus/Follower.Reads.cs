using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>Reads on a follower: the leader says how far to apply, the follower answers (§6.4 of the thesis).</summary>
public sealed partial class Follower
{
    private readonly Dictionary<long, long?> _reads = [];   // ticket → index to have applied, once the leader said it

    private void Read(Read read, Turn turn)
    {
        if (read.Consistency == ReadConsistency.Stale)
        {
            AnswerStale(read, turn);
            return;
        }

        if (Replica.Leader is not { } leader)
            turn.Answer(read.Ticket, new ReadAnswer.Unavailable("no leader is known"));
        else if (_reads.Count >= Settings.MaxPendingReads)
            turn.Answer(read.Ticket, new ReadAnswer.Busy($"{_reads.Count} reads wait already"));
        else
        {
            _reads[read.Ticket] = null;
            turn.Request(leader, new ReadIndexRequest(Ledger.Term, read.Ticket));
        }
    }

    private void AnswerStale(Read read, Turn turn)
    {
        var age = turn.Now - Replica.HeardAt;
        if (read.MaxStaleness > TimeSpan.Zero && !(age <= read.MaxStaleness))
            turn.Answer(read.Ticket, new ReadAnswer.Unavailable("no leader was heard within the staleness allowed"));
        else
            turn.Grant(read.Ticket, Replica.CommitIndex);
    }

    private void Confirm(ReadIndexReply reply, Turn turn)
    {
        if (!_reads.ContainsKey(reply.Read))
            return;
        if (reply.Index == 0)
        {
            _reads.Remove(reply.Read);
            turn.Answer(reply.Read, new ReadAnswer.Unavailable("the leader could not confirm that it leads"));
            return;
        }

        _reads[reply.Read] = reply.Index;
        ReleaseReads(turn);
    }

    private void ReleaseReads(Turn turn)
    {
        if (_reads.Count == 0)
            return;
        foreach (var (ticket, index) in _reads.Where(r => r.Value <= Replica.CommitIndex).OrderBy(r => r.Key).ToList())
        {
            _reads.Remove(ticket);
            turn.Grant(ticket, index!.Value);
        }
    }

    private void RefuseReads(Turn turn, string reason)
    {
        foreach (var ticket in _reads.Keys.Order().ToList())
            turn.Answer(ticket, new ReadAnswer.Unavailable(reason));
        _reads.Clear();
    }
}
