namespace Raft.Actors.Protocol.Serialization;

/// <summary>
/// How one type is written: its short name on the wire and in the journal, which never changes, and its two functions.
/// </summary>
/// <param name="Manifest">The short name.</param>
/// <param name="Type">The type.</param>
/// <param name="IsRecord">Whether it goes to disk, so that it carries a version and a checksum.</param>
/// <param name="Write">Writes the fields.</param>
/// <param name="Read">Reads the fields.</param>
internal sealed record Format(
    string Manifest, Type Type, bool IsRecord, Action<WireWriter, object> Write, Func<WireReader, object> Read)
{
    /// <summary>What travels and is gone.</summary>
    public static Format Message<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : class =>
        new(manifest, typeof(T), false, (to, message) => write(to, (T)message), read);

    /// <summary>What the journal or the snapshot store keeps.</summary>
    public static Format Record<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : class =>
        new(manifest, typeof(T), true, (to, record) => write(to, (T)record), read);
}
