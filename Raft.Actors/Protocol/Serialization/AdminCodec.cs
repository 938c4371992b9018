namespace Raft.Actors.Protocol.Serialization;

/// <summary>What operators ask, and what they are answered.</summary>
internal static class AdminCodec
{
    public static IEnumerable<Format> Formats =>
    [
        Format.Message<ChangeMembership>("MC", Write, ReadChange),
        Format.Message<HandOver>("MH", (to, order) => WriteNode(to, order.To), from => new HandOver(ReadNode(from))),
        Format.Message<TakeSnapshot>("MS", (_, _) => { }, _ => TakeSnapshot.Instance),
        Format.Message<GetBackup>("MB", (_, _) => { }, _ => GetBackup.Instance),
        Format.Message<ReadLog>("ML", (to, read) => to.Numbers(read.From, read.Count), ReadReadLog),
        Format.Message<LogPage>("MP", Write, ReadPage),
        Format.Message<GetStateHash>("MG", (to, get) => to.Number(1, get.Index), ReadGetHash),
        Format.Message<StateHash>("MX", Write, ReadHash),
    ];

    private static void Write(WireWriter to, ChangeMembership change)
    {
        foreach (var member in change.Members)
            LogCodec.Write(to, 1, member);
        foreach (var voter in change.Voters)
            to.Node(2, voter);
    }

    private static ChangeMembership ReadChange(WireReader from)
    {
        List<Member> members = [];
        List<NodeId> voters = [];
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: members.Add(LogCodec.ReadMember(from.Message())); break;
                case 2: voters.Add(from.Node()); break;
                default: from.Skip(); break;
            }
        }

        return new ChangeMembership(members, voters);
    }

    private static void WriteNode(WireWriter to, NodeId? node)
    {
        if (node is { } known)
            to.Node(1, known);
    }

    private static NodeId? ReadNode(WireReader from)
    {
        NodeId? node = null;
        while (from.Next())
        {
            if (from.Field == 1)
                node = from.Node();
            else
                from.Skip();
        }

        return node;
    }

    private static ReadLog ReadReadLog(WireReader from)
    {
        Span<long> numbers = stackalloc long[3];
        from.Numbers(numbers);
        return new ReadLog(numbers[1], (int)Math.Clamp(numbers[2], 0, ReadLog.MaxCount));
    }

    private static void Write(WireWriter to, LogPage page)
    {
        to.Number(1, page.FirstIndex);
        to.Number(2, page.LastIndex);
        to.Number(3, page.CommitIndex);
        LogCodec.Write(to, 4, page.Entries);
    }

    private static LogPage ReadPage(WireReader from)
    {
        long first = 0, last = 0, commit = 0;
        List<LogEntry> entries = [];
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: first = from.Number(); break;
                case 2: last = from.Number(); break;
                case 3: commit = from.Number(); break;
                case 4: entries.Add(LogCodec.ReadEntry(from.Message())); break;
                default: from.Skip(); break;
            }
        }

        return new LogPage(first, last, commit, entries);
    }

    private static GetStateHash ReadGetHash(WireReader from)
    {
        Span<long> numbers = stackalloc long[2];
        from.Numbers(numbers);
        return new GetStateHash(numbers[1]);
    }

    private static void Write(WireWriter to, StateHash hash)
    {
        to.Number(1, hash.Index);
        to.NumberOrNull(2, (long?)hash.Hash);
    }

    private static StateHash ReadHash(WireReader from)
    {
        long index = 0;
        ulong? hash = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: index = from.Number(); break;
                case 2: hash = (ulong)from.Number(); break;
                default: from.Skip(); break;
            }
        }

        return new StateHash(index, hash);
    }
}
