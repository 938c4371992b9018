using Akka.Event;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>What operators ask of a node.</summary>
internal sealed partial class RaftNode
{
    private static readonly TimeSpan DistrustPause = TimeSpan.FromSeconds(10);

    private readonly List<Asker> _waitingForSnapshot = [];
    private TimeSpan _distrustSaidAt = TimeSpan.MinValue;

    private void Administer(IClientRequest request, long call)
    {
        var asker = new Asker(Sender, call, default);
        switch (request)
        {
            case GetStatus: Reply(asker, Status()); break;
            case ReadLog read: Reply(asker, Page(read)); break;
            case GetStateHash get: Reply(asker, Hash(get)); break;
            case TakeSnapshot: TakeSnapshotFor(asker); break;
            case GetBackup: TakeSnapshotFor(asker with { WantsImage = true }); break;
            case ChangeMembership change:
                Take(new ChangeMembers(Admit(call, request), change.Members, change.Voters.ToHashSet()));
                break;
            case HandOver order: Take(new TransferLeadership(Admit(call, request), order.To)); break;
            default: Reply(asker, new CommandAnswer.Refused($"no node serves a {request.GetType().Name}")); break;
        }
    }

    private LogPage Page(ReadLog read)
    {
        var log = _ledger.Log;
        var from = Math.Max(read.From, log.BaseIndex + 1);
        var entries = log.Slice(from, Math.Clamp(read.Count, 1, ReadLog.MaxCount), ReadLog.MaxBytes);
        return new LogPage(log.BaseIndex + 1, log.LastIndex, _replica.CommitIndex, entries);
    }

    private StateHash Hash(GetStateHash get)
    {
        var index = get.Index == 0 ? _applier.AppliedIndex : get.Index;
        return new StateHash(index, _applier.HashAt(index));
    }

    private void TakeSnapshotFor(Asker asker)
    {
        if (_applier.AppliedIndex == (_latest?.Snapshot.Index ?? 0))
        {
            TellSnapshot(asker);
            return;
        }

        _waitingForSnapshot.Add(asker);
        TakeImage();
    }

    private void TellSnapshot(Asker asker)
    {
        if (_latest is { } latest && asker.WantsImage)
            Reply(asker, latest);
        else
            Reply(asker, new CommandAnswer.Committed(_latest?.Snapshot.Index ?? 0, _ledger.Term, default));
    }

    private void TellSnapshot(string? failure)
    {
        foreach (var asker in _waitingForSnapshot)
        {
            if (failure is null)
                TellSnapshot(asker);
            else
                Reply(asker,
                    asker.WantsImage ? new TimeoutException(failure) : new CommandAnswer.NotCommitted(failure));
        }

        _waitingForSnapshot.Clear();
    }

    private void Distrust(NodeId impostor)
    {
        _metrics.Refused();
        var now = _setup.Clock();
        if (_distrustSaidAt != TimeSpan.MinValue && now - _distrustSaidAt < DistrustPause)
            return;
        _distrustSaidAt = now;
        _log.Warning(
            "{0} speaks from another disk than the one it joined with and is not believed: "
                + "remove it from the cluster and add it again",
            impostor);
    }

    private NodeStatus Status()
    {
        var now = _setup.Clock();
        var leads = _role as Leader;
        var configuration = _ledger.Configuration;
        return new NodeStatus
        {
            Node = Me,
            Role = _role.Kind,
            Term = _ledger.Term,
            Leader = _replica.Leader,
            VotedFor = _ledger.VotedFor,
            CommitIndex = _replica.CommitIndex,
            AppliedIndex = _applier.AppliedIndex,
            LastIndex = _ledger.Log.LastIndex,
            SnapshotIndex = _replica.Snapshot?.Index ?? 0,
            AnnouncedCommit = Math.Max(_replica.CommitIndex, _replica.AnnouncedCommit),
            Configuration = configuration,
            Peers = [.. configuration.Members.Values.Where(m => m.Node != Me).Select(m => new PeerStatus(
                m.Node,
                m.Address,
                configuration.IsVoter(m.Node) ? "voter" : "learner",
                leads?.Peers.GetValueOrDefault(m.Node)?.Match,
                leads?.Peers.GetValueOrDefault(m.Node)?.HeardAt is { } heard
                    ? (long)(now - heard).TotalMilliseconds
                    : null))],
        };
    }
}
