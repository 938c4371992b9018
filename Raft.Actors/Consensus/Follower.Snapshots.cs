using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// Snapshots on a follower: chunks are gathered, checked, made durable by the actor, and only then believed (§7).
/// </summary>
public sealed partial class Follower
{
    private SnapshotAssembly? _assembly;

    private void Receive(NodeId leader, InstallSnapshot chunk, Turn turn)
    {
        Hear(leader, turn);
        if (Replica.Installing)
            return;
        var header = chunk.Snapshot;
        if (header.Index <= Replica.CommitIndex)
        {
            turn.Promise(leader, new SnapshotReply(Ledger.Term, header.Index, header.SizeBytes, true, chunk.Round));
            return;
        }

        if (_assembly?.Header != header)
            _assembly = new SnapshotAssembly(header);
        _assembly.Take(chunk);
        if (_assembly.Image is { } image)
        {
            Replica.Installing = true;
            Replica.InstallingSince = (Ledger.Term, chunk.Round);
            _assembly = null;
            turn.InstallSnapshot(Ledgered(header, image));
            return;
        }

        turn.Promise(leader, new SnapshotReply(Ledger.Term, header.Index, _assembly.NextOffset, false, chunk.Round));
    }

    /// <summary>
    /// What the disk must hold: the image and, if the log agrees with it, the entries that follow (§7).
    /// </summary>
    private LedgerSnapshot Ledgered(SnapshotHeader header, ReadOnlyMemory<byte> image)
    {
        var tail = Log.TermAt(header.Index) == header.Term
            ? Log.Slice(header.Index + 1, int.MaxValue, long.MaxValue)
            : [];
        return new LedgerSnapshot(Ledger.Founded!, Ledger.Term, Ledger.VotedFor, header, tail, image);
    }
}
