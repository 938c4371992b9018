using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Actors.Client;

/// <summary>
/// A state that can be kept in a file and put back: a snapshot with its checksums, under a line that says what it is.
/// </summary>
public sealed class Backup
{
    private const string Manifest = "LS";

    private static readonly byte[] FirstLine = "raft backup 1\n"u8.ToArray();

    internal Backup(LedgerSnapshot snapshot) => Snapshot = snapshot;

    /// <summary>The last index that the backup covers.</summary>
    public long Index => Snapshot.Snapshot.Index;

    /// <summary>The term there.</summary>
    public long Term => Snapshot.Snapshot.Term;

    /// <summary>The members in force there.</summary>
    public ClusterConfiguration Configuration => Snapshot.Snapshot.Configuration;

    /// <summary>The cluster that it was taken of.</summary>
    public string ClusterId => Snapshot.Founded.ClusterId;

    internal LedgerSnapshot Snapshot { get; }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes() => [.. FirstLine, .. RaftCodec.Encode(Snapshot)];

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="InvalidDataException">The file is no backup or is damaged; the message says which.</exception>
    public static Backup FromBytes(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(FirstLine))
            throw new InvalidDataException("this is no backup: its first line is missing");
        try
        {
            var snapshot = (LedgerSnapshot)RaftCodec.Decode(Manifest, bytes[FirstLine.Length..]);
            if (Crc32C.Of(snapshot.Image.Span) != snapshot.Snapshot.Checksum)
                throw new InvalidDataException("the backup is damaged: the image's checksum does not fit");
            return new Backup(snapshot);
        }
        catch (Exception e) when (e is CorruptRecordException or UnreadableMessageException)
        {
            throw new InvalidDataException($"the backup is damaged: {e.Message}", e);
        }
    }
}
