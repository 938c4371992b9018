using Akka.Actor;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// How a node reaches the others. Sending never fails visibly: what is lost is sent again by Raft's own rules.
/// </summary>
public interface IPeers
{
    /// <summary>The members are these now: where each listens.</summary>
    void Learn(ClusterConfiguration configuration);

    /// <summary>
    /// A node spoke. One that no configuration names yet can be answered at least: a node that is being added knows
    /// nobody.
    /// </summary>
    void Meet(NodeId from, IActorRef at)
    {
    }

    /// <summary>Sends to a node.</summary>
    /// <param name="to">For whom.</param>
    /// <param name="message">A <see cref="PeerEnvelope"/>, or a client's request that is passed on.</param>
    /// <param name="sender">Who gets the answer.</param>
    void Send(NodeId to, object message, IActorRef sender);

    /// <summary>Which node listens at a transport address, if one is known to.</summary>
    NodeId? At(Address address);
}
