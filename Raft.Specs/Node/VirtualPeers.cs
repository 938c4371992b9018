using Akka.Actor;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>The peers of a node on the virtual network, where each has its own name.</summary>
internal sealed class VirtualPeers(VirtualWorld world, NodeId self, PromiseAudit audit) : IPeers
{
    private readonly Dictionary<string, NodeId> _byHost = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Learn(ClusterConfiguration configuration)
    {
        foreach (var member in configuration.Members.Values)
            _byHost[member.Address.Split(':')[0]] = member.Node;
    }

    /// <inheritdoc/>
    public void Send(NodeId to, object message, IActorRef sender)
    {
        if (message is PeerEnvelope envelope)
        {
            audit.Said(self, envelope);
            world.Network.Send(self.Value, to.Value, envelope);
        }
        else
            world.Network.Send(self.Value, to.Value, message, sender);
    }

    /// <inheritdoc/>
    public NodeId? At(Address address) =>
        address.Host is { } host && _byHost.TryGetValue(host, out var node) ? node : null;
}
