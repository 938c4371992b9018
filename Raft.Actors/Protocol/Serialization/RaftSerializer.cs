using Akka.Actor;
using Akka.Serialization;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>
/// Raft's own serializer in Akka: everything that a node sends or keeps goes through it, and nothing through JSON.
/// </summary>
public sealed class RaftSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Its number in every message and in every row of the journal, which never changes.</summary>
    public const int SerializerId = 731;

    private const string Name = "raft";

    private Keyring? _keys;

    /// <inheritdoc/>
    public override int Identifier => SerializerId;

    /// <summary>
    /// Binds it in a system that is running already. A system reads its bindings while it starts, so those of
    /// <c>reference.conf</c> come too late for one that was started without them.
    /// </summary>
    /// <param name="system">The system that Raft is embedded in.</param>
    public static void Bind(ExtendedActorSystem system)
    {
        var serialization = system.Serialization;
        if (serialization.FindSerializerForType(typeof(RaftEvent)) is RaftSerializer)
            return;
        var serializer = new RaftSerializer(system);
        serialization.AddSerializer(Name, serializer);
        foreach (var (type, _) in RaftCodec.Types)
            serialization.AddSerializationMap(type, serializer);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no format for the type of <paramref name="o"/>.</exception>
    public override string Manifest(object o) => RaftCodec.ManifestOf(o);

    // Not before it is needed: a system makes its serializers before anything else can be asked of it.
    private ClusterSecret? Secret => (_keys ??= Keyring.Of(system)).Secret;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no format for the type of <paramref name="obj"/>.</exception>
    public override byte[] ToBinary(object obj)
    {
        var bytes = RaftCodec.Encode(obj);
        var manifest = RaftCodec.ManifestOf(obj);
        return RaftCodec.Travels(manifest) && Secret is { } secret ? Seal.Put(secret, manifest, bytes) : bytes;
    }

    /// <summary>
    /// Reads a message; what is not tagged as it must be comes out as nothing but the word that it is not. It shares
    /// <paramref name="bytes"/>, which must not change any more.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="manifest">The short name of their type.</param>
    /// <exception cref="UnreadableMessageException">This version does not know the manifest or something in the
    /// bytes.</exception>
    /// <exception cref="CorruptRecordException">It is a record of the disk, and its checksum does not fit.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        RaftCodec.Travels(manifest) && Secret is { } secret && Seal.Check(secret, manifest, bytes) is { } distrusted
            ? distrusted
            : RaftCodec.Decode(manifest, bytes);
}
