using Akka.Actor;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// Holds every promise that leaves a node against what its disk has at that moment: what a node says must survive its
/// death.
/// </summary>
internal sealed class PromiseAudit(VirtualWorld world)
{
    private readonly Dictionary<NodeId, (ActorSystem System, string PersistenceId)> _nodes = [];

    private readonly Dictionary<NodeId, Reading> _read = [];

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
        var snapshot = journal.Snapshots.Count > 0 ? journal.Snapshots.Values[^1] : null;
        var since = snapshot?.Metadata.SequenceNr ?? 0;
        if (!_read.TryGetValue(node, out var read) || read.Snapshot != snapshot
            || read.Number > journal.HighestSequenceNr)
        {
            read = new Reading(snapshot, since, new Ledger());
            if (snapshot is not null)
                read.Ledger.Apply((LedgerSnapshot)snapshot.Payload(reader));
        }

        for (var i = FirstAfter(journal.Events.Keys, read.Number); i < journal.Events.Count; i++)
            read.Ledger.Apply((RaftEvent)journal.Events.Values[i].Payload(reader));
        _read[node] = read with { Number = Math.Max(since, journal.HighestSequenceNr) };
        return read.Ledger;
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
            Broken.Add($"{world.Now}: {node} says {envelope.Message} to {envelope.To}, and its disk has"
                + $" term {ledger.Term}, vote {ledger.VotedFor?.Value ?? "none"}, {ledger.Log.LastIndex} entries");
        }
    }

    private static int FirstAfter(IList<long> numbers, long number)
    {
        var first = numbers.Count;
        while (first > 0 && numbers[first - 1] > number)
            first--;
        return first;
    }

    /// <summary>A ledger read from a disk, from a snapshot up to an event's number.</summary>
    private sealed record Reading(StoredSnapshot? Snapshot, long Number, Ledger Ledger);
}
