using Akka.Actor;

namespace Akka.Persistence.Sqlite;

/// <summary>An event or a snapshot as columns: bytes, who made them, and what it calls the type.</summary>
internal readonly record struct Payload(byte[] Bytes, int SerializerId, string Manifest)
{
    public static Payload Of(object value, ExtendedActorSystem system)
    {
        var serializer = system.Serialization.FindSerializerFor(value);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value);
        var bytes = Akka.Serialization.Serialization.WithTransport(
            system, (serializer, value), static s => s.serializer.ToBinary(s.value));
        return new Payload(bytes, serializer.Identifier, manifest);
    }
}
