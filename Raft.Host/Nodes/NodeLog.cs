using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Raft.Host.Nodes;

/// <summary>What a node says on its console: a line when something changed, never one per heartbeat.</summary>
/// <param name="output">Where to.</param>
/// <param name="settings">How it looks, and how much of it.</param>
/// <param name="node">Who says it.</param>
internal sealed class NodeLog(TextWriter output, LogSettings settings, string node)
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <summary>Writes a line, if it matters enough.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="sentence">The same for people.</param>
    /// <param name="fields">The same for machines: numbers and texts by name; null is left out.</param>
    public void Line(LogEventId kind, string sentence, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (kind.Importance < settings.Least)
            return;
        _output.WriteLine(settings.Format == LogFormat.Json ? Json(kind, sentence, fields) : Text(kind, sentence));
    }

    private static string Text(LogEventId kind, string sentence)
    {
        var now = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var alarm = kind.Importance == LogImportance.Info ? "" : kind.Importance.ToString().ToLowerInvariant() + ": ";
        return $"{now}  {kind.Id}  {alarm}{sentence}";
    }

    private string Json(LogEventId kind, string sentence, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString(
                "at", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", kind.Importance.ToString().ToLowerInvariant());
            json.WriteString("id", kind.Id);
            json.WriteString("event", kind.Name);
            json.WriteString("node", node);
            foreach (var (name, value) in fields)
            {
                if (value is long number)
                    json.WriteNumber(name, number);
                else if (value is not null)
                    json.WriteString(name, value.ToString());
            }
            json.WriteString("message", sentence);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
