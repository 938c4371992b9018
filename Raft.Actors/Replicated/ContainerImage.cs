using System.Collections.Immutable;
using Raft.Actors.Machines;

namespace Raft.Actors.Replicated;

/// <summary>
/// All containers at one moment, and how they are written: each as one record, in the order of their names.
/// </summary>
internal sealed class ContainerImage(ImmutableSortedDictionary<string, Container> containers, long clockMs)
    : IMachineImage
{
    private const byte Version = 1;

    private enum Kind : byte
    {
        Value = 1,
        Dictionary = 2,
        List = 3,
        Lock = 4,
    }

    /// <inheritdoc/>
    public void WriteTo(Stream target)
    {
        using var writer = new BinaryWriter(target, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write(clockMs);
        writer.Write(containers.Count);
        foreach (var (name, container) in containers)
        {
            writer.Write(name);
            writer.Write(container.WrittenAt);
            Write(writer, container);
        }
    }

    public static (ImmutableSortedDictionary<string, Container> Containers, long ClockMs) Read(Stream image)
    {
        try
        {
            using var reader = new BinaryReader(image, System.Text.Encoding.UTF8, leaveOpen: true);
            var version = reader.ReadByte();
            if (version != Version)
                throw new InvalidDataException(
                    $"this node reads container images of format {Version}, and this one is of format {version}");
            var clockMs = reader.ReadInt64();
            var containers = ImmutableSortedDictionary.CreateBuilder<string, Container>(StringComparer.Ordinal);
            for (var left = reader.ReadInt32(); left > 0; left--)
                containers[reader.ReadString()] = ReadContainer(reader, reader.ReadInt64());
            return (containers.ToImmutable(), clockMs);
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("the image of the containers ends too early", cut);
        }
    }

    private static void Write(BinaryWriter writer, Container container)
    {
        switch (container)
        {
            case ValueContainer value:
                writer.Write((byte)Kind.Value);
                Write(writer, value.Value);
                break;
            case DictionaryContainer dictionary:
                writer.Write((byte)Kind.Dictionary);
                writer.Write(dictionary.NextPlace);
                writer.Write(dictionary.ByPlace.Count);
                foreach (var item in dictionary.ByPlace)
                {
                    writer.Write(item.Place);
                    writer.Write(item.WrittenAt);
                    Write(writer, item.Key);
                    Write(writer, item.Value);
                }
                break;
            case ListContainer list:
                writer.Write((byte)Kind.List);
                writer.Write(list.Items.Count);
                foreach (var item in list.Items)
                    Write(writer, item);
                break;
            case LockContainer held:
                writer.Write((byte)Kind.Lock);
                writer.Write(held.Owner);
                writer.Write(held.Token);
                writer.Write(held.UntilMs);
                break;
            default:
                throw new InvalidOperationException($"no image of a {container.GetType().Name}");
        }
    }

    private static Container ReadContainer(BinaryReader reader, long writtenAt) => (Kind)reader.ReadByte() switch
    {
        Kind.Value => new ValueContainer(writtenAt, ReadBlob(reader)),
        Kind.Dictionary => ReadDictionary(reader, writtenAt),
        Kind.List => ReadList(reader, writtenAt),
        Kind.Lock => new LockContainer(writtenAt, reader.ReadString(), reader.ReadInt64(), reader.ReadInt64()),
        var kind => throw new InvalidDataException(
            $"the image holds a container of kind {kind}, which this build does not know"),
    };

    private static DictionaryContainer ReadDictionary(BinaryReader reader, long writtenAt)
    {
        var nextPlace = reader.ReadInt64();
        var (byKey, byPlace) =
            (DictionaryContainer.Empty.ByKey.ToBuilder(), DictionaryContainer.Empty.ByPlace.ToBuilder());
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (place, itemAt) = (reader.ReadInt64(), reader.ReadInt64());
            var item = new DictionaryItem(place, ReadBlob(reader), ReadBlob(reader), itemAt);
            byKey[item.Key] = item;
            byPlace.Add(item);
        }

        return new DictionaryContainer(writtenAt, byKey.ToImmutable(), byPlace.ToImmutable(), nextPlace);
    }

    private static ListContainer ReadList(BinaryReader reader, long writtenAt)
    {
        var items = ImmutableList.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            items.Add(ReadBlob(reader));
        return new ListContainer(writtenAt, items.ToImmutable());
    }

    private static void Write(BinaryWriter writer, ReadOnlyMemory<byte> blob)
    {
        writer.Write(blob.Length);
        writer.Write(blob.Span);
    }

    private static ReadOnlyMemory<byte> ReadBlob(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}
