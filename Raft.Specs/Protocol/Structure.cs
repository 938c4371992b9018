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
        select $"{property.Name} = {Of(property.GetValue(value))}";
}
