using System.Collections;
using System.Globalization;
using System.Reflection;
using Raft.Actors.Protocol;

namespace Raft.Specs.Protocol;

/// <summary>
/// A value with all that it holds, as text. Two values with the same text are the same in every part, which the
/// equality of records cannot say: lists and bytes within them are compared by reference.
/// </summary>
internal static class Structure
{
    /// <summary>
    /// Optional parts that came after the format was laid down. Absent they are not told, so that what was written
    /// before them reads as it did.
    /// </summary>
    public static readonly IReadOnlyList<string> Later =
        [nameof(NodeStatus.AnnouncedCommit), nameof(ClientCall.TraceParent)];

    /// <summary>Those of a type.</summary>
    public static IEnumerable<string> LaterPartsOf(Type type) =>
        type.GetProperties().Select(p => p.Name).Intersect(Later);

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        NodeId node => node.ToString(),
        ReadOnlyMemory<byte> bytes => "0x" + Convert.ToHexString(bytes.Span),
        IEnumerable items => "[" + string.Join(", ", items.Cast<object>().Select(Of)) + "]",
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => value.GetType().Name + " { " + string.Join(", ", Parts(value)) + " }",
    };

    private static IEnumerable<string> Parts(object value) =>
        from property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        orderby property.MetadataToken
        let part = property.GetValue(value)
        where part is not null || !Later.Contains(property.Name)
        select $"{property.Name} = {Of(part)}";
}
