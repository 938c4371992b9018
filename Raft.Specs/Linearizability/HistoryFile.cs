using System.Globalization;
using System.Text.Json;

namespace Raft.Specs.Linearizability;

/// <summary>What became of an operation, as its client saw it.</summary>
internal enum Outcome
{
    /// <summary>It was answered.</summary>
    Ok,

    /// <summary>It had no effect and never will.</summary>
    Fail,

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>A line of a history file is not what it should be; the message says which and why.</summary>
internal sealed class HistoryFormatException(string message) : Exception(message);

/// <summary>
/// Histories of the key-value store as JSON lines:
/// <c>{"client","op","key","value","call_ns","return_ns","outcome":"ok|fail|unknown"}</c>. The operations are
/// <c>get</c> (its value is what was read, or null), <c>put</c>, <c>delete</c> and <c>cas</c>. What the store said
/// beyond that may follow: <c>index</c>, the log position of the write; of a delete <c>deleted</c>; of a cas always
/// <c>if_index</c>, and <c>written</c>, false when the condition did not hold, <c>index</c> then being the position
/// that the key was at.
/// </summary>
internal static class HistoryFile
{
    /// <summary>One line, without its end.</summary>
    /// <param name="operation">The operation; without an answer unless <paramref name="outcome"/> is Ok.</param>
    /// <param name="outcome">What became of it.</param>
    public static string Format(Operation<KeyValueOperation> operation, Outcome outcome)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("client", operation.Client);
            Write(json, operation.What);
            json.WriteNumber("call_ns", operation.CallNs);
            if (operation.ReturnNs is { } end)
                json.WriteNumber("return_ns", end);
            else
                json.WriteNull("return_ns");
            json.WriteString("outcome", NameOf(outcome));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>
    /// Reads a history as the checker wants it: without what had no effect, and with what is not known left open.
    /// </summary>
    /// <exception cref="HistoryFormatException">A line is not as it should be.</exception>
    public static List<Operation<KeyValueOperation>> Read(TextReader lines)
    {
        List<Operation<KeyValueOperation>> history = [];
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            try
            {
                if (Parse(line) is { } operation)
                    history.Add(operation);
            }
            catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException
                or KeyNotFoundException or HistoryFormatException)
            {
                throw new HistoryFormatException($"line {number}: {wrong.Message}");
            }
        }

        return history;
    }

    private static Operation<KeyValueOperation>? Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement;
        var what = ReadOperation(json);
        var client = Required(json, "client").ToString();
        var call = Required(json, "call_ns").GetInt64();
        var outcome = Required(json, "outcome").GetString();
        switch (outcome)
        {
            case "ok":
                var end = Required(json, "return_ns").GetInt64();
                return end >= call ? new(client, what, call, end)
                    : throw new HistoryFormatException("it returned before it was called");
            case "fail":
                return null;
            case "unknown":
                return KeyValueModel.Model.Forget(what) is { } open ? new(client, open, call, null) : null;
            default:
                throw new HistoryFormatException($"\"{outcome}\" is no outcome: it is ok, fail or unknown");
        }
    }

    private static KeyValueOperation ReadOperation(JsonElement json)
    {
        var key = Required(json, "key").GetString() ?? throw new HistoryFormatException("the key is null");
        var value = Optional(json, "value")?.ToString();
        var index = Optional(json, "index")?.GetInt64();
        return Required(json, "op").GetString() switch
        {
            "get" => new KeyValueOperation.Get(key, value, index),
            "put" => new KeyValueOperation.Put(key, Needed(value), index),
            "delete" => new KeyValueOperation.Delete(key, Optional(json, "deleted")?.GetBoolean(), index),
            "cas" => new KeyValueOperation.CompareAndPut(
                key,
                Needed(value),
                Required(json, "if_index").GetInt64(),
                Optional(json, "written")?.GetBoolean() ?? true,
                index),
            var other => throw new HistoryFormatException(
                $"\"{other}\" is no operation: it is get, put, delete or cas"),
        };
    }

    private static void Write(Utf8JsonWriter json, KeyValueOperation operation)
    {
        var (name, value, index) = operation switch
        {
            KeyValueOperation.Get get => ("get", get.Value, get.Index),
            KeyValueOperation.Put put => ("put", put.Value, put.Index),
            KeyValueOperation.Delete delete => ("delete", null, delete.Index),
            KeyValueOperation.CompareAndPut put => ("cas", put.Value, put.Index),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "no such operation"),
        };
        json.WriteString("op", name);
        json.WriteString("key", operation.Key);
        json.WriteString("value", value);
        if (index is { } at)
            json.WriteNumber("index", at);
        if (operation is KeyValueOperation.Delete { Existed: { } existed })
            json.WriteBoolean("deleted", existed);
        if (operation is not KeyValueOperation.CompareAndPut conditional)
            return;
        json.WriteNumber("if_index", conditional.IfIndex);
        if (conditional.Written is { } written)
            json.WriteBoolean("written", written);
    }

    private static string NameOf(Outcome outcome) => outcome.ToString().ToLower(CultureInfo.InvariantCulture);

    private static string Needed(string? value) => value ?? throw new HistoryFormatException("the value is missing");

    private static JsonElement Required(JsonElement json, string name) =>
        Optional(json, name) ?? throw new HistoryFormatException($"\"{name}\" is missing");

    private static JsonElement? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
