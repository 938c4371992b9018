using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace Raft.Host.Security;

/// <summary>
/// Akka's own messages between systems, but for those that stop an actor. Akka's untrusted mode keeps a PoisonPill out
/// and lets a Kill in, and either would stop the node.
/// </summary>
/// <param name="system">The system.</param>
public sealed class HarmlessSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly MiscMessageSerializer _all = new(system);

    /// <inheritdoc/>
    public override int Identifier => 16;

    /// <inheritdoc/>
    public override string Manifest(object o) => _all.Manifest(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => _all.ToBinary(obj);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It would stop an actor.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        _all.FromBinary(bytes, manifest) is var message and not (Kill or PoisonPill)
            ? message
            : throw new ArgumentException("a node is not stopped from elsewhere", nameof(manifest));
}
