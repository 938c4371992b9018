using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Transport;

namespace Akka.Remote;

/// <summary>
/// Holds the system's end back until remoting has sent what the user's actors said last and hung up on every peer.
/// </summary>
internal sealed class RemotingTerminator(Remoting remoting) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TerminationHook:
                remoting.Shutdown().PipeTo(Self, Sender, success: () => FlushedAndClosed.Instance);
                break;
            case FlushedAndClosed:
                Sender.Tell(TerminationHookDone.Instance);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Does nothing after an orderly end; closes the sockets when the system's guardian has failed.</summary>
    protected override void PostStop() => _ = remoting.Shutdown();

    private sealed class FlushedAndClosed
    {
        public static readonly FlushedAndClosed Instance = new();
    }
}
