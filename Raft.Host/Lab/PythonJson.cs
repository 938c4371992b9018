using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Raft.Host.Lab;

/// <summary>
/// JSON as Python's <c>json.dumps</c> writes it: a blank behind each comma and colon, and nothing beyond ASCII.
/// </summary>
internal static class PythonJson
{
    /// <summary>An object with these fields, whose values are JSON already.</summary>
    public static string Object(params IEnumerable<(string Name, string Json)> fields) =>
        $"{{{string.Join(", ", fields.Select(field => $"{Text(field.Name)}: {field.Json}"))}}}";

    /// <summary>A text, or null.</summary>
    public static string Text(string? text)
    {
        if (text is null)
            return "null";
        var json = new StringBuilder("\"");
        foreach (var c in text)
            json.Append(Escaped(c));
        return json.Append('"').ToString();
    }

    /// <summary>
    /// A stored value. Values are bytes here, and there whatever JSON can say: what reads as a number, a truth value,
    /// null, an object or a list is written as that, and everything else as a text.
    /// </summary>
    public static string Value(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.String ? Text(text) : Of(document.RootElement);
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            return Text(text);
        }
    }

    private static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element.EnumerateObject().Select(field => (field.Name, Of(field.Value)))),
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(Of))}]",
        JsonValueKind.String => Text(element.GetString()),
        _ => element.GetRawText(),
    };

    private static string Escaped(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    };
}
