using System.Buffers.Binary;
using System.Text;
using Akka.Actor;

namespace Akka.Remote.Transport;

internal enum FrameKind : byte
{
    Hello = 1,
    Message = 2,
    Heartbeat = 3,
    Goodbye = 4,
}

internal enum GoodbyeReason : byte
{
    Unknown = 0,
    Shutdown = 1,
    Refused = 2,
}

/// <summary>What a system says of itself when a connection opens.</summary>
internal sealed record Hello(Address Origin, int Uid);

/// <summary>The pieces of an outgoing message; paths are UTF-8 already because they repeat.</summary>
internal readonly ref struct OutgoingMessage(
    ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> sender, int serializerId, string manifest, byte[] payload)
{
    public readonly ReadOnlySpan<byte> Recipient = recipient;
    public readonly ReadOnlySpan<byte> Sender = sender;
    public readonly int SerializerId = serializerId;
    public readonly string Manifest = manifest;
    public readonly byte[] Payload = payload;
}

/// <summary>The pieces of an incoming message, each a view into the receive buffer.</summary>
internal readonly ref struct IncomingMessage(
    ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> sender, int serializerId,
    ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> payload)
{
    public readonly ReadOnlySpan<byte> Recipient = recipient;
    public readonly ReadOnlySpan<byte> Sender = sender;
    public readonly int SerializerId = serializerId;
    public readonly ReadOnlySpan<byte> Manifest = manifest;
    public readonly ReadOnlySpan<byte> Payload = payload;
}

/// <summary>
/// The wire format. A frame is a four-byte length, a kind, and a body; numbers are little-endian, and strings are
/// UTF-8 after a two-byte length. It is this project's own and does not speak to Akka.NET's.
/// </summary>
internal static class Wire
{
    public const int PrefixSize = 4;

    /// <summary>An introduction is an address and two numbers: a stranger gets no larger buffer than this.</summary>
    public const int MaximumHelloSize = 1024;

    private const uint Magic = 0x52_4B_4B_41;   // "AKKR"
    private const byte Version = 1;
    private const int MessageHeaderSize = 1 + 4 + 2 + 2 + 2;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static readonly byte[] Heartbeat = [1, 0, 0, 0, (byte)FrameKind.Heartbeat];

    public static byte[] Goodbye(GoodbyeReason reason) => [2, 0, 0, 0, (byte)FrameKind.Goodbye, (byte)reason];

    public static byte[] HelloFrame(Hello hello)
    {
        var origin = Utf8.GetBytes(hello.Origin.ToString());
        var frame = new byte[PrefixSize + 1 + 4 + 1 + 4 + 2 + origin.Length];
        var rest = frame.AsSpan();
        WriteInt32(ref rest, frame.Length - PrefixSize);
        WriteByte(ref rest, (byte)FrameKind.Hello);
        WriteInt32(ref rest, unchecked((int)Magic));
        WriteByte(ref rest, Version);
        WriteInt32(ref rest, hello.Uid);
        WriteString(ref rest, origin);
        return frame;
    }

    /// <summary>Reads the body of the first frame on a connection.</summary>
    /// <exception cref="ProtocolViolationException">It is no introduction, or of another version.</exception>
    public static Hello ReadHello(ReadOnlySpan<byte> body)
    {
        if (body is [(byte)FrameKind.Goodbye, var reason, ..])
            throw new ProtocolViolationException($"The remote system refused to associate ({(GoodbyeReason)reason})");
        if (body.Length < 12 || body[0] != (byte)FrameKind.Hello)
            throw new ProtocolViolationException("The first frame is no introduction");
        var rest = body[1..];
        if (ReadInt32(ref rest) != unchecked((int)Magic))
            throw new ProtocolViolationException("The peer does not speak this protocol");
        var version = rest[0];
        if (version != Version)
            throw new ProtocolViolationException($"The peer speaks version {version} of the protocol, not {Version}");
        rest = rest[1..];
        var uid = ReadInt32(ref rest);
        var origin = Text(ReadString(rest));
        return ActorPath.TryParseAddress(origin, out var address) && address is { Host.Length: > 0, Port: not null }
            ? new Hello(address, uid)
            : throw new ProtocolViolationException($"The peer's address is not one: [{origin}]");
    }

    /// <summary>The size of a message's frame without its length prefix: what maximum-frame-size bounds.</summary>
    public static int SizeOf(in OutgoingMessage message) =>
        MessageHeaderSize + message.Recipient.Length + message.Sender.Length
        + Utf8.GetByteCount(message.Manifest) + message.Payload.Length;

    /// <summary>Writes the whole frame, whose size without the prefix is <paramref name="size"/>.</summary>
    public static void WriteMessage(Span<byte> frame, in OutgoingMessage message, int size)
    {
        var rest = frame;
        WriteInt32(ref rest, size);
        WriteByte(ref rest, (byte)FrameKind.Message);
        WriteInt32(ref rest, message.SerializerId);
        WriteString(ref rest, message.Recipient);
        WriteString(ref rest, message.Sender);
        var manifest = Utf8.GetBytes(message.Manifest, rest[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, checked((ushort)manifest));
        rest = rest[(2 + manifest)..];
        message.Payload.CopyTo(rest);
    }

    public static IncomingMessage ReadMessage(ReadOnlySpan<byte> body)
    {
        if (body.Length < MessageHeaderSize)
            throw new ProtocolViolationException("A message is cut short");
        var rest = body[1..];
        var serializerId = ReadInt32(ref rest);
        var recipient = ReadString(rest);
        rest = rest[(2 + recipient.Length)..];
        var sender = ReadString(rest);
        rest = rest[(2 + sender.Length)..];
        var manifest = ReadString(rest);
        rest = rest[(2 + manifest.Length)..];
        return new IncomingMessage(recipient, sender, serializerId, manifest, rest);
    }

    public static string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (ArgumentException)
        {
            throw new ProtocolViolationException("A string is not UTF-8");
        }
    }

    /// <summary>A path fits the two-byte length, or the message does not leave.</summary>
    public static byte[] Path(string path)
    {
        var bytes = Utf8.GetBytes(path);
        return bytes.Length <= ushort.MaxValue
            ? bytes
            : throw new ArgumentException($"An actor path of {bytes.Length} bytes is too long to be sent");
    }

    private static void WriteByte(ref Span<byte> rest, byte value)
    {
        rest[0] = value;
        rest = rest[1..];
    }

    private static void WriteInt32(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest[4..];
    }

    private static void WriteString(ref Span<byte> rest, ReadOnlySpan<byte> utf8)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(rest, checked((ushort)utf8.Length));
        utf8.CopyTo(rest[2..]);
        rest = rest[(2 + utf8.Length)..];
    }

    private static int ReadInt32(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4)
            throw new ProtocolViolationException("A frame is cut short");
        var value = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[4..];
        return value;
    }

    private static ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> rest)
    {
        var length = rest.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16LittleEndian(rest);
        if (length > rest.Length - 2)
            throw new ProtocolViolationException("A frame is cut short");
        return rest.Slice(2, length);
    }
}
