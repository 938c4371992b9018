using System.Collections.Immutable;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// Members come and go, and disks are lost and replaced; an operator sees to it that a lost disk's node is added anew.
/// </summary>
public sealed partial class Nemesis
{
    private const int MostNodes = 9;

    private SimulatedNode? _wiped;

    private void ChangeMembers(Random dice)
    {
        var names = Enumerable.Range(1, Math.Min(_plan.Nodes + 2, MostNodes)).OrderBy(_ => dice.Next())
            .Take(1 + dice.Next(5)).Select(i => new NodeId($"n{i}")).ToList();
        var voters = names.Take(1 + dice.Next(names.Count)).ToHashSet();
        var senior = dice.Next(4) == 0 ? names[dice.Next(names.Count)] : (NodeId?)null;
        foreach (var name in names.Where(n => !_cluster.Nodes.ContainsKey(n)))
            _cluster.Add(name.Value);
        _cluster.Count(FaultKinds.Members);
        var members = names.Select(n => new Member(n, "host:1", n == senior ? 2 : 1)).ToList();
        Ask(ticket => IsWhole() ? new ChangeMembers(ticket, members, voters) : new ChangeMembers(ticket, [], voters));
    }

    /// <summary>
    /// While a lost disk's node is not readmitted, its operator changes nothing else: the rest may be just enough.
    /// </summary>
    private bool IsWhole() => _wiped is not { } wiped || IsBackOnItsFeet(wiped);

    private void Ask(Func<long, ChangeMembers> order)
    {
        if (_cluster.Leader is { } leader)
            _cluster.Order(leader, order);
    }

    /// <summary>
    /// One disk at a time, of a member that the others can do without, and only once every node that listens to it
    /// knows which disk it joined with: before that nobody could tell the new disk from the old.
    /// </summary>
    private void LoseDisk(Random dice)
    {
        if (!IsWhole())
        {
            Readmit();
            return;
        }

        var node = Pick(dice);
        if (!MayLoseDisk(node))
            return;
        _wiped = node;
        _cluster.Count(FaultKinds.WipedDisk);
        _cluster.Say($"the disk of {node.Id} is lost");
        node.Crash();
        node.ReplaceDisk();
        RestartLater(node, dice);
    }

    private bool MayLoseDisk(SimulatedNode node)
    {
        if (_cluster.Agreement.Configuration is not { } agreed || _plan.Nodes == 1 || !agreed.IsVoter(node.Id))
            return false;
        return _cluster.All.All(n => n.IsUp && KnowsDiskOf(n, node))
            && CanDoWithout(agreed.Voters, node.Id) && CanDoWithout(agreed.Outgoing, node.Id);
    }

    private static bool KnowsDiskOf(SimulatedNode knower, SimulatedNode node)
    {
        var ledger = knower.Replica.Ledger;
        return (!ledger.Configuration.Members.TryGetValue(node.Id, out var member) || member.Incarnation != 0)
            && ledger.ConfigurationIndex <= knower.Replica.CommitIndex
            && ledger.Configuration is { IsJoint: false, Target: null }
            && (!ledger.Configuration.IsVoter(node.Id) || CanDoWithout(ledger.Configuration.Voters, node.Id));
    }

    private static bool CanDoWithout(ImmutableSortedSet<NodeId> voters, NodeId node) =>
        !voters.Contains(node) || voters.Count >= 3;

    /// <summary>Whether a lost disk's node is trusted again: it was removed, and perhaps added again.</summary>
    private bool IsBackOnItsFeet(SimulatedNode node)
    {
        if (_cluster.Agreement.Configuration is not { } agreed || !agreed.Members.TryGetValue(node.Id, out var member))
            return true;
        return node.IsUp && member.Incarnation == node.Replica.Ledger.Founded!.Incarnation;
    }

    /// <summary>What an operator does: takes the node out, and the next time puts it in again.</summary>
    public void Readmit()
    {
        if (_wiped is not { } node || IsBackOnItsFeet(node) || _cluster.Agreement.Configuration is not { } agreed)
            return;
        var others = agreed.Members.Values.Where(m => m.Node != node.Id).ToList();
        _cluster.Say($"an operator removes {node.Id}, which came back on another disk");
        var voters = agreed.Voters.Where(v => v != node.Id).ToHashSet();
        Ask(ticket => new ChangeMembers(ticket, others, voters));
    }
}
