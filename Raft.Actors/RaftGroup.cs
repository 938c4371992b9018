using Akka.Actor;
using Raft.Actors.Client;

namespace Raft.Actors;

/// <summary>One group's node in this process.</summary>
public sealed class RaftGroup
{
    internal RaftGroup(string name, RaftSettings settings, IActorRef node, IActorRef gateway, Task stopped)
    {
        Name = name;
        Settings = settings;
        Node = node;
        Client = new RaftClient(gateway);
        Stopped = stopped;
    }

    /// <summary>The group's name, the same on all its nodes.</summary>
    public string Name { get; }

    /// <summary>The node's settings.</summary>
    public RaftSettings Settings { get; }

    /// <summary>The way to use the group.</summary>
    public RaftClient Client { get; }

    /// <summary>Takes a <see cref="Protocol.IClientRequest"/> and answers its sender.</summary>
    public IActorRef Node { get; }

    /// <summary>
    /// Ends with the node: in success when it was told to stop, with the reason when it could not go on.
    /// </summary>
    public Task Stopped { get; }
}
