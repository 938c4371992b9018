using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>
/// The one format of everything that leaves memory, as <c>raft.proto</c> lays it down. What peers and clients say is
/// written as it is. What goes to disk has a header before it: the format's version (one byte) and a CRC-32C (four
/// bytes, little-endian) over version, manifest and body.
/// </summary>
internal static class RaftCodec
{
    /// <summary>The version of the disk's format that is written. Versions up to this one are read.</summary>
    public const byte RecordVersion = 1;

    private const int HeaderBytes = sizeof(byte) + sizeof(uint);

    private static readonly Format[] Formats =
        [.. PeerCodec.Formats, .. EventCodec.Formats, .. ClientCodec.Formats, .. AdminCodec.Formats,
            .. StatusCodec.Formats];

    private static readonly FrozenDictionary<Type, Format> ByType = Formats.ToFrozenDictionary(f => f.Type);
    private static readonly FrozenDictionary<string, Format> ByManifest = Formats.ToFrozenDictionary(f => f.Manifest);

    /// <summary>Every type that can be written, with its manifest.</summary>
    public static IEnumerable<(Type Type, string Manifest)> Types => Formats.Select(f => (f.Type, f.Manifest));

    /// <summary>The short name under which <paramref name="message"/> is written.</summary>
    /// <exception cref="ArgumentException">There is no format for its type.</exception>
    public static string ManifestOf(object message) => FormatOf(message).Manifest;

    /// <summary>
    /// Whether what is written under this name travels and is gone, rather than being kept on a disk.
    /// </summary>
    public static bool Travels(string manifest) => ByManifest.TryGetValue(manifest, out var format) && !format.IsRecord;

    /// <summary>Writes a message, an event or a snapshot.</summary>
    /// <exception cref="ArgumentException">There is no format for its type, or it holds a name that names no
    /// node.</exception>
    public static byte[] Encode(object message)
    {
        var format = FormatOf(message);
        using var writer = new WireWriter();
        format.Write(writer, message);
        return format.IsRecord ? Seal(writer.ToArray(HeaderBytes), format.Manifest) : writer.ToArray();
    }

    /// <summary>
    /// Reads what <see cref="Encode"/> wrote. The result shares <paramref name="bytes"/>, which must not change any
    /// more.
    /// </summary>
    /// <exception cref="UnreadableMessageException">The manifest or something in the bytes is not known to this
    /// version.</exception>
    /// <exception cref="CorruptRecordException">It is a record of the disk, and its checksum does not fit.</exception>
    public static object Decode(string manifest, byte[] bytes)
    {
        if (!ByManifest.TryGetValue(manifest, out var format))
            throw new UnreadableMessageException(manifest, "this version knows no such manifest");
        var start = 0;
        if (format.IsRecord)
        {
            CheckSeal(manifest, bytes);
            start = HeaderBytes;
        }

        try
        {
            return format.Read(new WireReader(bytes, start, bytes.Length));
        }
        catch (Exception cause) when (cause is WireException or ArgumentException)
        {
            throw new UnreadableMessageException(manifest, $"{format.Type.Name}: {cause.Message}", cause);
        }
    }

    /// <summary>Writes a message within a message: its manifest in one field, its fields in another.</summary>
    internal static void WriteWithin(WireWriter to, int manifestField, int field, object message)
    {
        var format = FormatOf(message);
        to.Text(manifestField, format.Manifest);
        var start = to.Open(field);
        format.Write(to, message);
        to.Close(start);
    }

    /// <summary>Reads what <see cref="WriteWithin"/> wrote, if its type is one that may stand there.</summary>
    internal static object ReadWithin(string manifest, WireReader from, Func<Type, bool> mayStandHere) =>
        ByManifest.TryGetValue(manifest, out var format) && mayStandHere(format.Type)
            ? format.Read(from)
            : throw new WireException($"'{manifest}' within it is nothing that may stand there");

    private static Format FormatOf(object message) => ByType.TryGetValue(message.GetType(), out var format)
        ? format
        : throw new ArgumentException($"there is no wire format for {message.GetType()}", nameof(message));

    private static byte[] Seal(byte[] record, string manifest)
    {
        record[0] = RecordVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(1), Checksum(manifest, record));
        return record;
    }

    private static void CheckSeal(string manifest, byte[] record)
    {
        if (record.Length < HeaderBytes)
            throw new CorruptRecordException(manifest, $"{record.Length} bytes are too few for a record");
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(1));
        var actual = Checksum(manifest, record);
        if (stored != actual)
        {
            throw new CorruptRecordException(
                manifest, $"the checksum of its {record.Length} bytes is {actual:x8}, and {stored:x8} was stored");
        }

        if (record[0] != RecordVersion)
        {
            throw new UnreadableMessageException(
                manifest, $"the record has format version {record[0]}, and this version reads up to {RecordVersion}");
        }
    }

    // The manifest is kept beside the bytes, in a column of its own: it is sealed too, or a damaged one could name
    // another event.
    private static uint Checksum(string manifest, byte[] record)
    {
        Span<byte> name = stackalloc byte[8];
        var checksum = Crc32C.Append(Crc32C.Of(record.AsSpan(0, 1)), name[..Encoding.ASCII.GetBytes(manifest, name)]);
        return Crc32C.Append(checksum, record.AsSpan(HeaderBytes));
    }
}
