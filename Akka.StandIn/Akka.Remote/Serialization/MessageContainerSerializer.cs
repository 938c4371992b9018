using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>A message on its way along an <see cref="ActorSelection"/>.</summary>
public class MessageContainerSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private enum Kind : byte
    {
        Parent,
        ChildName,
        ChildPattern,
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        if (obj is not ActorSelectionMessage selection)
            throw new ArgumentException($"Cannot serialize object of type [{obj.GetType()}]");
        return Payloads.Write(writer =>
        {
            writer.Write(selection.Elements.Length);
            foreach (var element in selection.Elements)
                WriteElement(writer, element);
            writer.Write(system, selection.Message);
        });
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        using var reader = Payloads.Reader(bytes);
        var elements = new List<SelectionPathElement>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            elements.Add(ReadElement(reader));
        try
        {
            return new ActorSelectionMessage(reader.ReadPayload(system)!, [.. elements]);
        }
        catch (Exception e)
        {
            throw new SerializationException(
                $"Failed to deserialize the message of a selection addressed to [{string.Join(",", elements)}]", e);
        }
    }

    private static void WriteElement(BinaryWriter writer, SelectionPathElement element)
    {
        var (kind, text) = element switch
        {
            SelectChildName child => (Kind.ChildName, child.Name),
            SelectChildPattern pattern => (Kind.ChildPattern, pattern.PatternStr),
            SelectParent => (Kind.Parent, ""),
            _ => throw new ArgumentException($"Cannot serialize a selection's element of type [{element.GetType()}]"),
        };
        writer.Write((byte)kind);
        writer.Write(text);
    }

    private static SelectionPathElement ReadElement(BinaryReader reader)
    {
        var kind = (Kind)reader.ReadByte();
        var text = reader.ReadString();
        return kind switch
        {
            Kind.Parent => new SelectParent(),
            Kind.ChildName => new SelectChildName(text),
            Kind.ChildPattern => new SelectChildPattern(text),
            _ => throw new SerializationException($"A selection has an element of unknown kind [{kind}]"),
        };
    }
}
