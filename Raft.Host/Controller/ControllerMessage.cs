using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Raft.Host.Controller;

/// <summary>The requests of the protocol by their names.</summary>
internal static class ControllerRequest
{
    public const string ConvertFollower = "CONVERT_FOLLOWER";
    public const string Timeout = "TIMEOUT";
    public const string Shutdown = "SHUTDOWN";
    public const string Restart = "RESTART";
    public const string LeaderInfo = "LEADER_INFO";
    public const string Store = "STORE";
    public const string Retrieve = "RETRIEVE";

    /// <summary>What nodes of the course say to each other; here that goes over Akka.Remote.</summary>
    public static readonly IReadOnlySet<string> BetweenNodes = new HashSet<string>(StringComparer.Ordinal)
    {
        "APPEND_RPC", "APPEND_REPLY", "VOTE_REQUEST", "VOTE_ACK",
    };

    /// <summary>Whether it is one of the ten.</summary>
    public static bool IsKnown(string request) => BetweenNodes.Contains(request)
        || request is ConvertFollower or Timeout or Shutdown or Restart or LeaderInfo or Store or Retrieve;
}

/// <summary>An entry of an answer to RETRIEVE.</summary>
/// <param name="Term">The term in which it was stored.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; null when it removed the key.</param>
internal sealed record ControllerEntry(long Term, string Key, string? Value);

/// <summary>One datagram: a JSON object with five fields.</summary>
internal sealed record ControllerMessage(string Sender, string Request, long? Term, string? Key, string? Value)
{
    /// <summary>The field <c>key</c> of an answer to LEADER_INFO, and of one to what only the leader does.</summary>
    public const string LeaderKey = "LEADER";

    /// <summary>The field <c>key</c> of an answer to RETRIEVE, as the courses spell it.</summary>
    public const string LogsKey = "COMMITED_LOGS";

    /// <summary>The most bytes of a datagram over IPv4.</summary>
    public const int MaxAnswerBytes = 65_507;

    private const int MaxDepth = 16;
    private const string Omitted = ",\"omitted\":true";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a request; null when the bytes are none.</summary>
    public static ControllerMessage? Read(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            using var document = JsonDocument.Parse(datagram, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "request") is not { } request)
                return null;
            var term = root.TryGetProperty("term", out var number) && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt64(out var said) ? said : (long?)null;
            return new ControllerMessage(
                Text(root, "sender_name") ?? "", request, term, Text(root, "key"), Text(root, "value"));
        }
        // A lone half of a surrogate pair is found when a text is read, and not before.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The entries of an answer to RETRIEVE, however their fields are written; null when it is none.</summary>
    public static IReadOnlyList<ControllerEntry>? ReadEntries(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            using var document = JsonDocument.Parse(datagram);
            return document.RootElement.GetProperty("value") is { ValueKind: JsonValueKind.Array } entries
                ? [.. entries.EnumerateArray().Select(EntryOf)]
                : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            return null;
        }
    }

    /// <summary>The bytes of a datagram whose value is a text, or null.</summary>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            Head(json);
            json.WriteString("key", Key);
            json.WriteString("value", Value);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The answer to RETRIEVE. A datagram holds so much and no more: when it is too small for all, it holds the latest
    /// that fit, and a sixth field, <c>"omitted":true</c>.
    /// </summary>
    /// <param name="sender">The node that answers.</param>
    /// <param name="term">Its term.</param>
    /// <param name="entries">Entries in the order of the log.</param>
    /// <param name="olderOmitted">Whether there are older ones already that are not among them.</param>
    /// <param name="keyCase">How the fields of an entry are written.</param>
    public static byte[] Logs(
        string sender, long term, IReadOnlyList<ControllerEntry> entries, bool olderOmitted, EntryKeyCase keyCase)
    {
        var head = new ControllerMessage(
            sender, ControllerRequest.Retrieve, term, LogsKey, null).ToBytes()[..^"null}".Length];
        var room = MaxAnswerBytes - head.Length - "[]}".Length - Omitted.Length;
        var fitting = new Stack<byte[]>();
        foreach (var entry in entries.Reverse())
        {
            var bytes = BytesOf(entry, keyCase);
            room -= bytes.Length + 1;
            if (room < 0)
                break;
            fitting.Push(bytes);
        }

        var omitted = olderOmitted || fitting.Count < entries.Count;
        var answer = new ArrayBufferWriter<byte>();
        answer.Write(head);
        answer.Write("["u8);
        for (var first = true; fitting.TryPop(out var bytes); first = false)
        {
            answer.Write(first ? [] : ","u8);
            answer.Write(bytes);
        }
        answer.Write("]"u8);
        answer.Write(omitted ? ",\"omitted\":true}"u8 : "}"u8);
        return answer.WrittenSpan.ToArray();
    }

    private void Head(Utf8JsonWriter json)
    {
        json.WriteString("sender_name", Sender);
        json.WriteString("request", Request);
        if (Term is { } term)
            json.WriteNumber("term", term);
        else
            json.WriteNull("term");
    }

    private static byte[] BytesOf(ControllerEntry entry, EntryKeyCase keyCase)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber(Cased("Term", keyCase), entry.Term);
            json.WriteString(Cased("Key", keyCase), entry.Key);
            json.WriteString(Cased("Value", keyCase), entry.Value);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static string Cased(string field, EntryKeyCase keyCase) => keyCase switch
    {
        EntryKeyCase.Lower => field.ToLowerInvariant(),
        EntryKeyCase.Upper => field.ToUpperInvariant(),
        _ => field,
    };

    private static ControllerEntry EntryOf(JsonElement entry)
    {
        JsonElement Field(string name) => entry.EnumerateObject()
            .First(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return new ControllerEntry(
            Field("term").GetInt64(), Field("key").GetString() ?? "", Field("value").GetString());
    }

    // Courses store numbers as well: anything but a text is taken as it is written.
    private static string? Text(JsonElement root, string field) =>
        !root.TryGetProperty(field, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => value.GetRawText(),
        };
}
