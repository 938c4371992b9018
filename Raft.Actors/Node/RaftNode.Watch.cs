using Raft.Actors.Consensus;

namespace Raft.Actors.Node;

/// <summary>Showing the node to whoever watches it.</summary>
internal sealed partial class RaftNode
{
    private void Show(Turn turn)
    {
        if (_setup.Observer is not { IsWatched: true } observer)
            return;
        var log = _ledger.Log;
        observer.Turned(new NodePicture
        {
            Node = Me,
            At = turn.Now,
            Role = _role.Kind,
            IsCanvassing = _role is Candidate { IsCanvassing: true },
            Term = _ledger.Term,
            Leader = _replica.Leader,
            VotedFor = _ledger.VotedFor,
            CommitIndex = _replica.CommitIndex,
            AppliedIndex = _applier.AppliedIndex,
            LastIndex = log.LastIndex,
            SnapshotIndex = _replica.Snapshot?.Index ?? 0,
            WakesIn = _role.Wake.At - _setup.Clock(),
            Tail = log.Slice(
                Math.Max(log.BaseIndex + 1, log.LastIndex - NodePicture.TailEntries + 1), NodePicture.TailEntries,
                long.MaxValue),
            Sent = turn.Requests.Count == 0 ? turn.Promises : [.. turn.Requests, .. turn.Promises],
        });
    }
}
