using Akka.Actor;

namespace Akka.Remote.Serialization;

/// <summary>Writes and reads objects inside others: serializer, manifest, bytes; and null.</summary>
internal static class Payloads
{
    public static byte[] Write(Action<BinaryWriter> body)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        body(writer);
        writer.Flush();
        return stream.ToArray();
    }

    public static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    public static void Write(this BinaryWriter writer, ExtendedActorSystem system, object? payload)
    {
        writer.Write(payload is not null);
        if (payload is null)
            return;
        var serializer = system.Serialization.FindSerializerFor(payload);
        var bytes = serializer.ToBinary(payload);
        writer.Write(serializer.Identifier);
        writer.Write(Akka.Serialization.Serialization.ManifestFor(serializer, payload) ?? "");
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static object? ReadPayload(this BinaryReader reader, ExtendedActorSystem system)
    {
        if (!reader.ReadBoolean())
            return null;
        var serializer = reader.ReadInt32();
        var manifest = reader.ReadString();
        return system.Serialization.Deserialize(reader.ReadBlock(), serializer, manifest);
    }

    /// <summary>The length is a peer's word: it is believed only as far as there are bytes.</summary>
    private static byte[] ReadBlock(this BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return length >= 0 && length <= left
            ? reader.ReadBytes(length)
            : throw new EndOfStreamException($"A payload announces {length} bytes, but {left} are left");
    }
}
