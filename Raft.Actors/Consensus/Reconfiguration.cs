using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// The stages of a change of members, as plain functions from one configuration to the next (§6). Everything that a new
/// leader needs to carry a change on is in the configuration itself.
/// <list type="number">
/// <item>Newcomers join as learners; <see cref="ClusterConfiguration.Target"/> says who is to vote in the end.</item>
/// <item>All of the target have caught up: the joint configuration, in which both majorities decide.</item>
/// <item>The joint configuration is committed: the new one alone.</item>
/// </list>
/// </summary>
public static class Reconfiguration
{
    /// <summary>Why the change cannot be made at all, or null when it can.</summary>
    /// <param name="current">The latest configuration in the log.</param>
    /// <param name="change">What is wanted.</param>
    public static string? Refuse(ClusterConfiguration current, ChangeMembers change)
    {
        var known = change.Members.Select(m => m.Node).ToHashSet();
        if (change.Voters.Count == 0)
            return "a cluster needs at least one voter";
        if (known.Count != change.Members.Count)
            return "a member is named twice";
        if (change.Voters.FirstOrDefault(v => !known.Contains(v)) is { Value: not null } stranger)
            return $"{stranger} is to vote but is not among the members";
        if (current.Voters.FirstOrDefault(
            v => known.Contains(v) && !change.Voters.Contains(v)) is { Value: not null } demoted)
            return $"{demoted} votes now: remove it before it can be added as a learner";
        return null;
    }

    /// <summary>
    /// Whether a change can begin now. Until then its caller should wait, look at the members again, and ask anew.
    /// </summary>
    /// <param name="current">The latest configuration in the log.</param>
    /// <param name="committed">Whether it is committed.</param>
    public static bool MayBegin(ClusterConfiguration current, bool committed) => committed && !current.IsJoint;

    /// <summary>The first configuration of a change: at most the same voters, and everyone new as a learner.</summary>
    public static ClusterConfiguration Begin(ClusterConfiguration current, ChangeMembers change)
    {
        var members = change.Members.Select(m => Known(current, m))
            .Concat(current.Members.Values.Where(m => current.IsVoter(m.Node)))
            .DistinctBy(m => m.Node);
        var target = current.Voters.SetEquals(change.Voters) ? null : change.Voters;
        return ClusterConfiguration.Create(members, current.Voters, target: target);
    }

    /// <summary>
    /// The same members, with the disks that they turned out to speak from; null when nothing new is known.
    /// </summary>
    public static ClusterConfiguration? Identify(
        ClusterConfiguration current, IReadOnlyDictionary<NodeId, long> incarnations)
    {
        var members = current.Members.Values
            .Select(m => m.Incarnation == 0 && incarnations.TryGetValue(m.Node, out var met)
                ? m with { Incarnation = met }
                : m)
            .ToList();
        return members.SequenceEqual(current.Members.Values)
            ? null
            : ClusterConfiguration.Create(members, current.Voters, current.Outgoing, current.Target);
    }

    private static Member Known(ClusterConfiguration current, Member wanted) =>
        current.Members.TryGetValue(wanted.Node, out var known)
            ? wanted with { Incarnation = known.Incarnation }
            : wanted;

    /// <summary>The configuration that follows, or null while the present one stays.</summary>
    /// <param name="current">The latest configuration in the log.</param>
    /// <param name="committed">Whether it is committed: until then nothing may follow it.</param>
    /// <param name="caughtUp">Whether a node has all but the last few entries.</param>
    public static ClusterConfiguration? Next(ClusterConfiguration current, bool committed, Func<NodeId, bool> caughtUp)
    {
        if (!committed)
            return null;
        if (current.IsJoint)
        {
            var staying = current.Members.Values.Where(
                m => current.Voters.Contains(m.Node) || !current.Outgoing.Contains(m.Node));
            return ClusterConfiguration.Create(staying, current.Voters);
        }

        if (current.Target is { } target && target.All(v => current.Voters.Contains(v) || caughtUp(v)))
            return ClusterConfiguration.Create(current.Members.Values, target, current.Voters);
        return null;
    }
}
