namespace Akka.Util.Internal;

/// <summary>Numbers as short names: <c>a</c>, <c>b</c> … <c>ab</c>, least significant digit first.</summary>
internal static class Base64Encoding
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    public static string Encode(long value)
    {
        Span<char> text = stackalloc char[11];
        var length = 0;
        do
        {
            text[length++] = Digits[(int)(value & 63)];
            value = (long)((ulong)value >> 6);
        }
        while (value != 0);
        return new string(text[..length]);
    }
}
