using Akka.Actor;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// Holds every promise that leaves a node against what its disk has at that moment: what a node says must survive its death.
/// </summary>
internal sealed class PromiseAudit(VirtualWorld world)
{
    private readonly Dictionary<NodeId, (ActorSystem System, string PersistenceId)> _nodes = [];

    /// <summary>How many promises were checked.</summary>
    public int Checked { get; private set; }

    /// <summary>Promises that the disk did not back, in words.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Whose words are checked, and which system reads its records.</summary>
    public void Watch(NodeId node, ActorSystem system, string persistenceId) => _nodes[node] = (system, persistenceId);

    /// <summary>What a node's disk would tell it after a restart.</summary>
    public Ledger OnDisk(NodeId node)
    {
        var (system, id) = _nodes[node];
        var reader = (ExtendedActorSystem)system;
        var journal = world.Disk.Journal(id);
        var ledger = new Ledger();
        var since = 0L;
        if (journal.Snapshots.Count > 0)
        {
            since = journal.Snapshots.Keys[^1];
            ledger.Apply((LedgerSnapshot)journal.Snapshots.Values[^1].Payload(reader));
        }

        foreach (var (number, stored) in journal.Events)
        {
            if (number > since)
                ledger.Apply((RaftEvent)stored.Payload(reader));
        }

        return ledger;
    }

    /// <summary>A node says something to a peer.</summary>
    public void Said(NodeId node, PeerEnvelope envelope)
    {
        switch (envelope.Message)
        {
            case VoteReply { Granted: true, PreVote: false } vote:
                Check(node, envelope, ledger => ledger.Term == vote.Term && ledger.VotedFor == envelope.To);
                break;
            case RequestVote { PreVote: false } stand:
                Check(node, envelope, ledger => ledger.Term == stand.Term && ledger.VotedFor == node);
                break;
            case AppendReply { Success: true } reply:
                Check(node, envelope, ledger => ledger.Term == reply.Term && ledger.Log.LastIndex >= reply.MatchIndex);
                break;
            case SnapshotReply { Installed: true } reply:
                Check(node, envelope, ledger => ledger.Log.LastIndex >= reply.SnapshotIndex);
                break;
            default:
                break;
        }
    }

    private void Check(NodeId node, PeerEnvelope envelope, Func<Ledger, bool> holds)
    {
        Checked++;
        var ledger = OnDisk(node);
        if (!holds(ledger))
        {
            Broken.Add($"{world.Now}: {node} says {envelope.Message} to {envelope.To}, and its disk has term {ledger.Term},"
                + $" vote {ledger.VotedFor?.Value ?? "none"}, {ledger.Log.LastIndex} entries");
        }
    }
}
