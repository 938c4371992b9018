using System.Buffers.Binary;
using Akka.Actor;
using Akka.Serialization;

namespace Raft.Actors.Machines;

/// <summary>
/// Objects as bytes, by way of Akka's serialization: a format version, the serializer's number, the manifest, and what
/// the serializer wrote. Bytes that are none come back as nothing and a reason.
/// </summary>
internal sealed class TypedBytes(ActorSystem system)
{
    private const byte Version = 1;
    private const byte RefusalVersion = 0;

    private readonly Serialization _serialization = system.Serialization;

    /// <summary>Writes an object.</summary>
    public ReadOnlyMemory<byte> Write(object value)
    {
        var serializer = _serialization.FindSerializerFor(value);
        var bytes = _serialization.Serialize(value);
        Span<byte> id = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(id, serializer.Identifier);
        return new CompactWriter(bytes.Length + 64)
            .Byte(Version).Blob(id).Text(Serialization.ManifestFor(serializer, value)).Blob(bytes).Written;
    }

    /// <summary>What a machine answers when it could not read what it was given.</summary>
    public static ReadOnlyMemory<byte> Refusal(string problem) =>
        new CompactWriter().Byte(RefusalVersion).Text(problem).Written;

    /// <summary>Reads an object; null, and why, when these bytes are none, or a refusal.</summary>
    public object? Read(ReadOnlyMemory<byte> written, out string problem)
    {
        var reader = new CompactReader(written);
        switch (reader.Byte())
        {
            case Version:
                break;
            case RefusalVersion:
                problem = reader.Text();
                return null;
            case var version:
                problem = $"format version {version}, and this build reads version {Version}";
                return null;
        }

        var (id, manifest, bytes) = (reader.Blob(), reader.Text(), reader.Blob());
        if (!reader.Complete || id.Length != sizeof(int))
        {
            problem = "the bytes are damaged";
            return null;
        }

        return Read(BinaryPrimitives.ReadInt32LittleEndian(id.Span), manifest, bytes, out problem);
    }

    private object? Read(int serializer, string manifest, ReadOnlyMemory<byte> bytes, out string problem)
    {
        try
        {
            var value = _serialization.Deserialize(bytes.ToArray(), serializer, manifest);
            problem = $"a {value?.GetType().Name ?? "null"} does not belong here";
            return value;
        }
        catch (Exception broken)
        {
            problem = $"serializer {serializer} cannot read '{manifest}': {broken.Message}";
            return null;
        }
    }
}
