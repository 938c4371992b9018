using Akka.Actor;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>Published on the event stream when a node's view of its role, term or leader changed.</summary>
/// <param name="Group">The group.</param>
/// <param name="Node">The node.</param>
/// <param name="Role">Its role now.</param>
/// <param name="Term">Its term now.</param>
/// <param name="Leader">The leader it knows of, or null.</param>
public sealed record LeadershipChanged(string Group, NodeId Node, NodeRole Role, long Term, NodeId? Leader);

/// <summary>
/// An operator's order to a guardian: the node stops taking part, as if its process had died, until
/// <see cref="Resume"/>.
/// </summary>
internal sealed record Suspend : INoSerializationVerificationNeeded
{
    public static readonly Suspend Instance = new();
}

/// <summary>An operator's order to a guardian: the node starts again from its disk.</summary>
internal sealed record Resume : INoSerializationVerificationNeeded
{
    public static readonly Resume Instance = new();
}

/// <summary>Published on the event stream when a node that was told to take no part takes none.</summary>
/// <param name="Group">The group.</param>
/// <param name="Node">The node.</param>
public sealed record NodeSuspended(string Group, NodeId Node);

/// <summary>Why a node cannot go on. Said to its guardian just before it stops.</summary>
/// <param name="Reason">In a sentence, with what failed and where.</param>
/// <param name="Cause">What was thrown, if anything was.</param>
internal sealed record NodeFailed(string Reason, Exception? Cause);

/// <summary>A node ended by itself because going on could break a promise.</summary>
public sealed class RaftNodeFailedException(string reason, Exception? cause) : Exception(reason, cause);
