using Akka.Actor;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>Taking the node out for a while, and putting it back, as when a process is stopped and started.</summary>
internal sealed partial class RaftGuardian
{
    /// <summary>Why a suspended node serves nobody.</summary>
    public const string SuspendedReason = "this node was told to take no part for now";

    private bool _isSuspended;
    private bool _isLeaving;

    private void StartNode() =>
        _node = Context.Watch(Context.ActorOf(RaftNode.Props(_setup, _watch, _saves), NodeName));

    private void SuspendNode()
    {
        if (_isSuspended)
            return;
        _isSuspended = true;
        if (_isLeaving)
            return;                             // told so before, and taken back before it was done
        _isLeaving = true;
        _node.Tell(Suspend.Instance);
    }

    private void ResumeNode()
    {
        if (!_isSuspended)
            return;
        _isSuspended = false;
        if (!_isLeaving)
            StartNode();                        // otherwise it is on its way out still, and starts when it is
    }

    /// <summary>An end that was ordered is none to report.</summary>
    private void Ended()
    {
        if (!_isLeaving || _failure is not null)
        {
            Report();
            return;
        }

        _isLeaving = false;
        _saves.End();                           // whoever waited for the snapshot is gone; what comes of it the next start sees
        Context.System.EventStream.Publish(new NodeSuspended(_setup.Group, _setup.Settings.Node));
        if (!_isSuspended)
            StartNode();
    }

    /// <summary>A question about the node itself stays without an answer, as when its process is gone.</summary>
    private void Refuse(IClientRequest request)
    {
        var (call, inner) = request is ClientCall numbered ? (numbered.Call, numbered.Request) : (0, request);
        object? answer = inner switch
        {
            ClientRead => new ReadAnswer.Unavailable(SuspendedReason),
            GetStatus or ReadLog or GetStateHash or GetBackup => null,
            _ => new CommandAnswer.NotCommitted(SuspendedReason),
        };
        if (answer is not null)
            Sender.Tell(call == 0 ? answer : new ClientReturn(call, answer), Self);
    }
}
