namespace Raft.Actors.Protocol.Serialization;

/// <summary>What clients ask, and what they are answered.</summary>
internal static class ClientCodec
{
    public static IEnumerable<Format> Formats =>
    [
        Format.Message<ClientCommand>("CC", Write, ReadCommand),
        Format.Message<OpenSession>("OS", (_, _) => { }, _ => OpenSession.Instance),
        Format.Message<ClientCall>("CL", Write, ReadCall),
        Format.Message<ClientReturn>("CT", Write, ReadReturn),
        Format.Message<ClientRead>("CR", Write, ReadRead),
        Format.Message<GetStatus>("GS", (_, _) => { }, _ => GetStatus.Instance),
        Format.Message<CommandAnswer.Committed>("CA", Write, ReadCommitted),
        Reason<CommandAnswer.NotCommitted>("CN", a => a.Reason, reason => new CommandAnswer.NotCommitted(reason)),
        Reason<CommandAnswer.Unknown>("CU", a => a.Reason, reason => new CommandAnswer.Unknown(reason)),
        Reason<CommandAnswer.Busy>("CB", a => a.Reason, reason => new CommandAnswer.Busy(reason)),
        Reason<CommandAnswer.Refused>("CX", a => a.Reason, reason => new CommandAnswer.Refused(reason)),
        Reason<CommandAnswer.NoSession>("CS", a => a.Reason, reason => new CommandAnswer.NoSession(reason)),
        Format.Message<ReadAnswer.Value>("DV", Write, ReadValue),
        Reason<ReadAnswer.Unavailable>("DU", a => a.Reason, reason => new ReadAnswer.Unavailable(reason)),
        Reason<ReadAnswer.Busy>("DB", a => a.Reason, reason => new ReadAnswer.Busy(reason)),
    ];

    private static Format Reason<T>(string manifest, Func<T, string> reasonOf, Func<string, T> make)
        where T : class =>
        Format.Message<T>(manifest, (to, answer) => to.Text(1, reasonOf(answer)), from => make(ReadReason(from)));

    private static string ReadReason(WireReader from)
    {
        var reason = "";
        while (from.Next())
        {
            if (from.Field == 1)
                reason = from.Text();
            else
                from.Skip();
        }

        return reason;
    }

    private static void Write(WireWriter to, ClientCommand command)
    {
        to.Number(1, command.Session);
        to.Number(2, command.Sequence);
        to.Bytes(3, command.Command);
        to.Number(4, command.Acknowledged);
    }

    private static ClientCommand ReadCommand(WireReader from)
    {
        long session = 0, sequence = 0, acknowledged = 0;
        var command = ReadOnlyMemory<byte>.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: session = from.Number(); break;
                case 2: sequence = from.Number(); break;
                case 3: command = from.Bytes(); break;
                case 4: acknowledged = from.Number(); break;
                default: from.Skip(); break;
            }
        }

        return new ClientCommand(command) { Session = session, Sequence = sequence, Acknowledged = acknowledged };
    }

    private static void Write(WireWriter to, ClientCall call)
    {
        to.Number(1, call.Call);
        to.Number(2, call.TimeoutMs);
        to.Number(3, call.IsForwarded ? 1 : 0);
        RaftCodec.WriteWithin(to, 4, 5, call.Request);
        if (call.TraceParent is { } traceParent)
            to.Text(6, traceParent);
    }

    private static ClientCall ReadCall(WireReader from)
    {
        long call = 0;
        var timeoutMs = 0;
        var isForwarded = false;
        string? traceParent = null;
        var manifest = "";
        var body = default(WireReader);
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: call = from.Number(); break;
                case 2: timeoutMs = from.SmallNumber(); break;
                case 3: isForwarded = from.Flag(); break;
                case 6: traceParent = from.Text(); break;
                case 4: manifest = from.Text(); break;
                case 5: body = from.Message(); break;
                default: from.Skip(); break;
            }
        }

        var request = RaftCodec.ReadWithin(manifest, body, IsRequest);
        return new ClientCall(call, (IClientRequest)request, timeoutMs, isForwarded) { TraceParent = traceParent };
    }

    private static void Write(WireWriter to, ClientReturn answer)
    {
        to.Number(1, answer.Call);
        RaftCodec.WriteWithin(to, 2, 3, answer.Answer);
    }

    private static ClientReturn ReadReturn(WireReader from)
    {
        long call = 0;
        var manifest = "";
        var body = default(WireReader);
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: call = from.Number(); break;
                case 2: manifest = from.Text(); break;
                case 3: body = from.Message(); break;
                default: from.Skip(); break;
            }
        }

        return new ClientReturn(call, RaftCodec.ReadWithin(manifest, body, IsAnswer));
    }

    // A call within a call is refused before it is read: bytes that hold one another a thousand deep would exhaust the
    // stack.
    private static bool IsRequest(Type type) =>
        type.IsAssignableTo(typeof(IClientRequest)) && type != typeof(ClientCall);

    // Answers have no base of their own: they are what is left of all that has a format.
    private static bool IsAnswer(Type type) =>
        !type.IsAssignableTo(typeof(IClientRequest)) && type != typeof(ClientReturn)
        && type != typeof(PeerEnvelope) && !type.IsSubclassOf(typeof(PeerMessage))
        && !type.IsSubclassOf(typeof(RaftEvent));

    private static void Write(WireWriter to, ClientRead read)
    {
        to.Number(1, (long)read.Consistency);
        to.Number(2, read.MaxStalenessMs);
        to.Bytes(3, read.Query);
    }

    private static ClientRead ReadRead(WireReader from)
    {
        var consistency = ReadConsistency.Linearizable;
        var maxStalenessMs = 0;
        var query = ReadOnlyMemory<byte>.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: consistency = Consistency(from.Number()); break;
                case 2: maxStalenessMs = from.SmallNumber(); break;
                case 3: query = from.Bytes(); break;
                default: from.Skip(); break;
            }
        }

        return new ClientRead(query, consistency) { MaxStalenessMs = maxStalenessMs };
    }

    private static void Write(WireWriter to, CommandAnswer.Committed committed)
    {
        to.Number(1, committed.Index);
        to.Number(2, committed.Term);
        to.Bytes(3, committed.Result);
    }

    private static CommandAnswer.Committed ReadCommitted(WireReader from)
    {
        long index = 0, term = 0;
        var result = ReadOnlyMemory<byte>.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: index = from.Number(); break;
                case 2: term = from.Number(); break;
                case 3: result = from.Bytes(); break;
                default: from.Skip(); break;
            }
        }

        return new CommandAnswer.Committed(index, term, result);
    }

    private static void Write(WireWriter to, ReadAnswer.Value value)
    {
        to.Number(1, value.AppliedIndex);
        to.Bytes(2, value.Result);
    }

    private static ReadAnswer.Value ReadValue(WireReader from)
    {
        long appliedIndex = 0;
        var result = ReadOnlyMemory<byte>.Empty;
        while (from.Next())
        {
            switch (from.Field)
            {
                case 1: appliedIndex = from.Number(); break;
                case 2: result = from.Bytes(); break;
                default: from.Skip(); break;
            }
        }

        return new ReadAnswer.Value(result, appliedIndex);
    }

    private static ReadConsistency Consistency(long value) =>
        value is >= (long)ReadConsistency.Linearizable and <= (long)ReadConsistency.Stale
            ? (ReadConsistency)value
            : throw new WireException($"{value} is no consistency of reads that this version knows");
}
