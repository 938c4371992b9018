using System.Globalization;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>Members as people write them, and the orders that follow from what they want.</summary>
internal static class Membership
{
    private const string Voter = "voter";
    private const string Learner = "learner";
    private const string Leaving = "leaving";

    /// <summary>The members of a configuration.</summary>
    public static IReadOnlyList<MemberBody> Of(ClusterConfiguration configuration) =>
        [.. configuration.Members.Values.Select(member => Of(member, RoleIn(configuration, member.Node)))];

    /// <summary>The members as an order wants them.</summary>
    public static IReadOnlyList<MemberBody> Of(ChangeMembership order) =>
        [.. order.Members.Select(member => Of(member, order.Voters.Contains(member.Node) ? Voter : Learner))];

    /// <summary>What is wrong with a member that someone wants, or null.</summary>
    public static string? Problem(MemberBody? wanted) => wanted switch
    {
        null => "A member is null.",
        _ when !NodeId.IsValid(wanted.Node) =>
            $"node must be a name of 1 to {NodeId.MaxLength} letters, digits, '-', '_' or '.'.",
        _ when !IsAddress(wanted.Address) => $"The address of {wanted.Node} must be host:port.",
        { Role: not (null or Voter or Learner) } => $"The role of {wanted.Node} must be voter or learner.",
        { Priority: < 0 or > 100 } => $"The priority of {wanted.Node} must be from 0 to 100.",
        _ => null,
    };

    /// <summary>What is wrong with a whole list, or null.</summary>
    public static string? Problem(IReadOnlyList<MemberBody> wanted)
    {
        if (wanted.Select(Problem).FirstOrDefault(problem => problem is not null) is { } wrong)
            return wrong;
        if (wanted.GroupBy(member => member.Node).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return $"{twice.Key} is named twice.";
        if (wanted.GroupBy(member => member.Address).FirstOrDefault(same => same.Count() > 1) is { } shared)
            return $"{string.Join(" and ", shared.Select(member => member.Node))} have the same address, {shared.Key}.";
        return wanted.All(member => member.Role == Learner) ? "A cluster needs at least one voter." : null;
    }

    /// <summary>The order that adds a member, or gives a member another role, address or priority.</summary>
    public static ChangeMembership With(ClusterConfiguration now, MemberBody wanted)
    {
        var node = new NodeId(wanted.Node);
        var others = Staying(now).Where(member => member.Node != node);
        var voters = now.Target ?? now.Voters;
        return new ChangeMembership(
            [.. others, ToMember(now, wanted)], [.. wanted.Role == Learner ? voters.Remove(node) : voters.Add(node)]);
    }

    /// <summary>The order that removes a member; null when it is none.</summary>
    public static ChangeMembership? Without(ClusterConfiguration now, NodeId node) => now.IsMember(node)
        ? new ChangeMembership(
            [.. Staying(now).Where(member => member.Node != node)], [.. (now.Target ?? now.Voters).Remove(node)])
        : null;

    /// <summary>The order that makes these the members.</summary>
    public static ChangeMembership Whole(ClusterConfiguration now, IReadOnlyList<MemberBody> wanted) => new(
        [.. wanted.Select(member => ToMember(now, member))],
        [.. wanted.Where(member => member.Role != Learner).Select(member => new NodeId(member.Node))]);

    /// <summary>Whether the members are already what an order wants.</summary>
    public static bool IsDone(ClusterConfiguration now, ChangeMembership order) =>
        !now.IsJoint && now.Target is null && now.Voters.SetEquals(order.Voters)
        && now.Members.Count == order.Members.Count
        && order.Members.All(wanted => now.Members.TryGetValue(wanted.Node, out var known)
            && known.Address == wanted.Address && known.Priority == wanted.Priority);

    /// <summary>Whether a text is host:port.</summary>
    public static bool IsAddress(string? text)
    {
        var colon = text?.LastIndexOf(':') ?? -1;
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535;
    }

    // A change that is under way is built upon, not undone: who is about to leave is gone, who is about to vote votes.
    private static IEnumerable<Member> Staying(ClusterConfiguration now) => now.Members.Values.Where(member =>
        !now.IsVoter(member.Node) || (now.Target ?? now.Voters).Contains(member.Node));

    private static Member ToMember(ClusterConfiguration now, MemberBody wanted)
    {
        var node = new NodeId(wanted.Node);
        var priority = wanted.Priority ?? now.Members.GetValueOrDefault(node)?.Priority ?? Member.DefaultPriority;
        return new Member(node, wanted.Address, priority);
    }

    private static MemberBody Of(Member member, string role) => new(
        member.Node.Value, member.Address, role, member.Priority == Member.DefaultPriority ? null : member.Priority);

    private static string RoleIn(ClusterConfiguration configuration, NodeId node) => node switch
    {
        _ when configuration.Voters.Contains(node) => Voter,
        _ when configuration.Outgoing.Contains(node) => Leaving,
        _ => Learner,
    };
}
