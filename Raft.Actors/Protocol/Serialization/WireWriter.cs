using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>
/// Writes the wire format of Protocol Buffers into a pooled buffer. As proto3 has it, a field that holds its default
/// is left out.
/// </summary>
internal sealed class WireWriter : IDisposable
{
    private const int LongestVarint = 10;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);
    private int _length;
    private ReadOnlyMemory<byte> _last;

    /// <summary>Fields 1, 2, 3 … of a message that has only numbers.</summary>
    public void Numbers(params ReadOnlySpan<long> values)
    {
        for (var i = 0; i < values.Length; i++)
            Number(i + 1, values[i]);
    }

    /// <summary>An int64, an int32, an enum or a bool.</summary>
    public void Number(int field, long value)
    {
        if (value == 0)
            return;
        NumberOrNull(field, value);
    }

    /// <summary>An <c>optional int64</c>: absent when null, present when 0.</summary>
    public void NumberOrNull(int field, long? value)
    {
        if (value is null)
            return;
        Tag(field, WireKind.Varint);
        Varint((ulong)value);
    }

    /// <summary>A fixed32.</summary>
    public void Fixed32(int field, uint value)
    {
        if (value == 0)
            return;
        Tag(field, WireKind.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);
    }

    /// <summary>An sfixed64.</summary>
    public void Fixed64(int field, long value)
    {
        if (value == 0)
            return;
        Tag(field, WireKind.Fixed64);
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
    }

    /// <summary>A string.</summary>
    public void Text(int field, string value)
    {
        if (value.Length == 0)
            return;
        var length = Encoding.UTF8.GetByteCount(value);
        Tag(field, WireKind.Delimited);
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>
    /// A node's name. One that could not be read back is refused before it reaches a peer or the journal.
    /// </summary>
    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public void Node(int field, NodeId node)
    {
        if (!NodeId.IsValid(node.Value))
            throw new ArgumentException($"'{node}' cannot name a node", nameof(node));
        Text(field, node.Value);
    }

    /// <summary>Bytes.</summary>
    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
            return;
        Tag(field, WireKind.Delimited);
        Varint((ulong)value.Length);
        value.Span.CopyTo(Take(value.Length));
    }

    /// <summary>
    /// Bytes that end the whole message: they may be a snapshot's image, so they are copied once only, to their place.
    /// </summary>
    public void LastBytes(int field, ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
            return;
        Tag(field, WireKind.Delimited);
        Varint((ulong)value.Length);
        _last = value;
    }

    /// <summary>Starts a message within the message.</summary>
    /// <returns>What <see cref="Close"/> wants to know.</returns>
    public int Open(int field)
    {
        Tag(field, WireKind.Delimited);
        Take(1);
        return _length;
    }

    /// <summary>Ends a message within the message, and puts its length before it.</summary>
    public void Close(int start)
    {
        var length = _length - start;
        var more = VarintLength((ulong)length) - 1;
        if (more > 0)
        {
            Take(more);
            _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + more));
        }

        WriteVarint(_buffer.AsSpan(start - 1), (ulong)length);
    }

    /// <summary>What was written, after <paramref name="room"/> bytes that are left free for a header.</summary>
    public byte[] ToArray(int room = 0)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked(room + _length + _last.Length));
        _buffer.AsSpan(0, _length).CopyTo(bytes.AsSpan(room));
        _last.Span.CopyTo(bytes.AsSpan(room + _length));
        return bytes;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static int VarintLength(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private static int WriteVarint(Span<byte> target, ulong value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7)
            target[at++] = (byte)(value | 0x80);
        target[at++] = (byte)value;
        return at;
    }

    private void Tag(int field, WireKind kind) => Varint(((ulong)field << 3) | (uint)kind);

    private void Varint(ulong value)
    {
        Reserve(LongestVarint);
        _length += WriteVarint(_buffer.AsSpan(_length), value);
    }

    private Span<byte> Take(int count)
    {
        Reserve(count);
        var taken = _buffer.AsSpan(_length, count);
        _length += count;
        return taken;
    }

    private void Reserve(int count)
    {
        if (count <= _buffer.Length - _length)
            return;
        var wanted = Math.Max(2L * _buffer.Length, (long)_length + count);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, wanted));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
