using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>Reads on a follower: the leader says how far to apply, the follower answers (§6.4 of the thesis).</summary>
public sealed partial class Follower
{
    private readonly Dictionary<long, AskedRead> _reads = [];       // by ticket

    /// <summary>A read that the leader was asked about.</summary>
    /// <param name="At">When.</param>
    /// <param name="Index">The index to have applied, once the leader said it.</param>
    private readonly record struct AskedRead(TimeSpan At, long? Index);

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
            _reads[read.Ticket] = new AskedRead(turn.Now, null);
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
        if (!_reads.TryGetValue(reply.Read, out var asked))
            return;
        if (reply.Index == 0)
        {
            _reads.Remove(reply.Read);
            turn.Answer(reply.Read, new ReadAnswer.Unavailable("the leader could not confirm that it leads"));
            return;
        }

        _reads[reply.Read] = asked with { Index = reply.Index };
        ReleaseReads(turn);
    }

    private void ReleaseReads(Turn turn)
    {
        if (_reads.Count == 0)
            return;
        foreach (var (ticket, asked) in _reads.Where(r => r.Value.Index <= Replica.CommitIndex).OrderBy(r => r.Key).ToList())
        {
            _reads.Remove(ticket);
            turn.Grant(ticket, asked.Index!.Value);
        }
    }

    /// <summary>The question or its answer was lost on the way, and the leader lives: no read waits for ever.</summary>
    private void GiveUpLostReads(Turn turn)
    {
        if (_reads.Count == 0)
            return;
        foreach (var (ticket, _) in _reads
            .Where(r => r.Value.Index is null && turn.Now - r.Value.At > Settings.ElectionTimeoutMax).OrderBy(r => r.Key).ToList())
        {
            _reads.Remove(ticket);
            turn.Answer(ticket, new ReadAnswer.Unavailable("the leader did not answer in time"));
        }
    }

    private void RefuseReads(Turn turn, string reason)
    {
        foreach (var ticket in _reads.Keys.Order().ToList())
            turn.Answer(ticket, new ReadAnswer.Unavailable(reason));
        _reads.Clear();
    }
}
