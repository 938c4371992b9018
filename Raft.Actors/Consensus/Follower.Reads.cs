using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>Reads on a follower: the leader says how far to apply, the follower answers (§6.4 of the thesis).</summary>
public sealed partial class Follower
{
    private readonly Dictionary<long, AskedRead> _reads = [];

    /// <summary>
    /// A read that the leader was asked about, under a number that no earlier life of this node used.
    /// </summary>
    /// <param name="Ticket">Who waits for it.</param>
    /// <param name="At">When.</param>
    /// <param name="Index">The index to have applied, once the leader said it.</param>
    private readonly record struct AskedRead(long Ticket, TimeSpan At, long? Index);

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
            var number = Replica.NextRead();
            _reads[number] = new AskedRead(read.Ticket, turn.Now, null);
            turn.Request(leader, new ReadIndexRequest(Ledger.Term, number));
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
            turn.Answer(asked.Ticket, new ReadAnswer.Unavailable("the leader could not confirm that it leads"));
            return;
        }

        _reads[reply.Read] = asked with { Index = reply.Index };
        ReleaseReads(turn);
    }

    private void ReleaseReads(Turn turn)
    {
        if (_reads.Count == 0)
            return;
        foreach (var (number, asked) in _reads
            .Where(r => r.Value.Index <= Replica.CommitIndex)
            .OrderBy(r => r.Key).ToList())
        {
            _reads.Remove(number);
            turn.Grant(asked.Ticket, asked.Index!.Value);
        }
    }

    /// <summary>The question or its answer was lost on the way, and the leader lives: no read waits for ever.</summary>
    private void GiveUpLostReads(Turn turn)
    {
        if (_reads.Count == 0)
            return;
        foreach (var (number, asked) in _reads
            .Where(r => r.Value.Index is null && turn.Now - r.Value.At > Settings.ElectionTimeoutMax)
            .OrderBy(r => r.Key).ToList())
        {
            _reads.Remove(number);
            turn.Answer(asked.Ticket, new ReadAnswer.Unavailable("the leader did not answer in time"));
        }
    }

    private void RefuseReads(Turn turn, string reason)
    {
        foreach (var asked in _reads.OrderBy(r => r.Key))
            turn.Answer(asked.Value.Ticket, new ReadAnswer.Unavailable(reason));
        _reads.Clear();
    }
}
