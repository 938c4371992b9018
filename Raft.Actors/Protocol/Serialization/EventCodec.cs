namespace Raft.Actors.Protocol.Serialization;

/// <summary>What the journal and the snapshot store hold.</summary>
internal static class EventCodec
{
    public static IEnumerable<Format> Formats =>
    [
        Format.Record<NodeFounded>("NF", Write, ReadNodeFounded),
        Format.Record<TermStarted>("TS", (to, e) => to.Numbers(e.Term), ReadTermStarted),
        Format.Record<VoteCast>("VC", Write, ReadVoteCast),
        Format.Record<EntriesAppended>("EA", Write, ReadEntriesAppended),
        Format.Record<RecoveryForced>("RF", Write, ReadRecoveryForced),
        Format.Record<LedgerSnapshot>("LS", Write, ReadLedgerSnapshot),
    ];

    private static void Write(WireWriter to, NodeFounded founded)
    {
        to.Text(1, founded.ClusterId);
        to.Node(2, founded.Node);
        to.Fixed64(3, founded.Incarnation);
        LogCodec.Write(to, 4, founded.Configuration);
    }

    private static NodeFounded ReadNodeFounded(WireReader from)
    {
        var clusterId = "";
        NodeId? node = null;
        long incarnation = 0;
        var configuration = ClusterConfiguration.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: clusterId = from.Text(); break;
                case 2: node = from.Node(); break;
                case 3: incarnation = from.Fixed64(); break;
                case 4: configuration = LogCodec.ReadConfiguration(from.Message()); break;
                default: from.Skip(); break;
            }
        }

        return new NodeFounded(
            clusterId, node ?? throw new WireException("the node's name is missing"), incarnation, configuration);
    }

    private static TermStarted ReadTermStarted(WireReader from)
    {
        Span<long> field = stackalloc long[2];
        from.Numbers(field);
        return new TermStarted(field[1]);
    }

    private static void Write(WireWriter to, VoteCast vote)
    {
        to.Number(1, vote.Term);
        to.Node(2, vote.Candidate);
    }

    private static VoteCast ReadVoteCast(WireReader from)
    {
        long term = 0;
        NodeId? candidate = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: term = from.Number(); break;
                case 2: candidate = from.Node(); break;
                default: from.Skip(); break;
            }
        }

        return new VoteCast(term, candidate ?? throw new WireException("the candidate is missing"));
    }

    private static void Write(WireWriter to, EntriesAppended appended)
    {
        to.Number(1, appended.After);
        LogCodec.Write(to, 2, appended.Entries);
    }

    private static EntriesAppended ReadEntriesAppended(WireReader from)
    {
        long after = 0;
        List<LogEntry> entries = [];
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: after = from.Number(); break;
                case 2: entries.Add(LogCodec.ReadEntry(from.Message())); break;
                default: from.Skip(); break;
            }
        }

        return new EntriesAppended(after, entries);
    }

    private static void Write(WireWriter to, RecoveryForced forced)
    {
        LogCodec.Write(to, 1, forced.Configuration);
        to.Text(2, forced.Note);
    }

    private static RecoveryForced ReadRecoveryForced(WireReader from)
    {
        ClusterConfiguration? configuration = null;
        var note = "";
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: configuration = LogCodec.ReadConfiguration(from.Message()); break;
                case 2: note = from.Text(); break;
                default: from.Skip(); break;
            }
        }

        return new RecoveryForced(configuration ?? throw new WireException("the configuration is missing"), note);
    }

    private static void Write(WireWriter to, LedgerSnapshot ledger)
    {
        var start = to.Open(1);
        Write(to, ledger.Founded);
        to.Close(start);
        to.Number(2, ledger.Term);
        if (ledger.VotedFor is { } votedFor)
            to.Node(3, votedFor);
        LogCodec.Write(to, 4, ledger.Snapshot);
        LogCodec.Write(to, 5, ledger.Tail);
        to.LastBytes(6, ledger.Image);
    }

    private static LedgerSnapshot ReadLedgerSnapshot(WireReader from)
    {
        NodeFounded? founded = null;
        long term = 0;
        NodeId? votedFor = null;
        SnapshotHeader? snapshot = null;
        List<LogEntry> tail = [];
        var image = ReadOnlyMemory<byte>.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: founded = ReadNodeFounded(from.Message()); break;
                case 2: term = from.Number(); break;
                case 3: votedFor = from.Node(); break;
                case 4: snapshot = LogCodec.ReadSnapshotHeader(from.Message()); break;
                case 5: tail.Add(LogCodec.ReadEntry(from.Message())); break;
                case 6: image = from.Bytes(); break;
                default: from.Skip(); break;
            }
        }

        return new LedgerSnapshot(
            founded ?? throw new WireException("the disk's identity is missing"),
            term,
            votedFor,
            snapshot ?? throw new WireException("the snapshot's header is missing"),
            tail,
            image);
    }
}
