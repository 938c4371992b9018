using Akka.Actor;
using Raft.Actors.Machines;

namespace Raft.Actors.Node;

/// <summary>
/// Everything that a node is given from outside, so that specs can give it virtual time, a network and a seed.
/// </summary>
public sealed record NodeSetup
{
    /// <summary>The group that the node belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>Its settings.</summary>
    public required RaftSettings Settings { get; init; }

    /// <summary>Makes the state machine, anew for every life of the node.</summary>
    public required Func<IStateMachine> Machine { get; init; }

    /// <summary>How it reaches the others.</summary>
    public required IPeers Peers { get; init; }

    /// <summary>The monotonic clock.</summary>
    public required Func<TimeSpan> Clock { get; init; }

    /// <summary>Does long work elsewhere and tells an actor what came of it.</summary>
    public Action<Func<object>, IActorRef> Background { get; init; } = (work, to) => Task.Run(work).PipeTo(to);

    /// <summary>Where election time-outs and the disk's incarnation are drawn from.</summary>
    public required Random Dice { get; init; }

    /// <summary>Who looks over its shoulder, or null.</summary>
    public INodeObserver? Observer { get; init; }
}
