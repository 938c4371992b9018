using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Raft.Actors.Machines;

/// <summary>
/// Writes the few shapes that commands and answers are made of: bytes, variable-length integers, texts, blobs.
/// </summary>
internal sealed class CompactWriter
{
    private readonly ArrayBufferWriter<byte> _buffer;

    /// <param name="capacity">How many bytes the whole is expected to need; it grows beyond when it must.</param>
    public CompactWriter(int capacity = 64) => _buffer = new ArrayBufferWriter<byte>(Math.Max(capacity, 16));

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public CompactWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public CompactWriter Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits a byte, the lowest first; a negative number is a mistake of the caller.</summary>
    public CompactWriter Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
            Byte((byte)(rest | 0x80));
        return Byte((byte)rest);
    }

    public CompactWriter Blob(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        _buffer.Write(value);
        return this;
    }

    public CompactWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }
}

/// <summary>
/// Reads what <see cref="CompactWriter"/> wrote and survives anything else: the first thing that does not fit makes the
/// reader <see cref="Broken"/>, and everything it gives from then on is empty.
/// </summary>
internal struct CompactReader(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public bool Broken { get; private set; }

    /// <summary>Whether everything was read and all of it made sense.</summary>
    public readonly bool Complete => !Broken && _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
            return Break<byte>();
        var value = _rest.Span[0];
        _rest = _rest[1..];
        return value;
    }

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => Break<bool>(),
    };

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return Broken ? 0 : (long)value;
        }
        return Break<long>();
    }

    public ReadOnlyMemory<byte> Blob()
    {
        var length = Number();
        if (length > _rest.Length)
            return Break<ReadOnlyMemory<byte>>();
        var value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return value;
    }

    public string Text()
    {
        var utf8 = Blob().Span;
        if (Utf8.IsValid(utf8))
            return Encoding.UTF8.GetString(utf8);
        Break<string>();
        return "";
    }

    private T? Break<T>()
    {
        Broken = true;
        _rest = default;
        return default;
    }
}
