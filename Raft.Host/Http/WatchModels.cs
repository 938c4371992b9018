using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Raft.Actors.Machines;

namespace Raft.Host.Http;

/// <summary>One event of <c>GET /v1/watch</c>, and one line of <c>raft watch --json</c>.</summary>
/// <param name="Event">
/// <c>start</c>: every change after <paramref name="Index"/> will follow. <c>change</c>: a key was written or removed.
/// <c>lost</c>: the changes after <paramref name="After"/> up to <paramref name="Index"/> are forgotten here; in their
/// place the <paramref name="Keys"/> keys follow as they are there, each as <c>item</c>, and then <c>listed</c>.
/// <c>progress</c>: nothing else happened up to <paramref name="Index"/>.
/// </param>
/// <param name="Index">The log position.</param>
/// <param name="Term">The term of that entry: with change and item.</param>
/// <param name="Key">With change and item.</param>
/// <param name="Value">The value, when it is text.</param>
/// <param name="ValueBase64">The value, when it is not.</param>
/// <param name="Deleted">True when the key was removed.</param>
/// <param name="After">With lost: the last position before what is forgotten.</param>
/// <param name="Keys">With lost: how many items follow.</param>
/// <param name="Node">With start: who tells.</param>
/// <param name="Leader">
/// With progress: whom the node follows; absent when it knows no leader, and may be behind.
/// </param>
public sealed record WatchBody(
    string Event,
    long Index,
    long? Term = null,
    string? Key = null,
    string? Value = null,
    string? ValueBase64 = null,
    bool? Deleted = null,
    long? After = null,
    int? Keys = null,
    string? Node = null,
    string? Leader = null)
{
    /// <summary>The event for a change.</summary>
    public static WatchBody Of(KeyValueChange change) => change.Value is { } value
        ? Written("change", change.Key, value, change.Index, change.Term)
        : new WatchBody("change", change.Index, change.Term, change.Key, Deleted: true);

    /// <summary>The event for a key as it is.</summary>
    public static WatchBody Of(KeyValueItem item) => Written("item", item.Key, item.Value, item.Index, item.Term);

    private static WatchBody Written(string name, string key, ReadOnlyMemory<byte> value, long index, long term)
    {
        var (text, base64) = ValueText.Of(value);
        return new WatchBody(name, index, term, key, text, base64);
    }
}

/// <summary>Reads and writes the events without reflection.</summary>
[JsonSerializable(typeof(WatchBody))]
public sealed partial class WatchJson : JsonSerializerContext
{
    /// <summary>The context to use: see <see cref="ApiJson.Bodies"/>.</summary>
    public static WatchJson Bodies { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
