using Akka.Actor;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Actors.Client;

/// <summary>What a gateway works with.</summary>
internal sealed record GatewaySetup
{
    /// <summary>The nodes to ask, one at a time: the local one alone, or several that are elsewhere.</summary>
    public required IReadOnlyList<IActorRef> Nodes { get; init; }

    /// <summary>The monotonic clock.</summary>
    public required Func<TimeSpan> Clock { get; init; }

    /// <summary>After how long without an answer a request goes again.</summary>
    public required TimeSpan Overdue { get; init; }

    /// <summary>How long a session may be idle and still be used: well below what the group grants it.</summary>
    public required TimeSpan SessionIdleLimit { get; init; }

    /// <summary>
    /// The local node and its group, whose changes of leader are a reason to send again; null for a client from
    /// elsewhere.
    /// </summary>
    public (string Group, NodeId Node)? Local { get; init; }

    /// <summary>Whether a change of leadership is the local node's.</summary>
    public bool IsLocal(LeadershipChanged changed) => Local == (changed.Group, changed.Node);
}
