using System.Text.Json;
using System.Text.Json.Serialization;

namespace Raft.Host.Demo;

/// <summary>Something that happened in the demo.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Event">
/// One of <c>started</c>, <c>leads</c>, <c>noLeader</c>, <c>died</c>, <c>returned</c>, <c>failed</c>, <c>ready</c>,
/// <c>stopping</c>.
/// </param>
/// <param name="Node">The node it is about.</param>
/// <param name="Process">Its process, when the demo runs it.</param>
/// <param name="Term">The term.</param>
/// <param name="Text">How it came, in words.</param>
/// <param name="Nodes">Where clients find the nodes.</param>
internal sealed record DemoEvent(
    DateTimeOffset At, string Event, string? Node = null, int? Process = null, long? Term = null, string? Text = null,
    IReadOnlyList<Uri>? Nodes = null);

/// <summary>Tells of the demo as JSON, an object per event, for a script that drives it.</summary>
internal sealed class DemoLines(TextWriter output) : IDemoTale
{
    public void Started(DemoNode node) => Tell(About("started", node));

    public void Leads(DemoNode leader, long term) => Tell(About("leads", leader) with { Term = term });

    public void NoLeader(long term) => Tell(new DemoEvent(DateTimeOffset.UtcNow, "noLeader", Term: term));

    public void Returned(DemoNode node) => Tell(new DemoEvent(DateTimeOffset.UtcNow, "returned", node.Name));

    public void Died(DemoNode node, string how) =>
        Tell(new DemoEvent(DateTimeOffset.UtcNow, "died", node.Name, Text: how));

    public void FailedToStart(DemoNode node) =>
        Tell(About("failed", node) with { Text = string.Join('\n', [node.Ending, .. node.LastWords]) });

    public void Introduce(IReadOnlyList<DemoNode> nodes, DemoNode leader) =>
        Tell(About("ready", leader) with { Nodes = [.. nodes.Select(node => node.Address)] });

    public void Stopping() => Tell(new DemoEvent(DateTimeOffset.UtcNow, "stopping"));

    private static DemoEvent About(string what, DemoNode node) =>
        new(DateTimeOffset.UtcNow, what, node.Name, node.Process is { HasExited: false } process ? process.Id : null);

    private void Tell(DemoEvent happened)
    {
        output.WriteLine(JsonSerializer.Serialize(happened, DemoJson.Default.DemoEvent));
        output.Flush();
    }
}

/// <summary>How events of the demo are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DemoEvent))]
internal sealed partial class DemoJson : JsonSerializerContext;
