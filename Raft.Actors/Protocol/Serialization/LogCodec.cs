namespace Raft.Actors.Protocol.Serialization;

/// <summary>
/// The parts that peer messages and journal events have in common: entries, configurations, snapshot headers.
/// </summary>
internal static class LogCodec
{
    public static void Write(WireWriter to, int field, LogEntry entry)
    {
        var start = to.Open(field);
        to.Number(1, entry.Index);
        to.Number(2, entry.Term);
        to.Number(3, (long)entry.Kind);
        to.Number(4, entry.ClockMs);
        to.Number(5, entry.Session);
        to.Number(6, entry.Sequence);
        to.Bytes(7, entry.Payload);
        if (entry.Configuration is not null)
            Write(to, 8, entry.Configuration);
        to.Number(9, entry.Acknowledged);
        to.Close(start);
    }

    public static void Write(WireWriter to, int field, IReadOnlyList<LogEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
            Write(to, field, entries[i]);
    }

    public static LogEntry ReadEntry(WireReader from)
    {
        long index = 0, term = 0, clockMs = 0, session = 0, sequence = 0, acknowledged = 0;
        var kind = EntryKind.NoOp;
        var payload = ReadOnlyMemory<byte>.Empty;
        ClusterConfiguration? configuration = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: index = from.Number(); break;
                case 2: term = from.Number(); break;
                case 3: kind = Kind(from.Number()); break;
                case 4: clockMs = from.Number(); break;
                case 5: session = from.Number(); break;
                case 6: sequence = from.Number(); break;
                case 7: payload = from.Bytes(); break;
                case 8: configuration = ReadConfiguration(from.Message()); break;
                case 9: acknowledged = from.Number(); break;
                default: from.Skip(); break;
            }
        }

        if (index < 1)
            throw new WireException($"an entry has index {index}, and a log starts at 1");
        return new LogEntry
        {
            Index = index,
            Term = term,
            Kind = kind,
            ClockMs = clockMs,
            Session = session,
            Sequence = sequence,
            Acknowledged = acknowledged,
            Payload = payload,
            Configuration = configuration,
        };
    }

    public static void Write(WireWriter to, int field, ClusterConfiguration configuration)
    {
        var start = to.Open(field);
        foreach (var member in configuration.Members.Values)
            Write(to, 1, member);
        foreach (var voter in configuration.Voters)
            to.Node(2, voter);
        foreach (var leaving in configuration.Outgoing)
            to.Node(3, leaving);
        if (configuration.Target is { } target)
            Write(to, 4, target);
        to.Close(start);
    }

    public static ClusterConfiguration ReadConfiguration(WireReader from)
    {
        List<Member> members = [];
        List<NodeId> voters = [];
        List<NodeId> outgoing = [];
        List<NodeId>? target = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: members.Add(ReadMember(from.Message())); break;
                case 2: voters.Add(from.Node()); break;
                case 3: outgoing.Add(from.Node()); break;
                case 4: target = ReadNodes(from.Message()); break;
                default: from.Skip(); break;
            }
        }

        return ClusterConfiguration.Create(members, voters, outgoing, target);
    }

    public static void Write(WireWriter to, int field, SnapshotHeader header)
    {
        var start = to.Open(field);
        to.Number(1, header.Index);
        to.Number(2, header.Term);
        to.Number(3, header.ClockMs);
        Write(to, 4, header.Configuration);
        to.Number(5, header.SizeBytes);
        to.Fixed32(6, header.Checksum);
        to.Close(start);
    }

    public static SnapshotHeader ReadSnapshotHeader(WireReader from)
    {
        long index = 0, term = 0, clockMs = 0, sizeBytes = 0;
        uint checksum = 0;
        var configuration = ClusterConfiguration.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: index = from.Number(); break;
                case 2: term = from.Number(); break;
                case 3: clockMs = from.Number(); break;
                case 4: configuration = ReadConfiguration(from.Message()); break;
                case 5: sizeBytes = from.Number(); break;
                case 6: checksum = from.Fixed32(); break;
                default: from.Skip(); break;
            }
        }

        return new SnapshotHeader(index, term, clockMs, configuration, sizeBytes, checksum);
    }

    public static void Write(WireWriter to, int field, Member member)
    {
        var start = to.Open(field);
        to.Node(1, member.Node);
        to.Text(2, member.Address);
        to.Number(3, member.Priority);
        to.Fixed64(4, member.Incarnation);
        to.Close(start);
    }

    public static Member ReadMember(WireReader from)
    {
        NodeId? node = null;
        var address = "";
        var priority = 0;
        long incarnation = 0;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: node = from.Node(); break;
                case 2: address = from.Text(); break;
                case 3: priority = from.SmallNumber(); break;
                case 4: incarnation = from.Fixed64(); break;
                default: from.Skip(); break;
            }
        }

        return new Member(node ?? throw new WireException("a member has no name"), address, priority, incarnation);
    }

    private static void Write(WireWriter to, int field, IEnumerable<NodeId> nodes)
    {
        var start = to.Open(field);
        foreach (var node in nodes)
            to.Node(1, node);
        to.Close(start);
    }

    private static List<NodeId> ReadNodes(WireReader from)
    {
        List<NodeId> nodes = [];
        while (from.Next())
        {
            if (from.Field == 1)
                nodes.Add(from.Node());
            else
                from.Skip();
        }

        return nodes;
    }

    private static EntryKind Kind(long value) => value is >= (long)EntryKind.NoOp and <= (long)EntryKind.OpenSession
        ? (EntryKind)value
        : throw new WireException($"{value} is no kind of entry that this version knows");
}
