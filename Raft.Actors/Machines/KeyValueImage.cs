using System.Collections.Immutable;
using System.Text;

namespace Raft.Actors.Machines;

/// <summary>
/// The whole map as bytes: a format version, the number of items, then the items in the order of their keys, so that
/// equal maps are equal bytes on every node.
/// </summary>
internal sealed class KeyValueImage(ImmutableSortedSet<KeyValueItem> items) : IMachineImage
{
    private const byte Version = 1;

    // What a damaged length may make us reserve before the bytes themselves prove it.
    private const int ReadStep = 64 * 1024;

    /// <inheritdoc/>
    public void WriteTo(Stream target)
    {
        using var writer = new BinaryWriter(target, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write7BitEncodedInt64(items.Count);
        foreach (var item in items)
        {
            WriteBlob(writer, Encoding.UTF8.GetBytes(item.Key));
            WriteBlob(writer, item.Value.Span);
            writer.Write7BitEncodedInt64(item.Index);
            writer.Write7BitEncodedInt64(item.Term);
        }
    }

    /// <summary>Reads an image to its end.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an image.</exception>
    public static List<KeyValueItem> Read(Stream source)
    {
        try
        {
            using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
            return Read(reader);
        }
        catch (Exception broken) when (broken is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The key-value image is cut short or damaged.", broken);
        }
    }

    private static List<KeyValueItem> Read(BinaryReader reader)
    {
        var version = reader.ReadByte();
        if (version != Version)
            throw new InvalidDataException(
                $"The key-value image has format version {version}; this build reads {Version}.");
        var items = new List<KeyValueItem>();
        for (var left = reader.Read7BitEncodedInt64(); left > 0; left--)
        {
            var item = ReadItem(reader);
            if (items.Count > 0 && string.CompareOrdinal(items[^1].Key, item.Key) >= 0)
                throw new InvalidDataException($"The key-value image is out of order at item {items.Count + 1}.");
            items.Add(item);
        }
        if (reader.BaseStream.ReadByte() >= 0)
            throw new InvalidDataException("The key-value image goes on after its last item.");
        return items;
    }

    private static KeyValueItem ReadItem(BinaryReader reader)
    {
        var key = StrictUtf8.GetString(ReadBlob(reader));
        var value = ReadBlob(reader);
        return new KeyValueItem(key, value, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
    }

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static void WriteBlob(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBlob(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length < 0)
            throw new FormatException("negative length");
        if (length <= ReadStep)
            return Exactly(reader.ReadBytes(length), length);
        using var blob = new MemoryStream();
        while (blob.Length < length)
        {
            var step = (int)Math.Min(ReadStep, length - blob.Length);
            blob.Write(Exactly(reader.ReadBytes(step), step));
        }
        return blob.ToArray();
    }

    private static byte[] Exactly(byte[] read, int wanted) =>
        read.Length == wanted ? read : throw new EndOfStreamException();
}
