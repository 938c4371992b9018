using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Raft.Host.Lab;

/// <summary>Something that happened in a lab.</summary>
/// <param name="Event">Its kind, for programs.</param>
/// <param name="Text">A sentence, for people.</param>
/// <param name="Node">The node's number, when it is about one.</param>
/// <param name="Address">Its address.</param>
/// <param name="Term">The term, when it is known.</param>
/// <param name="Files">Files that are worth a look.</param>
public sealed record LabEvent(
    string Event, string Text, int? Node = null, string? Address = null, long? Term = null,
    IReadOnlyList<string>? Files = null);

/// <summary>Tells a lab as it goes: a line per event, or a JSON object per event.</summary>
internal sealed class LabScreen(TextWriter output, bool json)
{
    public void Tell(LabEvent happened)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(happened, LabJson.Bodies.LabEvent));
            return;
        }
        output.WriteLine($"{DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {happened.Text}");
        foreach (var file in happened.Files ?? [])
            output.WriteLine($"          {file}");
    }
}

/// <summary>How events of a lab are written.</summary>
[JsonSerializable(typeof(LabEvent))]
internal sealed partial class LabJson : JsonSerializerContext
{
    /// <summary>Without what there is not, and with arrows as they are.</summary>
    public static readonly LabJson Bodies = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
