using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// What a node must not do although nothing would be lost by it at once: most of these keep a cluster from ever
/// electing a leader again, or make it elect one too often, on a day when something else goes wrong as well.
/// </summary>
public sealed class Conduct
{
    // when its members last changed, on its clock
    private readonly Dictionary<NodeId, TimeSpan> _changedAt = [];

    public void Check(Step step)
    {
        var (node, ledger) = (step.Node, step.Node.Replica.Ledger);
        if (ledger.Term < step.TermBefore)
            throw new BrokenPromise($"the term of {node.Id} went back from {step.TermBefore} to {ledger.Term}");
        if (!ReferenceEquals(ledger.Configuration, step.ConfigurationBefore))
            _changedAt[node.Id] = step.Turn.Now;
        if (step.Message is Received { Message: RequestVote request, From: var candidate }
            && step.Turn.Distrusted is null)
            CheckConsideration(step, candidate, request);
        if (node.Role is Leader leader)
            CheckLeader(step, leader);
        else if (step.Turn.ChangesRole && node.Role is Candidate)
            CheckCandidate(node);
    }

    private static void CheckConsideration(Step step, NodeId candidate, RequestVote request)
    {
        var isRefused = step.Turn.Promises.Any(o => o.Message is VoteReply { Granted: false });
        if (isRefused && !HasReason(step, candidate, request))
            throw new BrokenPromise($"{step.Node.Id} refuses {candidate} its vote for no reason");
        if ((request.PreVote || isRefused) && step.Before is not Leader && step.Node.Role!.Wake.At > step.WakeBefore)
            throw new BrokenPromise(
                $"{step.Node.Id} gave {candidate} no vote, and lets itself be put off by it all the same (§5.2)");
    }

    /// <summary>
    /// A vote is refused for an old term, a log that lacks something, a vote that is given, or another leader that is
    /// heard (§5.2, §5.4.1; §4.2.3 of the thesis).
    /// </summary>
    private static bool HasReason(Step step, NodeId candidate, RequestVote request)
    {
        var (leader, heardAt) = step.FollowedBefore;
        var settings = step.Node.Replica.Settings;
        var hearsAnother = step.Before is Follower && leader is not null && leader != candidate
            && step.Turn.Now - heardAt < settings.ElectionTimeoutMin;
        var (lastTerm, lastIndex) = (step.LastTermBefore, step.LastIndexBefore);
        return request.Term < step.TermBefore
            || (!request.Transfer && (hearsAnother || step.Before is Leader || settings.LeaseReads))
            || request.LastLogTerm < lastTerm || (request.LastLogTerm == lastTerm && request.LastLogIndex < lastIndex)
            || (request.Term == step.TermBefore && step.VoteBefore is { } given && given != candidate);
    }

    private void CheckLeader(Step step, Leader leader)
    {
        var (node, settings) = (step.Node, step.Node.Replica.Settings);
        foreach (var (peer, progress) in leader.Peers)
        {
            if (progress.InFlight > settings.WindowMessages)
                throw new BrokenPromise(
                    $"{node.Id} has {progress.InFlight} requests on their way to {peer}, "
                        + $"and its window is {settings.WindowMessages}");
        }

        if (step.Message is HeartbeatDue && step.Turn.Now >= step.WakeBefore && settings.CheckQuorum)
            CheckQuorum(step, leader);
        if (ReferenceEquals(step.Before, leader))
            CheckHandOver(step, leader);
        if (node.Replica.Ledger.Configuration is { IsJoint: true } joint && !step.ConfigurationBefore.IsJoint)
            CheckNewcomers(step, leader, joint);
    }

    /// <summary>A leader that a majority does not answer steps down (§6.2 of the thesis).</summary>
    private void CheckQuorum(Step step, Leader leader)
    {
        // Of the members before these a majority may have answered until they were changed.
        var silence = step.Turn.Now - Later(HeardMajorityAt(step, leader), _changedAt.GetValueOrDefault(step.Node.Id));
        if (silence > step.Node.Replica.Settings.ElectionTimeoutMax * 2)
            throw new BrokenPromise(
                $"{step.Node.Id} leads on, and no majority has answered it for {silence.TotalSeconds:0.0} s");
    }

    /// <summary>Who is told to stand can win: it lacks nothing (§3.10 of the thesis).</summary>
    private static void CheckHandOver(Step step, Leader leader)
    {
        foreach (var (heir, _) in step.Turn.Requests.Concat(step.Turn.Promises).Where(o => o.Message is TimeoutNow))
        {
            if (leader.Peers[heir].Match < step.LastIndexBefore)
                throw new BrokenPromise(
                    $"{step.Node.Id} hands over to {heir}, "
                        + $"which holds {leader.Peers[heir].Match} of {step.LastIndexBefore} entries");
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>
    /// Whoever is to vote has caught up first, or it could be a majority's only hope and hold nothing (§6).
    /// </summary>
    private static void CheckNewcomers(Step step, Leader leader, ClusterConfiguration joint)
    {
        if (!ReferenceEquals(step.Before, leader))
            return;                             // it was elected in this step, and inherited the configuration
        foreach (var newcomer in joint.Voters.Except(joint.Outgoing))
        {
            var match = leader.Peers.TryGetValue(newcomer, out var progress) ? progress.Match : 0;
            if (match == 0 || match + step.Node.Replica.Settings.CaughtUpEntries < step.LastIndexBefore)
                throw new BrokenPromise(
                    $"{step.Node.Id} lets {newcomer} vote, which holds {match} of {step.LastIndexBefore} entries");
        }
    }

    private static void CheckCandidate(SimulatedNode node)
    {
        var ledger = node.Replica.Ledger;
        var before = ledger.ConfigurationAt(ledger.ConfigurationIndex - 1);
        if (!IsElectable(ledger.Configuration, node.Id) && !IsElectable(before, node.Id))
            throw new BrokenPromise($"{node.Id} stands for election, and {ledger.Configuration} lets it not vote");
    }

    private static bool IsElectable(ClusterConfiguration configuration, NodeId node) =>
        configuration.IsVoter(node) && configuration.Members[node].Priority > 0;

    /// <summary>
    /// When a majority had answered, at the latest; now, while somebody who counts has yet to answer at all.
    /// </summary>
    private static TimeSpan HeardMajorityAt(Step step, Leader leader)
    {
        var (self, now) = (step.Node.Id, step.Turn.Now);
        var ticks = Quorum.Reached(step.Node.Replica.Ledger.Configuration, voter => voter == self ? now.Ticks
            : leader.Peers.TryGetValue(voter, out var progress) && progress.HeardAt is { } heard
                ? heard.Ticks
                : now.Ticks);
        return TimeSpan.FromTicks(ticks);
    }
}
