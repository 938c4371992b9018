namespace Akka.Configuration.Hocon;

internal static class Quoting
{
    /// <summary>How texts and keys print: quoted where a blank or a colon would otherwise end or change them.</summary>
    public static string IfNeeded(string? text)
    {
        if (text == null)
            return "";
        return text.AsSpan().ContainsAny(" \t:") ? $"\"{text}\"" : text;
    }
}
