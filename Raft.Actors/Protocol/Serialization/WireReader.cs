using System.Buffers.Binary;
using System.Text;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>How a field's value is laid out in the wire format of Protocol Buffers.</summary>
internal enum WireKind
{
    Varint = 0,
    Fixed64 = 1,
    Delimited = 2,
    Fixed32 = 5,
}

/// <summary>What the reader found wrong; <see cref="RaftCodec"/> adds of which message.</summary>
internal sealed class WireException(string message) : Exception(message);

/// <summary>
/// Reads the wire format of Protocol Buffers. Bytes are handed out as slices of the array that is read, not as copies.
/// Every length is checked against what is left before anything is done with it, so garbage costs nothing but its own
/// exception.
/// </summary>
internal struct WireReader(byte[] bytes, int start, int end)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private int _at = start;
    private WireKind _kind;

    /// <summary>The number of the field that <see cref="Next"/> moved to.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field, whose value must then be read or skipped.</summary>
    public bool Next()
    {
        if (_at == end)
            return false;
        var tag = ReadVarint();
        _kind = (WireKind)(tag & 7);
        if (tag >> 3 is 0 or > int.MaxValue >> 2)
            throw new WireException($"{tag >> 3} is no field number");
        Field = (int)(tag >> 3);
        return true;
    }

    /// <summary>Reads all fields of a message that has only numbers, each to the place of its number.</summary>
    public void Numbers(Span<long> values)
    {
        while (Next())
        {
            if (Field < values.Length)
                values[Field] = Number();
            else
                Skip();
        }
    }

    public long Number()
    {
        Expect(WireKind.Varint);
        return (long)ReadVarint();
    }

    public bool Flag() => Number() != 0;

    public int SmallNumber() => Number() is >= int.MinValue and <= int.MaxValue and var value
        ? (int)value
        : throw new WireException($"field {Field} is too large for 32 bits");

    public uint Fixed32()
    {
        Expect(WireKind.Fixed32);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
    }

    public long Fixed64()
    {
        Expect(WireKind.Fixed64);
        return BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Length();
        var slice = bytes.AsMemory(_at, length);
        _at += length;
        return slice;
    }

    public string Text() => StrictUtf8.GetString(Take(Length()));

    public NodeId Node() => Text() is var name && NodeId.IsValid(name)
        ? new NodeId(name)
        : throw new WireException($"field {Field} does not name a node");

    /// <summary>A reader over the message within the message.</summary>
    public WireReader Message()
    {
        var length = Length();
        _at += length;
        return new WireReader(bytes, _at - length, _at);
    }

    /// <summary>Passes over a field that this version does not know.</summary>
    public void Skip()
    {
        switch (_kind)
        {
            case WireKind.Varint: ReadVarint(); break;
            case WireKind.Fixed64: Take(sizeof(long)); break;
            case WireKind.Delimited: Take(Length()); break;
            case WireKind.Fixed32: Take(sizeof(uint)); break;
            default: throw new WireException($"field {Field} has the unknown layout {(int)_kind}");
        }
    }

    private readonly void Expect(WireKind kind)
    {
        if (_kind != kind)
            throw new WireException($"field {Field} is laid out as {_kind} and not as {kind}");
    }

    private int Length()
    {
        Expect(WireKind.Delimited);
        var length = ReadVarint();
        return length <= (ulong)(end - _at)
            ? (int)length
            : throw new WireException($"field {Field} claims {length} bytes and {end - _at} are left");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > end - _at)
            throw new WireException($"field {Field} is cut off");
        _at += count;
        return bytes.AsSpan(_at - count, count);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == end)
                throw new WireException("a number is cut off");
            var part = bytes[_at++];
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new WireException("a number has more than 64 bits");
    }
}
