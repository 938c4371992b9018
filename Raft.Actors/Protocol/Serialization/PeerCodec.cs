using System.Collections.Frozen;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>What nodes say to each other.</summary>
internal static class PeerCodec
{
    /// <summary>
    /// In the envelope, the field of the first peer message; the others follow in the order of the table.
    /// </summary>
    private const int FirstMessageField = 10;

    // Only ever append: the place in this table is the field's number in the envelope.
    private static readonly Format[] Messages =
    [
        Format.Message<RequestVote>(
            "RV",
            (to, m) => to.Numbers(m.Term, m.LastLogIndex, m.LastLogTerm, Bit(m.PreVote), Bit(m.Transfer)),
            ReadRequestVote),
        Format.Message<VoteReply>(
            "VR",
            (to, m) => to.Numbers(m.Term, m.Asked, Bit(m.Granted), Bit(m.PreVote), m.AskedBy),
            ReadVoteReply),
        Format.Message<AppendEntries>("AE", Write, ReadAppendEntries),
        Format.Message<AppendReply>(
            "AR",
            (to, m) => to.Numbers(
                m.Term, Bit(m.Success), m.MatchIndex, m.ConflictTerm, m.ConflictIndex, m.Round, m.Request),
            ReadAppendReply),
        Format.Message<TimeoutNow>("TN", (to, m) => to.Numbers(m.Term), ReadTimeoutNow),
        Format.Message<ReadIndexRequest>("RI", (to, m) => to.Numbers(m.Term, m.Read), ReadReadIndexRequest),
        Format.Message<ReadIndexReply>("RR", (to, m) => to.Numbers(m.Term, m.Read, m.Index), ReadReadIndexReply),
        Format.Message<InstallSnapshot>("IS", Write, ReadInstallSnapshot),
        Format.Message<SnapshotReply>(
            "SR",
            (to, m) => to.Numbers(m.Term, m.SnapshotIndex, m.NextOffset, Bit(m.Installed), m.Round),
            ReadSnapshotReply),
    ];

    private static readonly FrozenDictionary<Type, int> Fields = Messages
        .Select((format, i) => (format.Type, Field: FirstMessageField + i))
        .ToFrozenDictionary(m => m.Type, m => m.Field);

    public static IEnumerable<Format> Formats =>
        [Format.Message<PeerEnvelope>("PE", Write, ReadEnvelope), .. Messages];

    private static void Write(WireWriter to, PeerEnvelope envelope)
    {
        if (!Fields.TryGetValue(envelope.Message.GetType(), out var field))
            throw new ArgumentException($"peers know no {envelope.Message.GetType()}", nameof(envelope));
        to.Text(1, envelope.ClusterId);
        to.Node(2, envelope.From);
        to.Fixed64(3, envelope.FromIncarnation);
        to.Node(4, envelope.To);
        if (envelope.TraceParent is { } traceParent)
            to.Text(5, traceParent);
        var start = to.Open(field);
        Messages[field - FirstMessageField].Write(to, envelope.Message);
        to.Close(start);
    }

    private static PeerEnvelope ReadEnvelope(WireReader from)
    {
        var clusterId = "";
        NodeId? sender = null, receiver = null;
        long incarnation = 0;
        string? traceParent = null;
        PeerMessage? message = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: clusterId = from.Text(); break;
                case 2: sender = from.Node(); break;
                case 3: incarnation = from.Fixed64(); break;
                case 4: receiver = from.Node(); break;
                case 5: traceParent = from.Text(); break;
                case >= FirstMessageField and var field when field - FirstMessageField < Messages.Length:
                    message = (PeerMessage)Messages[field - FirstMessageField].Read(from.Message());
                    break;
                default: from.Skip(); break;
            }
        }

        return new PeerEnvelope(
            clusterId,
            sender ?? throw new WireException("the sender is missing"),
            incarnation,
            receiver ?? throw new WireException("the receiver is missing"),
            message ?? throw new WireException("it holds no message that this version knows"))
        {
            TraceParent = traceParent,
        };
    }

    private static RequestVote ReadRequestVote(WireReader from)
    {
        Span<long> field = stackalloc long[6];
        from.Numbers(field);
        return new RequestVote(field[1], field[2], field[3], field[4] != 0, field[5] != 0);
    }

    private static VoteReply ReadVoteReply(WireReader from)
    {
        Span<long> field = stackalloc long[6];
        from.Numbers(field);
        return new VoteReply(field[1], field[2], field[3] != 0, field[4] != 0, field[5]);
    }

    private static void Write(WireWriter to, AppendEntries append)
    {
        to.Numbers(
            append.Term, append.PrevLogIndex, append.PrevLogTerm, append.LeaderCommit, append.Round, append.Request);
        LogCodec.Write(to, 7, append.Entries);
    }

    private static AppendEntries ReadAppendEntries(WireReader from)
    {
        Span<long> field = stackalloc long[7];
        List<LogEntry>? entries = null;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 7: (entries ??= []).Add(LogCodec.ReadEntry(from.Message())); break;
                case < 7: field[from.Field] = from.Number(); break;
                default: from.Skip(); break;
            }
        }

        return new AppendEntries(
            field[1], field[2], field[3], (IReadOnlyList<LogEntry>?)entries ?? [], field[4], field[5], field[6]);
    }

    private static AppendReply ReadAppendReply(WireReader from)
    {
        Span<long> field = stackalloc long[8];
        from.Numbers(field);
        return new AppendReply(field[1], field[2] != 0, field[3], field[4], field[5], field[6], field[7]);
    }

    private static TimeoutNow ReadTimeoutNow(WireReader from)
    {
        Span<long> field = stackalloc long[2];
        from.Numbers(field);
        return new TimeoutNow(field[1]);
    }

    private static ReadIndexRequest ReadReadIndexRequest(WireReader from)
    {
        Span<long> field = stackalloc long[3];
        from.Numbers(field);
        return new ReadIndexRequest(field[1], field[2]);
    }

    private static ReadIndexReply ReadReadIndexReply(WireReader from)
    {
        Span<long> field = stackalloc long[4];
        from.Numbers(field);
        return new ReadIndexReply(field[1], field[2], field[3]);
    }

    private static void Write(WireWriter to, InstallSnapshot install)
    {
        to.Number(1, install.Term);
        to.Number(2, install.Offset);
        to.Number(3, install.Round);
        to.Fixed32(4, install.Checksum);
        LogCodec.Write(to, 5, install.Snapshot);
        to.Bytes(6, install.Data);
    }

    private static InstallSnapshot ReadInstallSnapshot(WireReader from)
    {
        long term = 0, offset = 0, round = 0;
        uint checksum = 0;
        SnapshotHeader? snapshot = null;
        var data = ReadOnlyMemory<byte>.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: term = from.Number(); break;
                case 2: offset = from.Number(); break;
                case 3: round = from.Number(); break;
                case 4: checksum = from.Fixed32(); break;
                case 5: snapshot = LogCodec.ReadSnapshotHeader(from.Message()); break;
                case 6: data = from.Bytes(); break;
                default: from.Skip(); break;
            }
        }

        return new InstallSnapshot(
            term,
            snapshot ?? throw new WireException("the snapshot's header is missing"),
            offset,
            data,
            checksum,
            round);
    }

    private static SnapshotReply ReadSnapshotReply(WireReader from)
    {
        Span<long> field = stackalloc long[6];
        from.Numbers(field);
        return new SnapshotReply(field[1], field[2], field[3], field[4] != 0, field[5]);
    }

    private static long Bit(bool value) => value ? 1 : 0;
}
