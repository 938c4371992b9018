using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>Published on the event stream when a node's view of its role, term or leader changed.</summary>
/// <param name="Group">The group.</param>
/// <param name="Node">The node.</param>
/// <param name="Role">Its role now.</param>
/// <param name="Term">Its term now.</param>
/// <param name="Leader">The leader it knows of, or null.</param>
public sealed record LeadershipChanged(string Group, NodeId Node, NodeRole Role, long Term, NodeId? Leader);

/// <summary>Why a node cannot go on. Said to its guardian just before it stops.</summary>
/// <param name="Reason">In a sentence, with what failed and where.</param>
/// <param name="Cause">What was thrown, if anything was.</param>
internal sealed record NodeFailed(string Reason, Exception? Cause);

/// <summary>A node ended by itself because going on could break a promise.</summary>
public sealed class RaftNodeFailedException(string reason, Exception? cause) : Exception(reason, cause);
