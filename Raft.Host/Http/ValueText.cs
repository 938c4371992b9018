using System.Text;
using System.Text.Unicode;

namespace Raft.Host.Http;

/// <summary>
/// Values are bytes, JSON is text: a value that is valid UTF-8 is shown as such, any other as Base64.
/// </summary>
public static class ValueText
{
    /// <summary>The value as text, or else as Base64; the other one is null.</summary>
    public static (string? Text, string? Base64) Of(ReadOnlyMemory<byte> value) => Utf8.IsValid(value.Span)
        ? (Encoding.UTF8.GetString(value.Span), null)
        : (null, Convert.ToBase64String(value.Span));

    /// <summary>The bytes again.</summary>
    public static byte[] Bytes(string? text, string? base64) =>
        base64 is null ? Encoding.UTF8.GetBytes(text ?? "") : Convert.FromBase64String(base64);
}
