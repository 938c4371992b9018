using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Replication: each follower is fed at its own pace, within its own window, and never waits for another (§5.3).
/// </summary>
public sealed partial class Leader
{
    private void FeedAll(Turn turn)
    {
        foreach (var (peer, progress) in _peers)
            Feed(peer, progress, turn);
    }

    /// <summary>Sends what the follower lacks, as far as its window is open. Gives whether anything was sent.</summary>
    private bool Feed(NodeId peer, Progress progress, Turn turn)
    {
        var sent = false;
        while (progress.IsOpen(Settings) && progress.Next <= Log.LastIndex)
        {
            if (Log.TermAt(progress.Next - 1) is not { } prevTerm)
                return SendSnapshot(peer, progress, turn) || sent;
            var prev = progress.Next - 1;
            var entries = Log.Slice(progress.Next, Settings.MaxBatchEntries, Settings.MaxBatchBytes);
            Send(peer, progress, prev, prevTerm, entries, turn);
            sent = true;
        }

        return sent;
    }

    private void Send(
        NodeId peer, Progress progress, long prev, long prevTerm, IReadOnlyList<LogEntry> entries, Turn turn)
    {
        var bytes = 0L;
        foreach (var entry in entries)
            bytes += entry.SizeBytes;
        var request = progress.Sent(prev + entries.Count, bytes);
        turn.Request(peer, new AppendEntries(
            Ledger.Term, prev, prevTerm, entries, Replica.CommitIndex, _rounds.Latest, request));
    }

    /// <summary>
    /// An empty AppendEntries at the follower's next position: it proves that the leader lives, and finds what was
    /// lost.
    /// </summary>
    private void SendHeartbeat(NodeId peer, Progress progress, Turn turn)
    {
        // It would never refuse a heartbeat that claims nothing, so lost messages that fill its window would stay there
        // for ever.
        if (progress.State != ProgressState.Snapshot && Log.TermAt(progress.Next - 1) is null)
            SendSnapshot(peer, progress, turn);
        var prev = progress.State == ProgressState.Snapshot ? progress.Match : progress.Next - 1;
        if (prev < Log.BaseIndex || Log.TermAt(prev) is not { } prevTerm)
        {
            // Nothing is known to agree, but the follower must hear its leader: position 0 agrees in every log.
            (prev, prevTerm) = (0, 0);
        }

        Send(peer, progress, prev, prevTerm, [], turn);
        if (progress.State == ProgressState.Snapshot)
            AskAgainForChunk(peer, progress, turn);
    }

    /// <summary>Tells followers that are in step how far to apply, when no batch is about to carry the news.</summary>
    private void TellCommitted(Turn turn)
    {
        foreach (var (peer, progress) in _peers)
        {
            if (progress.State == ProgressState.Replicate && !Feed(peer, progress, turn))
                SendHeartbeat(peer, progress, turn);
        }
    }

    private void Count(NodeId from, AppendReply reply, Turn turn)
    {
        if (!_peers.TryGetValue(from, out var progress) || reply.Round < progress.FirstRound)
            return;
        progress.HeardAt = turn.Now;
        _rounds.Answered(from, reply.Round, Ledger.Configuration);
        ConfirmReads(turn);
        if (!reply.Success)
        {
            if (progress.Refused(reply.Request, reply.MatchIndex, NextAfter(reply)))
                Feed(from, progress, turn);
            return;
        }

        InvariantViolation.Unless(
            reply.MatchIndex <= Log.LastIndex,
            $"{from} holds {reply.MatchIndex} of a log that ends at {Log.LastIndex}");
        progress.Matches(reply.MatchIndex);
        TryCommit(turn);
        CarryOnChange(turn);
        if (!Leads(turn))
            return;
        CarryOnTransfer(from, progress, turn);
        Feed(from, progress, turn);
    }

    /// <summary>Where the logs may agree, skipping a whole term at a time (§5.3).</summary>
    private long NextAfter(AppendReply refusal)
    {
        if (refusal.ConflictTerm > 0 && Log.LastOfTerm(refusal.ConflictTerm) is { } last && last < refusal.MatchIndex)
            return last + 1;
        return refusal.ConflictIndex;
    }
}
