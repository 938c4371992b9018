using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Transport;

namespace Akka.Remote;

public interface IRemoteRef : IActorRefScope;

/// <summary>A handle to an actor of another system.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly Remoting _remoting;
    private Association? _association;
    private byte[]? _pathBytes;

    internal RemoteActorRef(Remoting remoting, Address localAddressToUse, ActorPath path, IInternalActorRef parent)
    {
        _remoting = remoting;
        LocalAddressToUse = localAddressToUse;
        Path = path;
        Parent = parent;
    }

    public Address LocalAddressToUse { get; }

    public override ActorPath Path { get; }

    public override IInternalActorRef Parent { get; }

    public override IActorRefProvider Provider => _remoting.System.Provider;

    public override bool IsLocal => false;

    public override bool IsTerminated => false;

    internal byte[] PathBytes => _pathBytes ??= Wire.Path(Path.ToSerializationFormat());

    internal Association Association
    {
        get
        {
            var known = _association;
            return known is { IsOver: false } ? known : _association = _remoting.AssociationWith(Path.Address);
        }
    }

    public override IActorRef GetChild(IReadOnlyList<string> name) => name switch
    {
        [] => this,
        ["..", ..] => Parent.GetChild([.. name.Skip(1)]),
        _ => new RemoteActorRef(_remoting, LocalAddressToUse, Path / name, ActorRefs.Nobody),
    };

    public override void Start()
    {
    }

    public override void Stop() => throw Unsupported("stop");

    public override void Suspend() => throw Unsupported("suspend");

    public override void Resume(Exception? causedByFailure = null) => throw Unsupported("resume");

    public override void Restart(Exception cause) => throw Unsupported("restart");

    /// <summary>Death watch and supervision do not cross the wire here, and say so rather than never answer.</summary>
    public override void SendSystemMessage(ISystemMessage message)
    {
        // A stopping actor withdraws a watch that was refused when it was tried: there is nothing to withdraw.
        if (message is not Unwatch)
            throw Unsupported(message.GetType().Name);
    }

    protected override void TellInternal(object message, IActorRef sender) => _remoting.Send(message, sender, this);

    private NotSupportedException Unsupported(string what) => new(
        $"This remoting sends no system messages, so [{what}] cannot reach the remote actor [{Path}]. "
        + "Watch remote actors by messages of your own, and stop them with a PoisonPill.");
}
