using System.Collections.Immutable;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// What Raft promises, checked on the whole cluster after every step: on states and, since it remembers, on transitions
/// (Figure 3 of the paper).
/// </summary>
public sealed class InvariantChecker(SimulatedCluster cluster, Agreement agreement)
{
    private readonly Conduct _conduct = new();
    private readonly Dictionary<long, (NodeId Node, int Disk)> _leaders = [];
    private readonly Dictionary<(NodeId Voter, int Disk, long Term), NodeId> _votes = [];

    /// <summary>A node starts from its disk. What it said before it died must still hold.</summary>
    public void Began(SimulatedNode node)
    {
        var ledger = node.Replica.Ledger;
        if (_votes.TryGetValue((node.Id, node.Disks, ledger.Term), out var vote) && ledger.VotedFor != vote)
            throw new BrokenPromise(
                $"{node.Id} voted for {vote} in term {ledger.Term} and came back with the vote "
                + $"{Name(ledger.VotedFor)}");
        if (ledger.Term != node.Disk.Term)
            throw new BrokenPromise($"{node.Id} had reached term {node.Disk.Term} and came back in term {ledger.Term}");
    }

    /// <summary>Checks one node after its turn.</summary>
    public void Check(Step step)
    {
        var node = step.Node;
        var (replica, ledger) = (node.Replica, node.Replica.Ledger);
        CheckCommit(step, replica);
        if (step.Turn.Events.Count > 0)
        {
            CheckVote(node, ledger);
            CheckEvents(step, ledger);
        }

        if (step.Message is Received received)
            CheckMessage(step, received, ledger);
        if (step.Message is SnapshotInstalled)
        {
            agreement.CheckMembers(node);
            CheckVote(node, ledger);
            if (ledger.Log.TermAt(ledger.Log.BaseIndex + 1) < ledger.Log.TermAt(ledger.Log.BaseIndex))
                throw new BrokenPromise($"{node.Id} keeps entries behind an image that are older than it");
        }
        if (step.Turn.ChangesRole && node.Role is Leader)
            CheckLeader(node, ledger);
        _conduct.Check(step);
    }

    private void CheckCommit(Step step, Replica replica)
    {
        var (node, log) = (step.Node, replica.Ledger.Log);
        if (replica.CommitIndex < step.CommitBefore)
            throw new BrokenPromise(
                $"the commit index of {node.Id} went back from {step.CommitBefore} to {replica.CommitIndex}");
        if (replica.CommitIndex > log.LastIndex)
            throw new BrokenPromise($"{node.Id} committed {replica.CommitIndex} of a log that ends at {log.LastIndex}");
        if (node.AppliedIndex != replica.CommitIndex && !replica.Installing)
            throw new BrokenPromise($"{node.Id} has applied {node.AppliedIndex} and committed {replica.CommitIndex}");
        if (step.Before is Leader && ReferenceEquals(node.Role, step.Before) && replica.CommitIndex > step.CommitBefore
            && log.TermAt(replica.CommitIndex) != replica.Ledger.Term)
            throw new BrokenPromise(
                $"§5.4.2: {node.Id} committed {replica.CommitIndex} of an earlier term by counting");
    }

    private void CheckVote(SimulatedNode node, Ledger ledger)
    {
        var key = (node.Id, node.Disks, ledger.Term);
        if (!_votes.TryGetValue(key, out var before))
        {
            if (ledger.VotedFor is { } first)
                _votes[key] = first;
        }
        else if (ledger.VotedFor != before)
            throw new BrokenPromise(
                $"{node.Id} voted for {before} in term {ledger.Term}, and now for {Name(ledger.VotedFor)}");
    }

    private void CheckEvents(Step step, Ledger ledger)
    {
        var (node, last) = (step.Node, step.LastIndexBefore);
        foreach (var happened in step.Turn.Events)
        {
            if (happened is not EntriesAppended appended)
                continue;
            if (step.WasInstalling)
                throw new BrokenPromise($"{node.Id} appends to a log that an image is about to replace");
            if (appended.After < step.CommitBefore)
                throw new BrokenPromise(
                    $"{node.Id} dropped what follows {appended.After}, and {step.CommitBefore} was committed");
            if (step.Before is Leader && appended.After < last && ReferenceEquals(node.Role, step.Before))
                throw new BrokenPromise(
                    $"leader append-only: {node.Id} leads and dropped what follows {appended.After}");
            last = appended.After + appended.Entries.Count;
            if (node.Role is Leader && step.ConfigurationIndexBefore > node.Replica.CommitIndex
                && appended.Entries.Any(e => e.Configuration is not null))
                throw new BrokenPromise(
                    $"{node.Id} changes members while {step.ConfigurationIndexBefore} is not committed");
        }

        if (ledger.Log.LastIndex != step.LastIndexBefore || step.Message is SnapshotInstalled)
        {
            CheckLogMatching(node);
            CheckConfiguration(node, ledger);
        }
    }

    private static void CheckConfiguration(SimulatedNode node, Ledger ledger)
    {
        for (var index = ledger.Log.LastIndex;
            index > ledger.Log.BaseIndex && index >= ledger.ConfigurationIndex; index--)
        {
            if (ledger.Log[index].Configuration is not { } latest)
                continue;
            if (index != ledger.ConfigurationIndex || !latest.Equals(ledger.Configuration))
                throw new BrokenPromise(
                    $"{node.Id} works with the members of {ledger.ConfigurationIndex}, and {index} has later ones");
            return;
        }

        if (ledger.ConfigurationIndex > ledger.Log.LastIndex)
            throw new BrokenPromise(
                $"{node.Id} works with the members of {ledger.ConfigurationIndex}, which its log has lost");
    }

    private static void CheckMessage(Step step, Received received, Ledger ledger)
    {
        var (node, turn) = (step.Node, step.Turn);
        if (received.Message is RequestVote { PreVote: true } && turn.Events.Count > 0)
            throw new BrokenPromise($"a question changed {node.Id}: a pre-vote must leave no trace");
        if (received.Message is RequestVote request && turn.Promises.Any(o => o.Message is VoteReply { Granted: true }))
            CheckGrant(step, received.From, request, ledger.Log);
        if (node.Role is Leader leader && leader.Peers.TryGetValue(received.From, out var peer)
            && peer.Match >= peer.Next)
            throw new BrokenPromise(
                $"{node.Id} sends {received.From} {peer.Next} next, and knows that it has {peer.Match}");
        if (received.Message is AppendEntries append && turn.Distrusted is null && append.Term == ledger.Term
            && node.Role!.Wake.At < turn.Now + node.Replica.Settings.ElectionTimeoutMin)
            throw new BrokenPromise($"{node.Id} heard its leader and loses patience before the shortest time-out");
    }

    /// <summary>
    /// A vote goes to a log that lacks nothing (§5.4.1), and to nobody while a leader is heard (§4.2.3 of the thesis).
    /// </summary>
    private static void CheckGrant(Step step, NodeId candidate, RequestVote request, EntryLog log)
    {
        var node = step.Node;
        if (request.LastLogTerm < log.LastTerm
            || (request.LastLogTerm == log.LastTerm && request.LastLogIndex < log.LastIndex))
            throw new BrokenPromise(
                $"§5.4.1: {node.Id} votes for {candidate}, whose log is behind its own {log.LastIndex}@{log.LastTerm}");
        var (leader, heardAt) = step.FollowedBefore;
        if (step.Before is Follower && !request.Transfer && leader is not null && leader != candidate
            && step.Turn.Now - heardAt < node.Replica.Settings.ElectionTimeoutMin)
            throw new BrokenPromise($"{node.Id} votes for {candidate} while it hears {leader}");
    }

    private bool VotedFor(SimulatedNode node, ImmutableSortedSet<NodeId> voters) =>
        voters.Count(v => cluster.Nodes.TryGetValue(v, out var voter) && VotedFor(node, voter)) * 2 > voters.Count;

    /// <summary>Whether a voter gave its vote on any disk that it ever had: it may have lost one since.</summary>
    private bool VotedFor(SimulatedNode node, SimulatedNode voter)
    {
        for (var disk = 1; disk <= voter.Disks; disk++)
        {
            if (_votes.TryGetValue((voter.Id, disk, node.Replica.Ledger.Term), out var vote) && vote == node.Id)
                return true;
        }

        return false;
    }

    /// <summary>Election Safety and Leader Completeness.</summary>
    private void CheckLeader(SimulatedNode node, Ledger ledger)
    {
        var configuration = ledger.Configuration;
        if (!VotedFor(node, configuration.Voters) || (configuration.IsJoint && !VotedFor(node, configuration.Outgoing)))
            throw new BrokenPromise(
                $"{node.Id} leads term {ledger.Term} without the votes of a majority of {configuration}");
        if (!_leaders.TryAdd(ledger.Term, (node.Id, node.Disks)))
            throw new BrokenPromise(
                $"election safety: term {ledger.Term} has two leaders, {_leaders[ledger.Term].Node} and {node.Id}");
        foreach (var other in cluster.All)
        {
            // Who comes to office in a term that a majority has left behind commits nothing, and makes no read stale.
            if (other.Role is Leader old && old.Replica.Ledger.Term < ledger.Term
                && old.HoldsLease(other.Clock.At(cluster.Now)))
                throw new BrokenPromise($"{node.Id} is elected, and {other.Id} may answer reads from its lease");
        }

        for (var index = ledger.Log.BaseIndex + 1; index <= agreement.LastIndex; index++)
        {
            if (agreement.CommittedInTerm(index) < ledger.Term && ledger.Log.TermAt(index) != agreement[index].Term)
                throw new BrokenPromise(
                    $"leader completeness: {node.Id} leads term {ledger.Term} without the committed "
                    + $"{agreement[index]}");
        }
    }

    /// <summary>Log Matching: where two logs end in the same entry, what is before it agrees too.</summary>
    private void CheckLogMatching(SimulatedNode node)
    {
        var log = node.Replica.Ledger.Log;
        foreach (var other in cluster.All)
        {
            if (!other.IsUp || ReferenceEquals(other, node))
                continue;
            var others = other.Replica.Ledger.Log;
            var (last, first) = (Math.Min(log.LastIndex, others.LastIndex), Math.Max(log.BaseIndex, others.BaseIndex));
            for (var checks = 0; last > first && checks < 8 && log[last].Term == others[last].Term; checks++, last--)
            {
                if (!ReferenceEquals(log[last], others[last]) && !log[last].Equals(others[last]))
                    throw new BrokenPromise(
                        $"log matching: {node.Id} and {other.Id} hold different entries {log[last]}");
                if (last - 1 > first && log[last - 1].Term != others[last - 1].Term)
                    throw new BrokenPromise(
                        $"log matching: {node.Id} and {other.Id} agree at {last} and differ before it");
            }
        }
    }

    /// <summary>
    /// What a leader commits is on the disks of a majority (§5.3), of both majorities while the configuration is joint
    /// (§6).
    /// </summary>
    public void CheckIsDurable(Step step, LogEntry entry)
    {
        var now = step.Node.Replica.Ledger.Configuration;
        if (!IsOnMajority(step.ConfigurationBefore, entry) && !IsOnMajority(now, entry))
            throw new BrokenPromise(
                $"{step.Node.Id} committed {entry}, which is not on the disks of a majority of "
                + $"{step.ConfigurationBefore}");
    }

    private bool IsOnMajority(ClusterConfiguration configuration, LogEntry entry) =>
        Holders(configuration.Voters, entry) * 2 > configuration.Voters.Count
        && (!configuration.IsJoint || Holders(configuration.Outgoing, entry) * 2 > configuration.Outgoing.Count);

    private int Holders(IEnumerable<NodeId> voters, LogEntry entry)
    {
        var holders = 0;
        foreach (var voter in voters)
        {
            if (cluster.Nodes.TryGetValue(voter, out var node) && Holds(node, entry))
                holders++;
        }

        return holders;
    }

    private static bool Holds(SimulatedNode node, LogEntry entry)
    {
        if (node.Disks > 1)
            return true;                        // it may have held it on the disk that it lost
        if (node.Disk.LastIndex < entry.Index || !node.IsUp)
            return node.Disk.LastIndex >= entry.Index;
        var log = node.Replica.Ledger.Log;
        return entry.Index <= log.BaseIndex || log.TermAt(entry.Index) == entry.Term;
    }

    private static string Name(NodeId? node) => node?.Value ?? "nobody";
}
