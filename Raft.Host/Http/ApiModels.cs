using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>The answer to a PUT.</summary>
public sealed record WrittenBody(string Key, long Index, long Term);

/// <summary>The answer to a DELETE.</summary>
public sealed record DeletedBody(string Key, long Index, long Term, bool Deleted);

/// <summary>
/// The answer to a GET of one key. A value that is not UTF-8 text comes as <c>valueBase64</c> in place of <c>value</c>.
/// </summary>
public sealed record ItemBody(string Key, string? Value, string? ValueBase64, long Index, long Term)
{
    /// <summary>The body for an item.</summary>
    public static ItemBody Of(KeyValueItem item)
    {
        var (text, base64) = ValueText.Of(item.Value);
        return new ItemBody(item.Key, text, base64, item.Index, item.Term);
    }
}

/// <summary>One line of a list.</summary>
public sealed record ListItemBody(string Key, string? Value, string? ValueBase64, long Index)
{
    /// <summary>The line for an item.</summary>
    public static ListItemBody Of(KeyValueItem item)
    {
        var (text, base64) = ValueText.Of(item.Value);
        return new ListItemBody(item.Key, text, base64, item.Index);
    }
}

/// <summary>The answer to a GET of many keys; <c>more</c> is there, and true, only when others follow.</summary>
public sealed record ListBody(IReadOnlyList<ListItemBody> Items, bool? More);

/// <summary>The answer to <c>/v1/status</c>.</summary>
public sealed record StatusBody(
    string Node,
    string Role,
    long Term,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Leader,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? VotedFor,
    long CommitIndex,
    long AppliedIndex,
    long LastIndex,
    long SnapshotIndex,
    IReadOnlyList<PeerBody> Peers)
{
    /// <summary>The body for a node's picture.</summary>
    public static StatusBody Of(NodeStatus status) => new(
        status.Node.Value,
        status.Role switch
        {
            NodeRole.Leader => "leader",
            NodeRole.Candidate => "candidate",
            _ => "follower",
        },
        status.Term,
        status.Leader?.Value,
        status.VotedFor?.Value,
        status.CommitIndex,
        status.AppliedIndex,
        status.LastIndex,
        status.SnapshotIndex,
        [.. status.Peers.Select(peer =>
            new PeerBody(peer.Node.Value, peer.Address, peer.Role, peer.MatchIndex, peer.LastHeardMs))]);
}

/// <summary>
/// One peer in a <see cref="StatusBody"/>; the last two are null unless the node leads and has heard of the peer.
/// </summary>
public sealed record PeerBody(
    string Node,
    string Address,
    string Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? MatchIndex,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? LastHeardMs);

/// <summary>The answer to <c>/health/live</c> and <c>/health/ready</c>.</summary>
public sealed record HealthBody(string Status);

/// <summary>What <c>raft status --json</c> prints: every node that was asked.</summary>
public sealed record NodesBody(IReadOnlyList<NodeBody> Nodes);

/// <summary>One node that was asked: its status, or why there is none.</summary>
public sealed record NodeBody(string Address, StatusBody? Status, string? Error);

/// <summary>What went wrong, as RFC 9457 has it.</summary>
/// <param name="Title">The kind of problem.</param>
/// <param name="Status">The HTTP status, once more.</param>
/// <param name="Detail">This problem, in a sentence.</param>
/// <param name="Outcome">
/// With 503 and 421: <c>notCommitted</c>, so it is safe to send the request again, or <c>unknown</c>; with 410:
/// <c>notApplied</c>.
/// </param>
/// <param name="CurrentIndex">With 409 and 412: the position of the key's last write, or 0 when there is none.</param>
/// <param name="Leader">With 421: the last leader that the node heard of, if it ever heard of one.</param>
public sealed record ProblemBody(
    string Title, int Status, string Detail, string? Outcome = null, long? CurrentIndex = null, string? Leader = null);

/// <summary>Reads and writes the bodies without reflection.</summary>
[JsonSerializable(typeof(WrittenBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(MembersBody))]
[JsonSerializable(typeof(IReadOnlyList<MemberBody>))]
[JsonSerializable(typeof(TransferBody))]
[JsonSerializable(typeof(TransferredBody))]
[JsonSerializable(typeof(SnapshotBody))]
[JsonSerializable(typeof(LogBody))]
[JsonSerializable(typeof(JournalRecordBody))]
[JsonSerializable(typeof(JournalBody))]
[JsonSerializable(typeof(HashBody))]
[JsonSerializable(typeof(HashesBody))]
[JsonSerializable(typeof(BackupBody))]
[JsonSerializable(typeof(DeletedBody))]
[JsonSerializable(typeof(ItemBody))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(NodesBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(ProblemBody))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>
    /// The context to use: characters of every language stay as they are, but those that mean something in HTML are
    /// escaped.
    /// </summary>
    public static ApiJson Bodies { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
