using Raft.Actors.Protocol;

namespace Raft.Specs.Protocol;

/// <summary>Messages and events of every type, drawn at random: the same seed draws the same.</summary>
internal sealed class Samples(int seed)
{
    private readonly Random _dice = new(seed);

    /// <summary>How to draw each type that has a format.</summary>
    private static readonly Dictionary<Type, Func<Samples, object>> Draws = new()
    {
        [typeof(PeerEnvelope)] = s => new PeerEnvelope(
            s.Text(),
            s.Node(),
            s.Number(),
            s.Node(),
            (PeerMessage)s.DrawOneOf(t => t.IsSubclassOf(typeof(PeerMessage))))
        {
            TraceParent = s.TraceParent(),
        },
        [typeof(RequestVote)] = s => new RequestVote(s.Number(), s.Number(), s.Number(), s.Coin(), s.Coin()),
        [typeof(VoteReply)] = s => new VoteReply(s.Number(), s.Number(), s.Coin(), s.Coin(), s.Number()),
        [typeof(AppendEntries)] = s => new AppendEntries(
            s.Number(), s.Number(), s.Number(), s.Entries(), s.Number(), s.Number(), s.Number()),
        [typeof(AppendReply)] = s => new AppendReply(
            s.Number(), s.Coin(), s.Number(), s.Number(), s.Number(), s.Number(), s.Number()),
        [typeof(TimeoutNow)] = s => new TimeoutNow(s.Number()),
        [typeof(ReadIndexRequest)] = s => new ReadIndexRequest(s.Number(), s.Number()),
        [typeof(ReadIndexReply)] = s => new ReadIndexReply(s.Number(), s.Number(), s.Number()),
        [typeof(InstallSnapshot)] = s => new InstallSnapshot(
            s.Number(), s.Header(), s.Number(), s.Bytes(), (uint)s.Number(), s.Number()),
        [typeof(SnapshotReply)] = s => new SnapshotReply(s.Number(), s.Number(), s.Number(), s.Coin(), s.Number()),
        [typeof(NodeFounded)] = s => s.Founded(),
        [typeof(TermStarted)] = s => new TermStarted(s.Number()),
        [typeof(VoteCast)] = s => new VoteCast(s.Number(), s.Node()),
        [typeof(EntriesAppended)] = s => new EntriesAppended(s.Number(), s.Entries()),
        [typeof(RecoveryForced)] = s => new RecoveryForced(s.Configuration(), s.Text()),
        [typeof(LedgerSnapshot)] = s => new LedgerSnapshot(
            s.Founded(), s.Number(), s.NodeOrNull(), s.Header(), s.Entries(), s.Bytes()),
        [typeof(ClientCommand)] = s => new ClientCommand(s.Bytes())
        {
            Session = s.Number(),
            Sequence = s.Number(),
            Acknowledged = s.Number(),
        },
        [typeof(OpenSession)] = _ => OpenSession.Instance,
        [typeof(ClientCall)] = s => new ClientCall(
            s.Number(),
            (IClientRequest)s.DrawOneOf(t => t.IsAssignableTo(typeof(IClientRequest)) && t != typeof(ClientCall)),
            s._dice.Next(100_000),
            s.Coin())
        {
            TraceParent = s.TraceParent(),
        },
        [typeof(ClientReturn)] = s => new ClientReturn(s.Number(), s.DrawOneOf(IsAnswer)),
        [typeof(ClientRead)] = s => new ClientRead(s.Bytes(), s.OneOf<ReadConsistency>())
        {
            MaxStalenessMs = s._dice.Next(100_000),
        },
        [typeof(GetStatus)] = _ => GetStatus.Instance,
        [typeof(CommandAnswer.Committed)] = s => new CommandAnswer.Committed(s.Number(), s.Number(), s.Bytes()),
        [typeof(CommandAnswer.NotCommitted)] = s => new CommandAnswer.NotCommitted(s.Text()),
        [typeof(CommandAnswer.Unknown)] = s => new CommandAnswer.Unknown(s.Text()),
        [typeof(CommandAnswer.Busy)] = s => new CommandAnswer.Busy(s.Text()),
        [typeof(CommandAnswer.NoSession)] = s => new CommandAnswer.NoSession(s.Text()),
        [typeof(CommandAnswer.Refused)] = s => new CommandAnswer.Refused(s.Text()),
        [typeof(ReadAnswer.Value)] = s => new ReadAnswer.Value(s.Bytes(), s.Number()),
        [typeof(ReadAnswer.Unavailable)] = s => new ReadAnswer.Unavailable(s.Text()),
        [typeof(ReadAnswer.Busy)] = s => new ReadAnswer.Busy(s.Text()),
        [typeof(ChangeMembership)] = s =>
            new ChangeMembership([.. s.Configuration().Members.Values], [s.Node(), s.Node()]),
        [typeof(HandOver)] = s => new HandOver(s.NodeOrNull()),
        [typeof(TakeSnapshot)] = _ => TakeSnapshot.Instance,
        [typeof(GetBackup)] = _ => GetBackup.Instance,
        [typeof(ReadLog)] = s => new ReadLog(s.Number(), s._dice.Next(ReadLog.MaxCount)),
        [typeof(LogPage)] = s => new LogPage(s.Number(), s.Number(), s.Number(), s.Entries()),
        [typeof(GetStateHash)] = s => new GetStateHash(s.Number()),
        [typeof(StateHash)] = s => new StateHash(s.Number(), s.Coin() ? (ulong)s.Number() : null),
        [typeof(NodeStatus)] = s => s.Status(),
    };

    /// <summary>Every type that can be drawn.</summary>
    public static IEnumerable<Type> Types => Draws.Keys;

    public object Draw(Type type) => Draws[type](this);

    public T Draw<T>() => (T)Draw(typeof(T));

    private static bool IsAnswer(Type type) =>
        type.IsSubclassOf(typeof(CommandAnswer)) || type.IsSubclassOf(typeof(ReadAnswer))
        || type == typeof(NodeStatus) || type == typeof(LogPage) || type == typeof(StateHash);

    private object DrawOneOf(Func<Type, bool> which)
    {
        var types = Types.Where(which).ToList();
        return Draw(types[_dice.Next(types.Count)]);
    }

    private bool Coin() => _dice.Next(2) == 0;

    private T OneOf<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[_dice.Next(values.Length)];
    }

    private long Number() => _dice.Next(6) switch
    {
        0 => 0,
        1 => _dice.Next(1, 128),
        2 => _dice.Next(),
        3 => _dice.NextInt64(),
        4 => -_dice.NextInt64(),
        _ => Coin() ? long.MaxValue : long.MinValue,
    };

    private string Text() => _dice.Next(4) switch
    {
        0 => "",
        1 => "the cluster's name, überall 集群 🗳",
        2 => new string('x', _dice.Next(1, 300)),
        _ => "kv-" + _dice.Next(),
    };

    private string? TraceParent() => Coin() ? $"00-{_dice.NextInt64():x32}-{_dice.NextInt64():x16}-01" : null;

    private NodeId Node() => new("node-" + _dice.Next(1, 10));

    private NodeId? NodeOrNull() => Coin() ? Node() : null;

    private ReadOnlyMemory<byte> Bytes()
    {
        var bytes = new byte[_dice.Next(4) switch { 0 => 0, 1 => _dice.Next(1, 10), 2 => 128, _ => _dice.Next(3000) }];
        _dice.NextBytes(bytes);
        return bytes;
    }

    private ClusterConfiguration Configuration()
    {
        var names = Enumerable.Range(1, _dice.Next(8)).Select(i => new NodeId($"node-{i}")).ToList();
        if (names.Count == 0)
            return ClusterConfiguration.Empty;
        return ClusterConfiguration.Create(
            names.Select(
                name => new Member(name, $"10.0.0.{_dice.Next(255)}:{_dice.Next(65536)}", _dice.Next(101), Number())),
            names.Take(_dice.Next(1, names.Count + 1)),
            Coin() ? names.Skip(_dice.Next(names.Count)) : null,
            Coin() ? names.Where(_ => Coin()) : null);
    }

    private SnapshotHeader Header() =>
        new(Number(), Number(), Number(), Configuration(), Number(), (uint)_dice.NextInt64(uint.MaxValue));

    private NodeFounded Founded() => new(Text(), Node(), Number(), Configuration());

    private List<LogEntry> Entries()
    {
        var first = _dice.NextInt64(1, 1L << 40);
        return [.. Enumerable.Range(0, _dice.Next(6)).Select(i => Entry(first + i))];
    }

    private LogEntry Entry(long index)
    {
        var kind = OneOf<EntryKind>();
        return new LogEntry
        {
            Index = index,
            Term = Number(),
            Kind = kind,
            ClockMs = Number(),
            Session = Number(),
            Sequence = Number(),
            Acknowledged = Number(),
            Payload = kind == EntryKind.Command ? Bytes() : default,
            Configuration = kind == EntryKind.Configuration ? Configuration() : null,
        };
    }

    private NodeStatus Status() => new()
    {
        Node = Node(),
        Role = OneOf<NodeRole>(),
        Term = Number(),
        Leader = NodeOrNull(),
        VotedFor = NodeOrNull(),
        CommitIndex = Number(),
        AppliedIndex = Number(),
        LastIndex = Number(),
        SnapshotIndex = Number(),
        AnnouncedCommit = Coin() ? Number() : null,
        Configuration = Configuration(),
        Peers = [.. Enumerable.Range(0, _dice.Next(5)).Select(_ => new PeerStatus(
            Node(), Text(), Coin() ? "voter" : "learner", Coin() ? Number() : null, Coin() ? Number() : null))],
    };
}
