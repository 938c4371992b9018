using System.Globalization;

namespace Akka.Actor;

public abstract partial class ActorPath
{
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed! : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(string path, out ActorPath? actorPath)
    {
        actorPath = null;
        if (path is null || !Address.TryParse(path.AsSpan(), out var address, out var rest))
            return false;
        return TryParse(new RootActorPath(address!), rest, out actorPath);
    }

    public static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath? actorPath) =>
        TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    public static bool TryParse(ActorPath basePath, ReadOnlySpan<char> absoluteUri, out ActorPath? actorPath)
    {
        actorPath = null;
        var path = basePath;
        while (!absoluteUri.IsEmpty)
        {
            if (absoluteUri[0] == '/')
            {
                absoluteUri = absoluteUri[1..];
                continue;
            }

            var slash = absoluteUri.IndexOf('/');
            var element = slash < 0 ? absoluteUri : absoluteUri[..slash];
            absoluteUri = slash < 0 ? default : absoluteUri[slash..];
            if (!TryAppend(path, element, absoluteUri.IsEmpty, out var longer))
                return false;
            path = longer;
        }

        actorPath = path;
        return true;
    }

    private static bool TryAppend(ActorPath path, ReadOnlySpan<char> element, bool last, out ActorPath longer)
    {
        long uid = ActorCell.UndefinedUid;
        longer = path;
        var hash = element.IndexOf('#');
        if (hash >= 0)
        {
            var number = element[(hash + 1)..];
            if (!last || !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uid))
                return false;
            element = element[..hash];
        }

        longer = new ChildActorPath(path, element.ToString(), uid);
        return true;
    }

    public static bool TryParseAddress(string path, out Address? address) =>
        Address.TryParse(path.AsSpan(), out address, out _);

    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (char.IsAsciiLetterOrDigit(c) || ValidSymbols.Contains(c, StringComparison.Ordinal))
                continue;
            if (c != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }

        return true;
    }
}
