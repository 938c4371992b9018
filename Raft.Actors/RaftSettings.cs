using Akka.Configuration;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors;

/// <summary>A node's settings, typed and checked. <c>reference.conf</c> says what each is for.</summary>
public sealed record RaftSettings
{
    /// <summary>
    /// What a message needs beside the entries or the chunk in it: envelope, addresses, the transport's own fields.
    /// </summary>
    public const int FrameOverheadBytes = 16 * 1024;

    /// <summary>This node.</summary>
    public required NodeId Node { get; init; }

    /// <summary>The cluster's name; messages of another cluster are not believed.</summary>
    public required string ClusterId { get; init; }

    /// <summary>
    /// The members that a new cluster starts with; empty for a node that is to be added to a running one.
    /// </summary>
    public required ClusterConfiguration InitialConfiguration { get; init; }

    /// <summary>What the cluster's nodes and clients know and nobody else; null when there is none.</summary>
    public ClusterSecret? Secret { get; init; }

    /// <summary>The numbers of the consensus.</summary>
    public ConsensusSettings Consensus { get; init; } = new();

    /// <summary>Where the journal plug-in is configured.</summary>
    public string JournalPluginId { get; init; } = "raft.journal";

    /// <summary>Where the snapshot plug-in is configured.</summary>
    public string SnapshotPluginId { get; init; } = "raft.snapshots";

    /// <summary>After how long a write that is not answered ends the node.</summary>
    public TimeSpan JournalDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long a snapshot that is not saved, and not said to have failed either, ends the node.
    /// </summary>
    public TimeSpan SnapshotDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After how long without a command a client session ends, by the cluster's clock.</summary>
    public TimeSpan SessionIdleLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A snapshot is taken after so many entries were applied since the last.</summary>
    public long SnapshotEveryEntries { get; init; } = 100_000;

    /// <summary>A snapshot is taken after so many bytes of entries were applied since the last.</summary>
    public long SnapshotEveryBytes { get; init; } = 64L << 20;

    /// <summary>So many entries before a snapshot stay in memory, for followers that are a little behind.</summary>
    public int RetainEntries { get; init; } = 10_000;

    /// <summary>But no more than so many bytes of them.</summary>
    public long RetainBytes { get; init; } = 64L << 20;

    /// <summary>The library's defaults, as an embedder adds them to its own configuration.</summary>
    public static Config DefaultConfig() =>
        ConfigurationFactory.FromResource<RaftSettings>("Raft.Actors.reference.conf");

    /// <summary>Reads the section <c>raft</c>, to which the defaults have been added.</summary>
    /// <param name="raft">The section.</param>
    /// <exception cref="RaftConfigException">A setting cannot be used.</exception>
    public static RaftSettings Create(Config raft)
    {
        var read = new SettingsReader(raft, "raft");
        var node = new NodeId(read.Text("node"));
        if (!NodeId.IsValid(node.Value))
            throw read.Bad("node", $"a node's name has 1 to {NodeId.MaxLength} letters, digits, '-', '_' or '.'");
        var members = ReadMembers(raft);
        if (members.Count > 0 && members.All(m => m.Node != node))
            throw read.Bad(
                "node", $"it is not one of raft.members, which are {string.Join(", ", members.Select(m => m.Node))}");
        return new RaftSettings
        {
            Node = node,
            ClusterId = read.Text("cluster-id"),
            InitialConfiguration = members.Count == 0 || read.Switch("join")
                ? ClusterConfiguration.Empty
                : ClusterConfiguration.Of(members),
            Secret = ClusterSecret.Create(raft),
            Consensus = ReadConsensus(read),
            JournalPluginId = read.Text("journal-plugin"),
            SnapshotPluginId = read.Text("snapshot-plugin"),
            JournalDeadline = read.Span("journal-deadline", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            SnapshotDeadline = read.Span("snapshot.deadline", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            SnapshotEveryEntries = read.Count("snapshot.every-entries", 1, int.MaxValue),
            SnapshotEveryBytes = read.Size("snapshot.every-size", 1, 64L << 30),
            RetainEntries = read.Count("snapshot.retain-entries", 0, 10_000_000),
            RetainBytes = read.Size("snapshot.retain-size", 0, 64L << 30),
            SessionIdleLimit = read.Span("session-idle-limit", TimeSpan.FromSeconds(1), TimeSpan.FromDays(365)),
        };
    }

    /// <summary>
    /// Checks that whatever a node sends fits the transport's frame: Akka.Remote drops a larger message, so that a
    /// follower would wait for it for ever.
    /// </summary>
    /// <param name="frameBytes">The transport's <c>maximum-frame-size</c>.</param>
    /// <exception cref="RaftConfigException">Something may not fit.</exception>
    public void CheckFrame(long frameBytes)
    {
        var sizes = new (string Key, int Bytes)[]
        {
            ("raft.max-command-size", Consensus.MaxCommandBytes),
            ("raft.batch.max-size", Consensus.MaxBatchBytes),
            ("raft.snapshot.chunk-size", Consensus.SnapshotChunkBytes),
        };
        foreach (var (key, bytes) in sizes)
        {
            if (bytes + FrameOverheadBytes <= frameBytes)
                continue;
            throw new RaftConfigException(
                key,
                $"{bytes} bytes",
                $"with {FrameOverheadBytes} bytes around it, "
                    + $"it must fit into akka.remote.dot-netty.tcp.maximum-frame-size, which is {frameBytes}");
        }
    }

    private static ConsensusSettings ReadConsensus(SettingsReader read)
    {
        var least = TimeSpan.FromMilliseconds(1);
        var most = TimeSpan.FromMinutes(10);
        var settings = new ConsensusSettings
        {
            HeartbeatInterval = read.Span("heartbeat-interval", least, most),
            ElectionTimeoutMin = read.Span("election-timeout.min", least, most),
            ElectionTimeoutMax = read.Span("election-timeout.max", least, most),
            PreVote = read.Switch("pre-vote"),
            CheckQuorum = read.Switch("check-quorum"),
            LeaseReads = read.Switch("lease-reads"),
            MaxClockDrift = read.Share("max-clock-drift", 0, 0.5),
            MaxCommandBytes = (int)read.Size("max-command-size", 1, 16 << 20),
            MaxBatchEntries = read.Count("batch.max-entries", 1, 100_000),
            MaxBatchBytes = (int)read.Size("batch.max-size", 1, 64 << 20),
            MaxUncommittedBatches = read.Count("batch.max-uncommitted", 1, 1024),
            MaxPendingProposals = read.Count("pending.max-commands", 1, 1_000_000),
            MaxPendingBytes = read.Size("pending.max-size", 1, 4L << 30),
            MaxPendingReads = read.Count("pending.max-reads", 1, 1_000_000),
            WindowMessages = read.Count("window.max-messages", 1, 10_000),
            WindowBytes = read.Size("window.max-size", 1, 1L << 30),
            SnapshotChunkBytes = (int)read.Size("snapshot.chunk-size", 1, 16 << 20),
            CaughtUpEntries = read.Count("caught-up-entries", 0, 1_000_000),
        };
        if (settings.HeartbeatInterval * 2 > settings.ElectionTimeoutMin)
            throw read.Bad("heartbeat-interval", "it must be at most half of raft.election-timeout.min, which "
                + $"is {settings.ElectionTimeoutMin.TotalMilliseconds:0}ms, or a lost heartbeat costs an election");
        if (settings.MaxPendingBytes < settings.MaxCommandBytes)
            throw read.Bad("pending.max-size", "it must be at least raft.max-command-size, "
                + $"which is {settings.MaxCommandBytes} bytes, or such a command is never taken");
        if (settings.ElectionTimeoutMax <= settings.ElectionTimeoutMin)
            throw read.Bad("election-timeout.max", "it must be above raft.election-timeout.min, which "
                + $"is {settings.ElectionTimeoutMin.TotalMilliseconds:0}ms, or nodes stand at the same time for ever");
        return settings;
    }

    private static List<Member> ReadMembers(Config raft)
    {
        var members = new List<Member>();
        if (!raft.HasPath("members"))
            return members;
        foreach (var (name, value) in raft.GetConfig("members").Root.GetObject().Items)
        {
            var address = value.GetString();
            if (!NodeId.IsValid(name))
                throw new RaftConfigException($"raft.members.{name}", $"\"{address}\"",
                    $"a node's name has 1 to {NodeId.MaxLength} letters, digits, '-', '_' or '.'");
            if (!IsAddress(address))
                throw new RaftConfigException($"raft.members.{name}", $"\"{address}\"", "host:port is needed");
            members.Add(new Member(new NodeId(name), address));
        }

        return members;
    }

    private static bool IsAddress(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0 && int.TryParse(address.AsSpan(colon + 1), out var port) && port is > 0 and <= 65535;
    }
}
