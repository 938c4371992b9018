using System.Text;
using System.Text.Unicode;

namespace Raft.Host.Http;

/// <summary>
/// The request's target as it was sent. A web server is forgiving: it folds <c>/../</c>, keeps broken escapes and
/// swallows unknown parameters. A key must be exactly what the client meant, or an error.
/// </summary>
public sealed class RequestTarget
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private RequestTarget(string rawPath) => RawPath = rawPath;

    /// <summary>The path, still encoded.</summary>
    public string RawPath { get; }

    /// <summary>
    /// Takes a target apart; null, and why in <paramref name="problem"/>, when its parameters are broken.
    /// </summary>
    public static RequestTarget? Parse(string raw, out string problem)
    {
        problem = "";
        var (path, query) = Cut(WithoutAuthority(raw), '?');
        var target = new RequestTarget(path);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (rawName, rawValue) = Cut(part, '=');
            if (Decode(rawName, plusIsSpace: true) is not { } name
                || Decode(rawValue, plusIsSpace: true) is not { } value)
                problem = $"The parameter '{part}' is not valid percent-encoded UTF-8.";
            else if (!target._parameters.TryAdd(name, value))
                problem = $"The parameter '{name}' is given twice.";
        }
        return problem.Length == 0 ? target : null;
    }

    /// <summary>A parameter's value, or null when it is not there.</summary>
    public string? this[string name] => _parameters.GetValueOrDefault(name);

    /// <summary>The first parameter that is none of the known ones, or null.</summary>
    public string? UnknownParameter(params ReadOnlySpan<string> known)
    {
        foreach (var name in _parameters.Keys)
        {
            if (!known.Contains(name))
                return name;
        }
        return null;
    }

    /// <summary>Undoes percent-encoding; null when an escape is broken or the bytes are not UTF-8.</summary>
    public static string? Decode(string encoded, bool plusIsSpace = false)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] == '%')
            {
                if (at + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[at + 1])
                    || !char.IsAsciiHexDigit(encoded[at + 2]))
                    return null;
                bytes[length++] = (byte)((Hex(encoded[at + 1]) << 4) | Hex(encoded[at + 2]));
                at += 2;
            }
            else if (encoded[at] == '+' && plusIsSpace)
            {
                bytes[length++] = (byte)' ';
            }
            else
            {
                // Beyond ASCII a server hands on each byte as one character or decoded text; only escapes are
                // unambiguous.
                if (!char.IsAscii(encoded[at]))
                    return null;
                bytes[length++] = (byte)encoded[at];
            }
        }
        var utf8 = bytes.AsSpan(0, length);
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
    }

    private static int Hex(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }

    // RFC 9112 allows "GET http://host/path" to any server.
    private static string WithoutAuthority(string raw)
    {
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        if (raw.StartsWith('/') || scheme < 0)
            return raw;
        var path = raw.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : raw[path..];
    }
}
