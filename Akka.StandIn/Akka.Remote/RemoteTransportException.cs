using Akka.Actor;

namespace Akka.Remote;

/// <summary>Remoting could not start, stop or find a way to an address.</summary>
public class RemoteTransportException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>What an <see cref="AssociationErrorEvent"/> carries when a peer could not be reached.</summary>
internal sealed class InvalidAssociationException(string message, Exception? cause = null)
    : AkkaException(message, cause);

/// <summary>The peer broke the protocol: the connection is closed, the process unharmed.</summary>
internal sealed class ProtocolViolationException(string message) : AkkaException(message);

internal sealed class OversizedPayloadException(string message) : AkkaException(message);

/// <summary>Stands for a peer's exception whose type this system does not know.</summary>
internal sealed class UnknownRemoteException(string message, Exception? cause) : AkkaException(message, cause);
