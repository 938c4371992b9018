using Akka.Persistence;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// Taken out for a while, and put back, as when a process is stopped and started. The actor stays, for peers know it by
/// its reference: another of the same name would be a stranger to whoever resolved the path before. What it knew goes
/// with the restart by which it comes back.
/// </summary>
internal sealed partial class RaftNode
{
    private const string AwayReason = "this node was told to take no part for now";

    private bool _isToComeBack;

    /// <summary>
    /// Leaves between two turns, so nothing is being written, and says nothing to its peers: to them it is a node that
    /// died.
    /// </summary>
    private void Leave()
    {
        foreach (var parked in _parked)
            Refuse(parked.Request, parked.Who, AwayReason);
        Timers.CancelAll();
        _metrics.End();
        _traces.End();
        Context.System.EventStream.Publish(new NodeSuspended(_setup.Group, Me));
        Become(Away);
    }

    private void Away(object message)
    {
        switch (message)
        {
            case Suspend: _isToComeBack = false; break;
            case Resume: _isToComeBack = true; break;
            case IClientRequest request: RefuseAway(request); break;
            case ImageWritten or ImageFailed: _imaging = false; break;
            case SaveSnapshotSuccess or SaveSnapshotFailure: EndSave(); break;
            default: break;                     // a dead process hears nothing
        }

        // An answer to what it began before must not reach the node that it is afterwards.
        if (_isToComeBack && !_imaging && _saving is null)
            throw new ComingBack();
    }

    /// <summary>A question about the node itself stays without an answer, as when its process is gone.</summary>
    private void RefuseAway(IClientRequest request)
    {
        if (InnerOf(request) is not (GetStatus or ReadLog or GetStateHash or GetBackup))
            Refuse(request, Sender, AwayReason);
    }

    /// <summary>Thrown for the supervisor alone, who restarts the actor, and so recovers it from its disk.</summary>
    public sealed class ComingBack : Exception;
}
