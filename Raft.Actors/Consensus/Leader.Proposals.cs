using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Proposals on a leader. They gather while a batch is on its way and then become one batch: one journal event, one
/// AppendEntries. That rule is worth more than everything else done for speed.
/// </summary>
public sealed partial class Leader
{
    private readonly Queue<Propose> _pending = new();
    private readonly Dictionary<long, long> _tickets = [];          // index → ticket of whoever waits for it
    private readonly Queue<long> _batches = new();                  // last index of each uncommitted batch
    private long _pendingBytes;
    private bool _flushAsked;

    /// <summary>How many proposals wait for the next batch.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Who waits for an entry that is yet to be committed; 0 when nobody does.</summary>
    public long TicketOf(long index) => _tickets.GetValueOrDefault(index);

    private void Propose(Propose proposal, Turn turn)
    {
        if (proposal.Payload.Length > Settings.MaxCommandBytes)
        {
            turn.Answer(proposal.Ticket, new CommandAnswer.Refused(
                $"the command has {proposal.Payload.Length} bytes and may have {Settings.MaxCommandBytes}"));
        }
        else if (IsTransferring)
            turn.Answer(proposal.Ticket, new CommandAnswer.NotCommitted("leadership is being handed over"));
        else if (_pending.Count >= Settings.MaxPendingProposals || _pendingBytes >= Settings.MaxPendingBytes)
            turn.Answer(proposal.Ticket,
                new CommandAnswer.Busy($"{_pending.Count} commands of {_pendingBytes} bytes wait already"));
        else
        {
            _pending.Enqueue(proposal);
            _pendingBytes += proposal.Payload.Length;
            AskToFlush(turn);
        }
    }

    private void AskToFlush(Turn turn)
    {
        if (_flushAsked || _pending.Count == 0 || _batches.Count >= Settings.MaxUncommittedBatches)
            return;
        _flushAsked = true;
        turn.AskToFlush();
    }

    private void FlushPending(Turn turn)
    {
        _flushAsked = false;
        if (_pending.Count == 0 || _batches.Count >= Settings.MaxUncommittedBatches)
            return;
        var batch = new List<LogEntry>(Math.Min(_pending.Count, Settings.MaxBatchEntries));
        var clock = ClockMs(turn.Now);
        for (long bytes = 0; batch.Count < Settings.MaxBatchEntries && _pending.TryPeek(out var next);
            batch.Add(Entry(next, batch.Count, clock)))
        {
            bytes += next.Payload.Length + LogEntry.OverheadBytes;
            if (bytes > Settings.MaxBatchBytes && batch.Count > 0)
                break;
            _pending.Dequeue();
            _pendingBytes -= next.Payload.Length;
        }

        Append(batch, turn);
        FeedAll(turn);
        AskToFlush(turn);
    }

    private LogEntry Entry(Propose proposal, int position, long clockMs)
    {
        var index = Log.LastIndex + 1 + position;
        _tickets[index] = proposal.Ticket;
        return new LogEntry
        {
            Index = index,
            Term = Ledger.Term,
            Kind = proposal.Kind,
            ClockMs = clockMs,
            Session = proposal.Session,
            Sequence = proposal.Sequence,
            Acknowledged = proposal.Acknowledged,
            Payload = proposal.Payload,
        };
    }

    private LogEntry NewEntry(EntryKind kind, Turn turn, ClusterConfiguration? configuration = null) => new()
    {
        Index = Log.LastIndex + 1,
        Term = Ledger.Term,
        Kind = kind,
        ClockMs = ClockMs(turn.Now),
        Configuration = configuration,
    };

    /// <summary>One event for the whole batch. A leader only ever appends (§5.3).</summary>
    private void Append(IReadOnlyList<LogEntry> batch, Turn turn)
    {
        turn.Record(new EntriesAppended(Log.LastIndex, batch));
        _batches.Enqueue(Log.LastIndex);
    }

    /// <summary>
    /// Counts. Only an entry of this term is committed by counting; it commits what is before it (§5.4.2, Figure 8).
    /// </summary>
    private void TryCommit(Turn turn)
    {
        var reached = Quorum.Reached(Ledger.Configuration, MatchOf);
        if (reached <= Replica.CommitIndex || Log.TermAt(reached) != Ledger.Term)
            return;
        Replica.CommitTo(reached, turn, TakeTicket);
        while (_batches.TryPeek(out var last) && last <= reached)
            _batches.Dequeue();
        ConfirmReads(turn);
        CarryOnChange(turn);
        if (!Leads(turn))
            return;
        if (_pending.Count > 0)
            AskToFlush(turn);
        else
            TellCommitted(turn);
    }

    private long MatchOf(NodeId voter)
    {
        if (voter == Replica.Self)
            return _durableIndex;
        return _peers.TryGetValue(voter, out var progress) ? progress.Match : 0;
    }

    private long TakeTicket(long index) => _tickets.Remove(index, out var ticket) ? ticket : 0;

    /// <summary>
    /// Office is lost: what is in the log may yet be committed by another; what is not never will be.
    /// </summary>
    private void AbandonProposals(Turn turn)
    {
        foreach (var (_, ticket) in _tickets.OrderBy(t => t.Key))
            turn.Answer(
                ticket, new CommandAnswer.Unknown("this node lost its leadership before the command was committed"));
        foreach (var proposal in _pending)
            turn.Answer(proposal.Ticket,
                new CommandAnswer.NotCommitted("this node lost its leadership before it took the command"));
        _tickets.Clear();
        _pending.Clear();
        _pendingBytes = 0;
    }
}
