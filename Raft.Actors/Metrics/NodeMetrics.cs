using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Raft.Actors.Protocol;

namespace Raft.Actors.Metrics;

/// <summary>
/// What a node measures, under the meter <see cref="MeterName"/>, for whatever listens: OpenTelemetry,
/// <c>dotnet-counters</c>, or the host's <c>/metrics</c>. Every instrument carries the tags <c>group</c> and
/// <c>node</c>. Nobody listening costs almost nothing.
/// </summary>
public sealed class NodeMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Raft.Actors";

    private static readonly Meter Meter = new(MeterName);
    private static readonly ConcurrentDictionary<NodeMetrics, bool> Living = new();

    private static readonly Counter<long> Elections =
        Meter.CreateCounter<long>("raft.elections", "{election}", "Elections that this node stood for");

    private static readonly Counter<long> LeaderChanges =
        Meter.CreateCounter<long>(
            "raft.leader_changes", "{change}", "Times that the leader known to this node changed");

    private static readonly Counter<long> Requests =
        Meter.CreateCounter<long>("raft.requests", "{request}", "Requests of clients answered, by outcome");

    private static readonly Counter<long> MessagesSent =
        Meter.CreateCounter<long>("raft.messages.sent", "{message}", "Messages sent to peers, by type");

    private static readonly Counter<long> MessagesRefused =
        Meter.CreateCounter<long>("raft.messages.refused", "{message}", "Messages of peers that were not believed");

    private static readonly Counter<long> MessagesDropped =
        Meter.CreateCounter<long>("raft.messages.dropped", "{message}",
            "Messages to peers that were not delivered, because the peer is down or too slow");

    private static readonly Histogram<double> Replications =
        Meter.CreateHistogram<double>("raft.replication.duration", "s",
            "On the leader, from sending entries to a follower to its acknowledgement");

    private static readonly Histogram<double> JournalWrites =
        Meter.CreateHistogram<double>(
            "raft.journal.write.duration", "s", "From handing events to the journal to its answer");

    private static readonly Histogram<long> BatchEntries =
        Meter.CreateHistogram<long>("raft.batch.entries", "{entry}", "Entries in one journal event");

    private static readonly Histogram<double> Commits =
        Meter.CreateHistogram<double>(
            "raft.commit.duration", "s", "On the leader, from taking a command to its answer");

    private static readonly Histogram<long> SnapshotBytes =
        Meter.CreateHistogram<long>("raft.snapshot.size", "By", "Sizes of snapshots that were saved");

    private readonly KeyValuePair<string, object?> _group;
    private readonly KeyValuePair<string, object?> _node;
    private readonly long[] _now = new long[Gauges.Length];

    /// <summary>The gauges' names, units and descriptions.</summary>
    private static readonly (string Name, string Unit, string Description)[] Gauges =
    [
        ("raft.role", "{role}", "0 follower, 1 candidate, 2 leader"),
        ("raft.term", "{term}", "The current term"),
        ("raft.commit_index", "{entry}", "The highest index known to be committed"),
        ("raft.applied_index", "{entry}", "The highest index applied"),
        ("raft.last_index", "{entry}", "The last index of the log"),
        ("raft.snapshot_index", "{entry}", "The last index that a durable snapshot covers"),
        ("raft.requests.waiting", "{request}", "Requests of clients that this node has yet to answer"),
        ("raft.requests.parked", "{request}", "Requests of clients kept because no leader is known"),
        ("raft.commit_lag", "{entry}", "Entries of this node's log that it does not know to be committed"),
        ("raft.apply_lag", "{entry}", "Committed entries, as far as this node has heard, that it has yet to apply"),
        ("raft.proposals.waiting", "{proposal}", "On the leader, commands that wait for the next batch"),
    ];

    static NodeMetrics()
    {
        for (var i = 0; i < Gauges.Length; i++)
        {
            var at = i;
            var (name, unit, description) = Gauges[i];
            Meter.CreateObservableGauge(name, () => Living.Keys.Select(node => node.Measure(at)), unit, description);
        }
    }

    /// <summary>Measures a node.</summary>
    public NodeMetrics(string group, NodeId node)
    {
        _group = new("group", group);
        _node = new("node", node.Value);
        Living[this] = true;
    }

    /// <summary>The gauges, in the order of <see cref="Gauges"/>.</summary>
    internal void Show(ReadOnlySpan<long> now)
    {
        for (var i = 0; i < now.Length; i++)
            Volatile.Write(ref _now[i], now[i]);
    }

    /// <summary>The node ends.</summary>
    internal void End() => Living.TryRemove(this, out _);

    internal void StoodForElection() => Elections.Add(1, _group, _node);

    internal void LeaderChanged() => LeaderChanges.Add(1, _group, _node);

    internal void Sent(PeerMessage message)
    {
        if (MessagesSent.Enabled)
            MessagesSent.Add(1, _group, _node, new("type", message.GetType().Name));
    }

    /// <summary>Whether anybody wants to know how long replication takes: it costs a note per message.</summary>
    internal static bool TimesReplication => Replications.Enabled;

    internal void Replicated(TimeSpan took) => Replications.Record(took.TotalSeconds, _group, _node);

    /// <summary>What a node sent was not delivered. Its guardian hears of it, so this needs no node.</summary>
    internal static void Dropped(string group, NodeId node) =>
        MessagesDropped.Add(1, new("group", group), new("node", node.Value));

    internal void Refused() => MessagesRefused.Add(1, _group, _node);

    internal void Answered(object outcome, TimeSpan took)
    {
        if (Requests.Enabled)
            Requests.Add(1, _group, _node, new("outcome", outcome.GetType().Name));
        if (outcome is CommandAnswer.Committed)
            Commits.Record(took.TotalSeconds, _group, _node);
    }

    internal void Wrote(IReadOnlyList<RaftEvent> events, TimeSpan took)
    {
        JournalWrites.Record(took.TotalSeconds, _group, _node);
        if (!BatchEntries.Enabled)
            return;
        foreach (var appended in events.OfType<EntriesAppended>())
            BatchEntries.Record(appended.Entries.Count, _group, _node);
    }

    internal void SavedSnapshot(long bytes) => SnapshotBytes.Record(bytes, _group, _node);

    private Measurement<long> Measure(int gauge) => new(Volatile.Read(ref _now[gauge]), _group, _node);
}
