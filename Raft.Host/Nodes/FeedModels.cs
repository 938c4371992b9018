using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Raft.Host.Nodes;

/// <summary>One event of <c>GET /v1/events</c>: what became of a node since the event before.</summary>
/// <param name="Node">The node that tells.</param>
/// <param name="At">
/// When, in milliseconds of the Unix epoch by its own wall clock. For display; nothing is decided by it.
/// </param>
/// <param name="Settings">In the first event only: the numbers that time is drawn with.</param>
/// <param name="State">The node as it is now; absent when nothing changed.</param>
/// <param name="News">What happened, in order; absent when nothing did.</param>
/// <param name="Dropped">
/// How many news were left out since the event before, because there were too many or the client was slow.
/// </param>
public sealed record FeedFrame(
    string Node, long At, FeedSettings? Settings, FeedState? State, IReadOnlyList<FeedNews>? News, long? Dropped);

/// <summary>The node's time-outs in milliseconds, as configured.</summary>
public sealed record FeedSettings(long HeartbeatMs, long ElectionMinMs, long ElectionMaxMs);

/// <summary>A node as it is.</summary>
/// <param name="Role">leader, candidate or follower.</param>
/// <param name="Canvassing">Whether a candidate only asks so far who would vote for it.</param>
/// <param name="Term">Its term.</param>
/// <param name="Leader">The leader it knows of.</param>
/// <param name="VotedFor">Whom it voted for in this term.</param>
/// <param name="Commit">The highest index that it knows to be committed.</param>
/// <param name="Applied">The highest index that it has applied.</param>
/// <param name="Last">The last index of its log.</param>
/// <param name="Snapshot">The last index that a snapshot covers.</param>
/// <param name="TimerMs">Milliseconds, as the wall has them, until its timer ends.</param>
/// <param name="Slow">By how much the demo slows it down; 1 when it does not.</param>
/// <param name="LatencyMs">
/// On a leader: how long the latest entries took from being appended to being committed.
/// </param>
/// <param name="LogFrom">The index of the first entry in <paramref name="Log"/>.</param>
/// <param name="Log">The last entries of its log.</param>
public sealed record FeedState(
    string Role, bool Canvassing, long Term, string? Leader, string? VotedFor, long Commit, long Applied, long Last,
    long Snapshot, double? TimerMs, double Slow, double? LatencyMs, long LogFrom, IReadOnlyList<FeedEntry> Log);

/// <summary>An entry of a log: its term and what it does, in a few words.</summary>
public sealed record FeedEntry(long Term, string What);

/// <summary>
/// Something that happened: the role, term or leader changed (<c>role</c>), or a message was sent (any other kind).
/// </summary>
/// <param name="Kind">
/// role, append, appendReply, vote, voteReply, preVote, preVoteReply, snapshot, timeoutNow or read.
/// </param>
/// <param name="At">When, as in <see cref="FeedFrame"/>.</param>
/// <param name="Term">The term.</param>
/// <param name="To">For whom the message is.</param>
/// <param name="Entries">How many entries it carries.</param>
/// <param name="Ok">Whether a reply grants or accepts.</param>
/// <param name="DelayMs">How long the demo keeps it on its way.</param>
/// <param name="Lost">Whether the demo drops it.</param>
/// <param name="Role">The new role.</param>
/// <param name="Leader">The new leader.</param>
public sealed record FeedNews(
    string Kind, long At, long Term, string? To = null, int? Entries = null, bool? Ok = null, double? DelayMs = null,
    bool? Lost = null, string? Role = null, string? Leader = null);

/// <summary>What <c>GET /v1/dashboard</c> says: whom the page has to listen to.</summary>
/// <param name="Node">The node that serves the page.</param>
/// <param name="Nodes">Every node's HTTP address by its name; empty address for the one that serves.</param>
/// <param name="Demo">The demo's remote control; absent elsewhere.</param>
public sealed record DashboardBody(string Node, IReadOnlyDictionary<string, string> Nodes, DemoAccess? Demo);

/// <summary>Where the demo listens to its page, and the word that it wants to hear.</summary>
public sealed record DemoAccess(string Control, string Token);

/// <summary>What the demo does to the network: who is cut off, and how slow everything is.</summary>
public sealed record DemoWeather(IReadOnlyList<string> Isolated, double Slow);

/// <summary>What the demo knows of its processes.</summary>
public sealed record DemoStateBody(IReadOnlyList<DemoProcessBody> Nodes, double Slow, bool CanPause);

/// <summary>One process of the demo.</summary>
public sealed record DemoProcessBody(string Node, bool Running, bool Paused, bool Isolated, int? Pid);

/// <summary>Writes the bodies of feed, dashboard and demo without reflection.</summary>
[JsonSerializable(typeof(FeedFrame))]
[JsonSerializable(typeof(DashboardBody))]
[JsonSerializable(typeof(DemoWeather))]
[JsonSerializable(typeof(DemoStateBody))]
public sealed partial class FeedJson : JsonSerializerContext
{
    /// <summary>The context to use.</summary>
    public static FeedJson Bodies { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
