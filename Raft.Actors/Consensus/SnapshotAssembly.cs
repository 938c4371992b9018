using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// A snapshot that arrives in chunks. Takes only the chunk that it lacks next, so a repeated or stray one is harmless.
/// </summary>
/// <param name="header">Which snapshot.</param>
public sealed class SnapshotAssembly(SnapshotHeader header)
{
    // An array that grows with what arrived: a header alone must not make a node set memory aside.
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Which snapshot.</summary>
    public SnapshotHeader Header => header;

    /// <summary>The first byte that is lacking.</summary>
    public long NextOffset => _length;

    /// <summary>The whole image once it is complete and its checksum holds.</summary>
    public ReadOnlyMemory<byte>? Image { get; private set; }

    /// <summary>
    /// Takes a chunk. One that is damaged is ignored and asked for again; an image that is damaged as a whole starts
    /// over.
    /// </summary>
    public void Take(InstallSnapshot chunk)
    {
        if (chunk.Offset != NextOffset || Crc32C.Of(chunk.Data.Span) != chunk.Checksum
            || chunk.Offset + chunk.Data.Length > header.SizeBytes)
            return;
        var length = checked(_length + chunk.Data.Length);
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(length, _bytes.Length * 2L), header.SizeBytes));
        chunk.Data.Span.CopyTo(_bytes.AsSpan(_length));
        _length = length;
        if (_length < header.SizeBytes)
            return;
        var image = _bytes.AsMemory(0, _length);
        if (Crc32C.Of(image.Span) == header.Checksum)
            Image = image;
        else
            _length = 0;
    }
}
