using Akka.Actor;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>What stands for a message whose tag is missing or wrong: of what it said, nothing is left.</summary>
/// <param name="HasTag">Whether there was a tag at all.</param>
internal sealed record Distrusted(bool HasTag) : INoSerializationVerificationNeeded
{
    public static readonly Distrusted Untagged = new(false);
    public static readonly Distrusted WrongTag = new(true);
}

/// <summary>
/// The tag behind a message: one more field, number 1000, which whoever has no secret passes over. It is made over the
/// bytes before it, with a key of the message's kind.
/// </summary>
internal static class Seal
{
    /// <summary>What a tag adds to a message, in bytes.</summary>
    public const int Bytes = 3 + ClusterSecret.TagBytes;

    // The field's number and layout as a varint, and the length of what follows.
    private static ReadOnlySpan<byte> Head => [0xC2, 0x3E, ClusterSecret.TagBytes];

    /// <summary>The message with its tag.</summary>
    public static byte[] Put(ClusterSecret secret, string manifest, byte[] message)
    {
        var tagged = new byte[message.Length + Bytes];
        message.CopyTo(tagged, 0);
        Head.CopyTo(tagged.AsSpan(message.Length));
        secret.Tag(manifest, message, tagged.AsSpan(message.Length + Head.Length));
        return tagged;
    }

    /// <summary>Null when the message may be read, tag and all.</summary>
    public static Distrusted? Check(ClusterSecret secret, string manifest, ReadOnlySpan<byte> tagged)
    {
        if (tagged.Length < Bytes || !tagged[^Bytes..].StartsWith(Head))
            return secret.IsRequired ? Distrusted.Untagged : null;
        return secret.Knows(manifest, tagged[..^Bytes], tagged[^ClusterSecret.TagBytes..]) ? null : Distrusted.WrongTag;
    }
}
