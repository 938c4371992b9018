using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// What Raft promises, checked on the whole cluster after every step: on states and, since it remembers, on transitions
/// (Figure 3 of the paper).
/// </summary>
public sealed class InvariantChecker
{
    private readonly Dictionary<long, NodeId> _leaders = [];
    private readonly Dictionary<(NodeId Voter, long Term), NodeId> _votes = [];
    private readonly Dictionary<NodeId, (long Term, long Commit)> _seen = [];
    private readonly List<LogEntry> _agreed = [];
    private readonly Dictionary<NodeId, long> _applied = [];

    /// <summary>The entries that the cluster has agreed on, from index 1.</summary>
    public IReadOnlyList<LogEntry> Agreed => _agreed;

    /// <summary>A node starts over: what it applied is gone with its memory.</summary>
    public void Restarted(NodeId node, long appliedIndex)
    {
        _applied[node] = appliedIndex;
        _seen.Remove(node);
    }

    /// <summary>State Machine Safety: no two nodes apply different entries at an index, and each applies in order.</summary>
    public void Applied(NodeId node, LogEntry entry)
    {
        var before = _applied.GetValueOrDefault(node);
        _applied[node] = entry.Index;
        Assert.True(before == 0 || entry.Index == before + 1 || entry.Index <= before, $"{node} applied {entry} after {before}");
        if (entry.Index <= _agreed.Count)
            Assert.True(_agreed[(int)entry.Index - 1].Equals(entry), $"agreement: {node} applied {entry} where another applied {_agreed[(int)entry.Index - 1]}");
        else if (entry.Index == _agreed.Count + 1)
            _agreed.Add(entry);
        else
            Assert.Fail($"{node} applied {entry} and only {_agreed.Count} entries are agreed");
    }

    /// <summary>Checks one node after its turn.</summary>
    public void Check(SimulatedNode node, IEnumerable<SimulatedNode> all)
    {
        var (ledger, replica) = (node.Replica.Ledger, node.Replica);
        if (node.Role is Leader)
            CheckLeader(node, ledger);
        if (ledger.VotedFor is { } vote)
        {
            if (_votes.TryGetValue((node.Id, ledger.Term), out var before))
                Assert.True(before == vote, $"{node.Id} voted for {before} and {vote} in term {ledger.Term}");
            _votes[(node.Id, ledger.Term)] = vote;
        }

        Assert.True(replica.CommitIndex <= ledger.Log.LastIndex, $"{node.Id} committed beyond its log");
        var seen = _seen.GetValueOrDefault(node.Id);
        Assert.True(ledger.Term >= seen.Term, $"the term of {node.Id} went back");
        _seen[node.Id] = (ledger.Term, replica.CommitIndex);
        CheckLogMatching(node, all);
    }

    /// <summary>Election Safety and Leader Completeness.</summary>
    private void CheckLeader(SimulatedNode node, Ledger ledger)
    {
        if (_leaders.TryGetValue(ledger.Term, out var other))
        {
            Assert.True(other == node.Id, $"term {ledger.Term} has two leaders, {other} and {node.Id}");
            return;
        }

        _leaders[ledger.Term] = node.Id;
        foreach (var entry in _agreed.Where(e => e.Index > ledger.Log.BaseIndex))
            Assert.True(ledger.Log.TermAt(entry.Index) == entry.Term, $"{node.Id} leads term {ledger.Term} without the committed {entry}");
    }

    /// <summary>Log Matching, at the last entry that two logs share: all before it is compared when it is last itself.</summary>
    private static void CheckLogMatching(SimulatedNode node, IEnumerable<SimulatedNode> all)
    {
        var log = node.Replica.Ledger.Log;
        foreach (var other in all.Where(o => o.IsUp && o.Id != node.Id).Select(o => o.Replica.Ledger.Log))
        {
            var last = Math.Min(log.LastIndex, other.LastIndex);
            if (last <= Math.Max(log.BaseIndex, other.BaseIndex) || log[last].Term != other[last].Term)
                continue;
            Assert.True(log[last].Equals(other[last]), $"two logs hold different entries at {log[last]}");
            if (last - 1 > Math.Max(log.BaseIndex, other.BaseIndex))
                Assert.True(log[last - 1].Equals(other[last - 1]), $"two logs agree at {last} and differ before it");
        }
    }
}
