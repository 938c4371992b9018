using System.Collections.Immutable;

namespace Raft.Actors.Protocol;

/// <summary>A member of the cluster.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Address">Where its node actor is reached, as <c>host:port</c> of its Akka.Remote.</param>
/// <param name="Priority">How eagerly it stands for election, 0 to 100; 0 never leads.</param>
/// <param name="Incarnation">
/// The number of the disk that it joined with, or 0 while that is not known. The same name on another disk has
/// forgotten its promises, so it is not listened to until it has been removed and added again.
/// </param>
public sealed record Member(NodeId Node, string Address, int Priority = Member.DefaultPriority, long Incarnation = 0)
{
    /// <summary>The priority of a member for which nothing was said.</summary>
    public const int DefaultPriority = 1;
}

/// <summary>
/// Who the members are and who of them decides. While <see cref="Outgoing"/> is not empty the configuration is joint
/// (§6): every decision then needs a majority of <see cref="Voters"/> and a majority of <see cref="Outgoing"/>.
/// </summary>
public sealed class ClusterConfiguration : IEquatable<ClusterConfiguration>
{
    /// <summary>
    /// No members at all: what a node that has yet to be added starts with. It never stands for election.
    /// </summary>
    public static readonly ClusterConfiguration Empty =
        new(ImmutableSortedDictionary<NodeId, Member>.Empty, [], [], null);

    private ClusterConfiguration(
        ImmutableSortedDictionary<NodeId, Member> members,
        ImmutableSortedSet<NodeId> voters,
        ImmutableSortedSet<NodeId> outgoing,
        ImmutableSortedSet<NodeId>? target)
    {
        Members = members;
        Voters = voters;
        Outgoing = outgoing;
        Target = target;
    }

    /// <summary>Everyone who receives the log: voters, outgoing voters and learners.</summary>
    public ImmutableSortedDictionary<NodeId, Member> Members { get; }

    /// <summary>Those whose majority decides.</summary>
    public ImmutableSortedSet<NodeId> Voters { get; }

    /// <summary>While joint: the voters of the configuration that is being left. Otherwise empty.</summary>
    public ImmutableSortedSet<NodeId> Outgoing { get; }

    /// <summary>
    /// The voters wanted once the learners among them have caught up, or null when no change is under way.
    /// </summary>
    public ImmutableSortedSet<NodeId>? Target { get; }

    /// <summary>Whether two majorities are needed.</summary>
    public bool IsJoint => !Outgoing.IsEmpty;

    /// <summary>Whether <paramref name="node"/> may vote and stand for election.</summary>
    public bool IsVoter(NodeId node) => Voters.Contains(node) || Outgoing.Contains(node);

    /// <summary>Whether <paramref name="node"/> receives the log.</summary>
    public bool IsMember(NodeId node) => Members.ContainsKey(node);

    /// <summary>A plain configuration in which every member votes.</summary>
    public static ClusterConfiguration Of(params IEnumerable<Member> voters)
    {
        var members = voters.ToImmutableSortedDictionary(m => m.Node, m => m);
        return new ClusterConfiguration(members, [.. members.Keys], [], null);
    }

    /// <summary>Puts the parts together and checks that they fit.</summary>
    /// <exception cref="ArgumentException">A voter is not a member, or there are members but no voters.</exception>
    public static ClusterConfiguration Create(
        IEnumerable<Member> members,
        IEnumerable<NodeId> voters,
        IEnumerable<NodeId>? outgoing = null,
        IEnumerable<NodeId>? target = null)
    {
        var made = new ClusterConfiguration(
            members.ToImmutableSortedDictionary(m => m.Node, m => m),
            [.. voters],
            outgoing is null ? [] : [.. outgoing],
            target is null ? null : [.. target]);
        if (made.Voters.IsEmpty && !made.Members.IsEmpty)
            throw new ArgumentException("a configuration with members needs at least one voter", nameof(voters));
        var strangers =
            made.Voters.Union(made.Outgoing).Union(made.Target ?? []).Where(v => !made.IsMember(v)).ToList();
        if (strangers.Count > 0)
            throw new ArgumentException(
                $"voters must be members, but these are not: {string.Join(", ", strangers)}", nameof(voters));
        return made;
    }

    /// <inheritdoc/>
    public bool Equals(ClusterConfiguration? other) =>
        other is not null && Members.Values.SequenceEqual(other.Members.Values) && Voters.SetEquals(other.Voters)
        && Outgoing.SetEquals(other.Outgoing)
        && (Target is null ? other.Target is null : other.Target is not null && Target.SetEquals(other.Target));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClusterConfiguration);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Members.Count, Voters.Count, Outgoing.Count, Target?.Count);

    /// <inheritdoc/>
    public override string ToString()
    {
        var learners = Members.Keys.Where(m => !IsVoter(m)).ToList();
        return $"voters({string.Join(' ', Voters)})"
            + (IsJoint ? $" leaving({string.Join(' ', Outgoing)})" : "")
            + (learners.Count > 0 ? $" learners({string.Join(' ', learners)})" : "")
            + (Target is not null ? $" target({string.Join(' ', Target)})" : "");
    }
}
