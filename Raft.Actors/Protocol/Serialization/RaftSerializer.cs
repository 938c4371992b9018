using Akka.Actor;
using Akka.Serialization;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>Raft's own serializer in Akka: everything that a node sends or keeps goes through it, and nothing through JSON.</summary>
public sealed class RaftSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Its number in every message and journal row; Akka reserves 0 to 40.</summary>
    public override int Identifier => 731;

    /// <inheritdoc/>
    public override string Manifest(object o) => RaftCodec.ManifestOf(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => RaftCodec.Encode(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => RaftCodec.Decode(manifest, bytes);
}
