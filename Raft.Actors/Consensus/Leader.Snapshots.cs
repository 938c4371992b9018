using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Snapshots for followers whose next entry is no longer in the log: one chunk on its way at a time (§7).
/// </summary>
public sealed partial class Leader
{
    private bool SendSnapshot(NodeId peer, Progress progress, Turn turn)
    {
        if (Replica.Snapshot is not { } snapshot)
            return false;
        progress.NeedsSnapshot(snapshot);
        AskForChunk(peer, progress, turn);
        return false;                           // a chunk is no heartbeat: the follower hears one beside it
    }

    private void AskForChunk(NodeId peer, Progress progress, Turn turn)
    {
        progress.ChunkAt = turn.Now;
        turn.SendChunk(new ChunkWanted(peer, progress.Snapshot!, progress.SnapshotOffset, Ledger.Term, _rounds.Latest));
    }

    /// <summary>A chunk or its answer may be lost; and a newer snapshot may have taken this one's place.</summary>
    private void AskAgainForChunk(NodeId peer, Progress progress, Turn turn)
    {
        if (turn.Now - progress.ChunkAt < Settings.ElectionTimeoutMin)
            return;
        if (Replica.Snapshot is { } latest && latest != progress.Snapshot)
            progress.NeedsSnapshot(latest);
        AskForChunk(peer, progress, turn);
    }

    private void Count(NodeId from, SnapshotReply reply, Turn turn)
    {
        if (!_peers.TryGetValue(from, out var progress) || reply.Round < progress.FirstRound)
            return;
        progress.HeardAt = turn.Now;
        _rounds.Answered(from, reply.Round, Ledger.Configuration);
        ConfirmReads(turn);
        if (progress.Snapshot is not { } snapshot || snapshot.Index != reply.SnapshotIndex)
            return;
        if (reply.Installed)
        {
            progress.Matches(snapshot.Index);
            Feed(from, progress, turn);
        }
        else if (reply.NextOffset != progress.SnapshotOffset)
        {
            progress.SnapshotOffset = reply.NextOffset;
            AskForChunk(from, progress, turn);
        }
    }
}
