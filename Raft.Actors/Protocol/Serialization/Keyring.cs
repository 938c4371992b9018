using Akka.Actor;

namespace Raft.Actors.Protocol.Serialization;

/// <summary>
/// The secret with which an actor system tags what it says and checks what it hears. One system has one.
/// </summary>
internal sealed class Keyring : IExtension
{
    private volatile ClusterSecret? _secret;

    private Keyring(ClusterSecret? secret) => _secret = secret;

    /// <summary>The secret, or null.</summary>
    public ClusterSecret? Secret => _secret;

    /// <summary>The keyring of a system: at first with the secret of its configuration.</summary>
    public static Keyring Of(ActorSystem system) => Provider.Instance.Apply(system);

    /// <summary>Takes the secret of a group's settings.</summary>
    /// <exception cref="RaftConfigException">The system has another one already.</exception>
    public void Adopt(ClusterSecret? secret)
    {
        if (secret is null)
            return;
        if (_secret is { } other && !other.IsSame(secret))
            throw new RaftConfigException("raft.secret", "(hidden)",
                "the groups and clients of one actor system share one secret, and it has another");
        _secret = secret;
    }

    private sealed class Provider : ExtensionIdProvider<Keyring>
    {
        public static readonly Provider Instance = new();

        public override Keyring CreateExtension(ExtendedActorSystem system)
        {
            var config = system.Settings.Config;
            return new Keyring(config.HasPath("raft.secret") ? ClusterSecret.Create(config.GetConfig("raft")) : null);
        }
    }
}
