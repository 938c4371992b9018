using Akka.Actor;
using Akka.Serialization;

namespace Raft.Specs.VirtualTime;

/// <summary>An object as the bytes that one ActorSystem makes of it, for another (or the same) to read.</summary>
internal sealed record Frozen(byte[] Bytes, int SerializerId, string Manifest)
{
    public static Frozen Of(ActorSystem writer, object message) =>
        Serialization.WithTransport((ExtendedActorSystem)writer, () =>
        {
            var serializer = writer.Serialization.FindSerializerFor(message);
            return new Frozen(
                serializer.ToBinary(message), serializer.Identifier, Serialization.ManifestFor(serializer, message));
        });

    public object Thaw(ActorSystem reader) =>
        Serialization.WithTransport(
            (ExtendedActorSystem)reader, () => reader.Serialization.Deserialize(Bytes, SerializerId, Manifest));
}
