using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// Turns objects of some kind into bytes and back. Its id travels with the bytes, so it never changes.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    private int? _identifier;

    protected Serializer(ExtendedActorSystem system)
    {
        this.system = system;
    }

    public virtual int Identifier =>
        _identifier ??= SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    /// <summary>As <see cref="ToBinary"/>, with references to local actors written with the given address.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        Serialization.With(new Information(address, system), () => ToBinary(obj));
}

public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system) : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public abstract string Manifest(object o);

    public abstract object FromBinary(byte[] bytes, string manifest);

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, TypeNames.Of(type));
}

public static class SerializerIdentifierHelper
{
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig("akka.actor.serialization-identifiers").AsEnumerable();
        foreach (var (name, value) in identifiers)
        {
            if (Type.GetType(name) == type)
                return value.GetInt();
        }

        throw new ArgumentException(
            $"Couldn't find serializer id for [{type}] under [akka.actor.serialization-identifiers] HOCON path",
            nameof(type));
    }
}

/// <summary>Whose references are being written, and under which address others find them.</summary>
public sealed class Information : IEquatable<Information>
{
    public Information(Address address, ActorSystem system)
    {
        Address = address;
        System = system;
    }

    public Address Address { get; }

    public ActorSystem System { get; }

    public bool Equals(Information? other) =>
        other is not null && Equals(Address, other.Address) && ReferenceEquals(System, other.System);

    public override bool Equals(object? obj) => Equals(obj as Information);

    public override int GetHashCode() => HashCode.Combine(Address, System);

    public static bool operator ==(Information? left, Information? right) => Equals(left, right);

    public static bool operator !=(Information? left, Information? right) => !Equals(left, right);
}

public class NullSerializer : Serializer
{
    public NullSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override int Identifier => 0;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => [];

    public override object FromBinary(byte[] bytes, Type type) => null!;
}

public class ByteArraySerializer : Serializer
{
    public ByteArraySerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null!,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException("The object to convert is not a byte array."),
    };

    public override object FromBinary(byte[] bytes, Type type) => bytes;
}

/// <summary>Names of types as they stand in a manifest: with the assembly's name, without its version.</summary>
internal static class TypeNames
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly ConcurrentDictionary<string, Type> Types = new(StringComparer.Ordinal);

    public static string Of(Type type) => Names.GetOrAdd(type, static type =>
    {
        var assembly = type.Assembly == typeof(object).Assembly ? "" : $", {type.Assembly.GetName().Name}";
        return type.IsGenericType ? type.AssemblyQualifiedName! : type.FullName + assembly;
    });

    public static Type Find(string name) => Types.GetOrAdd(name, static name => Type.GetType(name, true)!);
}
