using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// Checks every message as it leaves: whatever it promises must be on the sender's disk already (§5.1, §5.2, §5.3).
/// </summary>
public static class Promises
{
    public static void Check(SimulatedNode from, Outbound outbound)
    {
        var (disk, message) = (from.Disk, outbound.Message);
        switch (message)
        {
            case RequestVote { PreVote: true }:
                return;
            case RequestVote when disk.Vote != from.Id:
                throw new BrokenPromise(
                    $"{from.Id} asks for votes in term {message.Term} before its own is on its disk");
            case VoteReply { Granted: true, PreVote: false } vote when disk.Term != vote.Asked
                || disk.Vote != outbound.To:
                throw new BrokenPromise(
                    $"{from.Id} gives {outbound.To} its vote of term {vote.Asked} before it is on its disk");
            case AppendReply { Success: true } reply when disk.LastIndex < reply.MatchIndex:
                throw new BrokenPromise(
                    $"{from.Id} acknowledges {reply.MatchIndex}, and its disk holds {disk.LastIndex}");
            case SnapshotReply { Installed: true } reply when disk.LastIndex < reply.SnapshotIndex:
                throw new BrokenPromise(
                    $"{from.Id} has installed an image of {reply.SnapshotIndex}, and its disk holds {disk.LastIndex}");
            default:
                if (message.Term > disk.Term)
                    throw new BrokenPromise($"{from.Id} speaks in term {message.Term} before that is on its disk");
                return;
        }
    }
}
