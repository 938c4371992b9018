using System.Collections.Concurrent;
using System.Reflection;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Remote.Serialization;

/// <summary>Generated protobuf messages, as themselves.</summary>
public class ProtobufSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private static readonly ConcurrentDictionary<Type, MessageParser> Parsers = new();

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => obj is IMessage message
        ? message.ToByteArray()
        : throw new ArgumentException($"Can't serialize a non-protobuf message using protobuf [{obj.GetType()}]");

    public override object FromBinary(byte[] bytes, Type type) =>
        Parsers.GetOrAdd(type, ParserOf).ParseFrom(bytes);

    private static MessageParser ParserOf(Type type) =>
        typeof(IMessage).IsAssignableFrom(type)
            && type.GetProperty("Parser", BindingFlags.Public | BindingFlags.Static) is { } property
            && property.GetValue(null) is MessageParser parser
            ? parser
            : throw new ArgumentException($"Need a protobuf message class to be able to deserialize [{type}]");
}
