using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Raft.Host.Security;

/// <summary>
/// Stands where Akka has the serializer for types that nobody bound: that one makes an object of any type that the
/// bytes name, which is more than a stranger on the network should be able to ask for.
/// </summary>
/// <param name="system">The system.</param>
public sealed class NoSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Akka calls this one when there are settings for the serializer that it replaces.</summary>
    /// <param name="system">The system.</param>
    /// <param name="config">The settings, which mean nothing here.</param>
    public NoSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;

    /// <summary>The number of the one that it replaces.</summary>
    public override int Identifier => 1;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Always.</exception>
    public override byte[] ToBinary(object obj) =>
        throw new ArgumentException($"{obj.GetType()} is bound to no serializer", nameof(obj));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Always.</exception>
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new ArgumentException("a node takes no objects of types that the sender names");
}
