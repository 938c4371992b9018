namespace Raft.Actors.Protocol.Serialization;

/// <summary>The picture of a node.</summary>
internal static class StatusCodec
{
    public static IEnumerable<Format> Formats => [Format.Message<NodeStatus>("NS", Write, ReadStatus)];

    private static void Write(WireWriter to, NodeStatus status)
    {
        to.Node(1, status.Node);
        to.Number(2, (long)status.Role);
        to.Number(3, status.Term);
        if (status.Leader is { } leader)
            to.Node(4, leader);
        if (status.VotedFor is { } votedFor)
            to.Node(5, votedFor);
        to.Number(6, status.CommitIndex);
        to.Number(7, status.AppliedIndex);
        to.Number(8, status.LastIndex);
        to.Number(9, status.SnapshotIndex);
        foreach (var peer in status.Peers)
            Write(to, 10, peer);
        LogCodec.Write(to, 11, status.Configuration);
        to.NumberOrNull(12, status.AnnouncedCommit);
    }

    private static NodeStatus ReadStatus(WireReader from)
    {
        NodeId? node = null, leader = null, votedFor = null;
        var role = NodeRole.Follower;
        long term = 0, commitIndex = 0, appliedIndex = 0, lastIndex = 0, snapshotIndex = 0;
        long? announcedCommit = null;
        List<PeerStatus> peers = [];
        var configuration = ClusterConfiguration.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: node = from.Node(); break;
                case 2: role = Role(from.Number()); break;
                case 3: term = from.Number(); break;
                case 4: leader = from.Node(); break;
                case 5: votedFor = from.Node(); break;
                case 6: commitIndex = from.Number(); break;
                case 7: appliedIndex = from.Number(); break;
                case 8: lastIndex = from.Number(); break;
                case 9: snapshotIndex = from.Number(); break;
                case 10: peers.Add(ReadPeer(from.Message())); break;
                case 11: configuration = LogCodec.ReadConfiguration(from.Message()); break;
                case 12: announcedCommit = from.Number(); break;
                default: from.Skip(); break;
            }
        }

        return new NodeStatus
        {
            Node = node ?? throw new WireException("the node's name is missing"),
            Role = role,
            Term = term,
            Leader = leader,
            VotedFor = votedFor,
            CommitIndex = commitIndex,
            AppliedIndex = appliedIndex,
            LastIndex = lastIndex,
            SnapshotIndex = snapshotIndex,
            AnnouncedCommit = announcedCommit,
            Configuration = configuration,
            Peers = peers,
        };
    }

    private static void Write(WireWriter to, int field, PeerStatus peer)
    {
        var start = to.Open(field);
        to.Node(1, peer.Node);
        to.Text(2, peer.Address);
        to.Text(3, peer.Role);
        to.NumberOrNull(4, peer.MatchIndex);
        to.NumberOrNull(5, peer.LastHeardMs);
        to.Close(start);
    }

    private static PeerStatus ReadPeer(WireReader from)
    {
        NodeId? node = null;
        string address = "", role = "";
        long? matchIndex = null, lastHeardMs = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: node = from.Node(); break;
                case 2: address = from.Text(); break;
                case 3: role = from.Text(); break;
                case 4: matchIndex = from.Number(); break;
                case 5: lastHeardMs = from.Number(); break;
                default: from.Skip(); break;
            }
        }

        return new PeerStatus(
            node ?? throw new WireException("a peer's name is missing"), address, role, matchIndex, lastHeardMs);
    }

    private static NodeRole Role(long value) => value is >= (long)NodeRole.Follower and <= (long)NodeRole.Leader
        ? (NodeRole)value
        : throw new WireException($"{value} is no role that this version knows");
}
