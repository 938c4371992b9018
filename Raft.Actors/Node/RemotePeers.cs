using Akka.Actor;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// Peers over Akka.Remote. A peer is addressed by a path without uid, never watched, so that it can come back at any
/// time and is never quarantined.
/// </summary>
/// <param name="system">
/// The system that this node lives in; peers are supposed to use the same name and protocol.
/// </param>
/// <param name="group">The group's name, which is part of the path.</param>
public sealed class RemotePeers(ExtendedActorSystem system, string group) : IPeers
{
    private const int MaxStrangers = 64;

    private readonly Dictionary<NodeId, (Member Member, IActorRef Ref)> _peers = [];
    private readonly Dictionary<NodeId, IActorRef> _strangers = [];

    /// <inheritdoc/>
    public void Learn(ClusterConfiguration configuration)
    {
        if (!configuration.Members.IsEmpty)
            _strangers.Clear();
        foreach (var member in configuration.Members.Values)
        {
            if (!_peers.TryGetValue(member.Node, out var known) || known.Member.Address != member.Address)
                _peers[member.Node] = (member, system.Provider.ResolveActorRef(PathOf(member.Address)));
        }
    }

    /// <inheritdoc/>
    public void Meet(NodeId from, IActorRef at)
    {
        if (_peers.ContainsKey(from))
            return;
        if (_strangers.Count >= MaxStrangers)
            _strangers.Clear();
        _strangers[from] = at;
    }

    /// <inheritdoc/>
    public void Send(NodeId to, object message, IActorRef sender)
    {
        if (_peers.TryGetValue(to, out var peer))
            peer.Ref.Tell(message, sender);
        else if (_strangers.TryGetValue(to, out var stranger))
            stranger.Tell(message, sender);
    }

    /// <inheritdoc/>
    public NodeId? At(Address address)
    {
        foreach (var (node, peer) in _peers)
        {
            if (peer.Ref.Path.Address.Equals(address))
                return node;
        }

        return null;
    }

    /// <summary>The path of a node's actor, below <c>/user</c>.</summary>
    public static string LocalPath(string group) => $"/user/{RaftGuardian.NameOf(group)}/{RaftGuardian.NodeName}";

    private string PathOf(string address)
    {
        var root = address.Contains("://", StringComparison.Ordinal)
            ? address
            : $"{system.Provider.DefaultAddress.Protocol}://{system.Name}@{address}";
        return root + LocalPath(group);
    }
}
