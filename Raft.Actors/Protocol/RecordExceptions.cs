using System.Runtime.Serialization;

namespace Raft.Actors.Protocol;

/// <summary>
/// Bytes that this version cannot read: not a Raft message at all, or one of a newer format. A peer's message is then
/// dropped by Akka.Remote with a warning; a journal or snapshot with such a record stops the node's recovery.
/// </summary>
public sealed class UnreadableMessageException : SerializationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="manifest">The manifest that came with the bytes.</param>
    /// <param name="why">What is wrong with them, in a sentence.</param>
    /// <param name="cause">What was thrown while reading, or null.</param>
    public UnreadableMessageException(string manifest, string why, Exception? cause = null)
        : base($"cannot read the message with manifest '{manifest}': {why}", cause) => Manifest = manifest;

    /// <summary>The manifest that came with the bytes.</summary>
    public string Manifest { get; }
}

/// <summary>
/// A record of the journal or of the snapshot store is not what was written: its checksum does not fit.
/// </summary>
public sealed class CorruptRecordException : SerializationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="manifest">The manifest that came with the record.</param>
    /// <param name="why">How the damage shows, in a sentence.</param>
    public CorruptRecordException(string manifest, string why)
        : this(manifest, why, null, null)
    {
    }

    private CorruptRecordException(string manifest, string why, string? position, Exception? cause)
        : base($"damaged record with manifest '{manifest}'{(position is null ? "" : $" at {position}")}: {why}", cause)
    {
        Manifest = manifest;
        Why = why;
        Position = position;
    }

    /// <summary>The manifest that came with the record, which says what kind of record it was.</summary>
    public string Manifest { get; }

    /// <summary>How the damage shows.</summary>
    public string Why { get; }

    /// <summary>
    /// Where the record lies, such as <c>journal of node-1, sequence number 42</c>; null until someone who knows says
    /// so.
    /// </summary>
    public string? Position { get; }

    /// <summary>The same report with the place where the record lies.</summary>
    public CorruptRecordException At(string position) => new(Manifest, Why, position, this);
}
