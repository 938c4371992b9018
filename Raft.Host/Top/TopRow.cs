using System.Text.Json;
using System.Text.Json.Serialization;
using Raft.Host.Http;

namespace Raft.Host.Top;

/// <summary>What was seen of a node at one moment.</summary>
/// <param name="Address">Where it was asked.</param>
/// <param name="At">When, on this machine's monotonic clock.</param>
/// <param name="Status">What it said of itself; null when it did not answer.</param>
/// <param name="Error">Why it did not.</param>
/// <param name="Metrics">What it measured.</param>
internal sealed record NodeSample(Uri Address, TimeSpan At, StatusBody? Status, string? Error, MetricsSample Metrics);

/// <summary>One node between two looks, as <c>raft top --json</c> prints it; what is not known is absent.</summary>
/// <param name="Address">Where it was asked.</param>
/// <param name="Node">Its name; also of a node that is gone, once it was seen.</param>
/// <param name="Role">leader, candidate or follower; absent when it does not answer.</param>
/// <param name="Term">Its term.</param>
/// <param name="CommitIndex">How far it knows the log to be committed.</param>
/// <param name="AppliedIndex">How far it has applied the log.</param>
/// <param name="Lag">How many entries that someone knows to be committed it has not applied.</param>
/// <param name="WritesPerSecond">Entries that it applied, per second.</param>
/// <param name="CommitP50Ms">On the leader: half of the writes took at most so long, in milliseconds.</param>
/// <param name="CommitP99Ms">On the leader: all but one of a hundred did.</param>
/// <param name="JournalP99Ms">
/// All but one of a hundred writes to its journal took at most so long, in milliseconds.
/// </param>
/// <param name="Error">Why it does not answer.</param>
internal sealed record TopRow(
    string Address,
    string? Node,
    string? Role,
    long? Term,
    long? CommitIndex,
    long? AppliedIndex,
    long? Lag,
    double? WritesPerSecond,
    double? CommitP50Ms,
    double? CommitP99Ms,
    double? JournalP99Ms,
    string? Error)
{
    private const string Commits = "raft_commit_duration_seconds";
    private const string Journal = "raft_journal_write_duration_seconds";

    /// <summary>What two looks at a node, one after the other, tell of it.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="now">The later one.</param>
    /// <param name="name">The name that the node had when it last answered.</param>
    /// <param name="committed">The highest commit index that any node knows.</param>
    public static TopRow Of(NodeSample before, NodeSample now, string? name, long committed)
    {
        var address = now.Address.Authority;
        if (now.Status is not { } status)
            return new TopRow(address, name, null, null, null, null, null, null, null, null, null, now.Error);
        var seconds = (now.At - before.At).TotalSeconds;
        var applied =
            before.Status is { } earlier ? Math.Max(0, status.AppliedIndex - earlier.AppliedIndex) : (long?)null;
        var leads = status.Role == "leader";
        return new TopRow(
            address,
            status.Node,
            status.Role,
            status.Term,
            status.CommitIndex,
            status.AppliedIndex,
            Math.Max(0, committed - status.AppliedIndex),
            applied is null || seconds <= 0 ? null : Math.Round(applied.Value / seconds, 1),
            leads ? Milliseconds(now, before, Commits, 50) : null,
            leads ? Milliseconds(now, before, Commits, 99) : null,
            Milliseconds(now, before, Journal, 99),
            null);
    }

    private static double? Milliseconds(NodeSample now, NodeSample before, string histogram, double percent) =>
        now.Metrics.Percentile(histogram, percent, before.Metrics) is { } seconds
            ? Math.Round(seconds * 1000, 2)
            : null;
}

/// <summary>One refresh of <c>raft top --json</c>.</summary>
/// <param name="At">When, by this machine's wall clock.</param>
/// <param name="Nodes">Every node that was asked, in that order.</param>
internal sealed record TopBody(DateTimeOffset At, IReadOnlyList<TopRow> Nodes);

/// <summary>Writes the rows without reflection.</summary>
[JsonSerializable(typeof(TopBody))]
internal sealed partial class TopJson : JsonSerializerContext
{
    /// <summary>The context to use.</summary>
    public static TopJson Bodies { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
