using Akka.Actor;
using Raft.Actors.Client;
using Raft.Actors.Consensus;

namespace Raft.Actors;

/// <summary>One group's node in this process.</summary>
public sealed class RaftGroup
{
    private readonly Lazy<Leadership> _leadership;

    internal RaftGroup(
        IActorRefFactory system, string name, RaftSettings settings, IActorRef node, IActorRef gateway, Task stopped)
    {
        Name = name;
        Settings = settings;
        Node = node;
        Client = new RaftClient(gateway);
        Stopped = stopped;
        _leadership = new Lazy<Leadership>(() => new Leadership(system, name, settings.Node, node));
    }

    /// <summary>The group's name, the same on all its nodes.</summary>
    public string Name { get; }

    /// <summary>The node's settings.</summary>
    public RaftSettings Settings { get; }

    /// <summary>The way to use the group.</summary>
    public RaftClient Client { get; }

    /// <summary>Who leads, and hooks for when that changes. Begins to watch when it is first asked for.</summary>
    public Leadership Leadership => _leadership.Value;

    /// <summary>Takes a <see cref="Protocol.IClientRequest"/> and answers its sender.</summary>
    public IActorRef Node { get; }

    /// <summary>
    /// Ends with the node: in success when it was told to stop, with the reason when it could not go on.
    /// </summary>
    public Task Stopped { get; }

    /// <summary>
    /// Has the node stand for election now, whoever leads. For trials and courses: an operator hands leadership over
    /// instead (<see cref="Protocol.HandOver"/>), which interrupts nobody.
    /// </summary>
    public void StandForElection() => Node.Tell(StandNow.Instance, ActorRefs.NoSender);

    /// <summary>Has the node be a follower now, and wait for a leader as from its start.</summary>
    public void StepDown() => Node.Tell(StepDownNow.Instance, ActorRefs.NoSender);

    /// <summary>
    /// Has the node take no part any more, as if its process had died, while the process lives: it says nothing, and
    /// serves nobody. What its disk holds stays. Takes effect when the write under way is done.
    /// </summary>
    public void Suspend() => Node.Tell(Actors.Node.Suspend.Instance, ActorRefs.NoSender);

    /// <summary>Has a suspended node start again from its disk.</summary>
    public void Resume() => Node.Tell(Actors.Node.Resume.Instance, ActorRefs.NoSender);
}
