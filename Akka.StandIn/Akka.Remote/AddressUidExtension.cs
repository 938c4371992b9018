using Akka.Actor;

namespace Akka.Remote;

/// <summary>A number drawn anew by each start of a system: how peers tell a restart from a reconnection.</summary>
public class AddressUid : IExtension
{
    public readonly int Uid = Random.Shared.Next();
}

public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();

    public static int Uid(ActorSystem system) => system.WithExtension<AddressUid, AddressUidExtension>().Uid;
}
