using Akka.Actor;
using Akka.Remote;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Host.Nodes;

/// <summary>
/// Tells on the node's console what changed: its role, term and leader, and which peers it can reach.
/// </summary>
internal sealed class NodeReporter(
    NodeLog log, IReadOnlyDictionary<string, string> peers, Action<LeadershipChanged> heard) : UntypedActor
{
    private readonly Dictionary<string, bool> _reachable = new(StringComparer.Ordinal);

    /// <summary>Begins to tell.</summary>
    /// <param name="system">The system of the node.</param>
    /// <param name="log">Its console.</param>
    /// <param name="peers">The peers' names by their remoting addresses, host:port.</param>
    /// <param name="heard">Hears of every change of role, term or leader as well.</param>
    public static void Attach(
        ActorSystem system, NodeLog log, IReadOnlyDictionary<string, string> peers, Action<LeadershipChanged> heard)
    {
        var reporter = system.ActorOf(Props.Create(() => new NodeReporter(log, peers, heard)), "reporter");
        system.EventStream.Subscribe(reporter, typeof(LeadershipChanged));
        system.EventStream.Subscribe(reporter, typeof(AssociationEvent));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LeadershipChanged change:
                heard(change);
                log.Line(KindOf(change), Tell(change), ("term", change.Term), ("leader", change.Leader?.Value));
                break;
            case AssociatedEvent peer:
                TellPeer(peer.RemoteAddress, reachable: true);
                break;
            case AssociationErrorEvent peer:
                TellPeer(peer.RemoteAddress, reachable: false);
                break;
            case DisassociatedEvent peer:
                TellPeer(peer.RemoteAddress, reachable: false);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    internal static LogEventId KindOf(LeadershipChanged change) => change.Role switch
    {
        NodeRole.Leader => LogEventId.ElectionWon,
        NodeRole.Candidate => LogEventId.Stands,
        _ => change.Leader is null ? LogEventId.LeaderLost : LogEventId.Follows,
    };

    internal static string Tell(LeadershipChanged change) => $"term {change.Term}: {change.Node} " + change.Role switch
    {
        NodeRole.Leader => "leads",
        NodeRole.Candidate => "stands for election",
        _ when change.Leader is { } leader => $"follows {leader}",
        _ => "knows no leader",
    };

    // Remoting tells of every attempt; people want to know when it changes.
    private void TellPeer(Address address, bool reachable)
    {
        var at = $"{address.Host}:{address.Port}";
        if (!peers.TryGetValue(at, out var peer) || (_reachable.TryGetValue(at, out var before) && before == reachable))
            return;
        _reachable[at] = reachable;
        if (reachable)
            log.Line(LogEventId.PeerReached, $"{peer} is reachable", ("peer", peer), ("address", at));
        else
            log.Line(LogEventId.PeerLost, $"{peer} cannot be reached at {at}", ("peer", peer), ("address", at));
    }
}
