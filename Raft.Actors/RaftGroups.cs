using System.Collections.Concurrent;
using Akka.Actor;
using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Actors.Node;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Actors;

/// <summary>
/// The Raft groups of an actor system: <c>RaftGroups.For(system).Start("orders", settings, () =&gt; new
/// OrderBook())</c>.
/// </summary>
public sealed class RaftGroups : ExtensionIdProvider<RaftGroupsExtension>
{
    private static readonly RaftGroups Id = new();

    /// <summary>The groups of a system.</summary>
    public static RaftGroupsExtension For(ActorSystem system) => Id.Apply(system);

    /// <inheritdoc/>
    public override RaftGroupsExtension CreateExtension(ExtendedActorSystem system) => new(system);
}

/// <summary>The Raft groups of one actor system. A system can run nodes of many groups, one node of each.</summary>
public sealed class RaftGroupsExtension : IExtension
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, RaftGroup> _groups = new(StringComparer.Ordinal);

    internal RaftGroupsExtension(ExtendedActorSystem system)
    {
        _system = system;
        system.Settings.InjectTopLevelFallback(RaftSettings.DefaultConfig());
        RaftSerializer.Bind(system);
    }

    /// <summary>Starts this process's node of a group.</summary>
    /// <param name="group">The group's name, the same on all its nodes; it is part of the actor's path.</param>
    /// <param name="settings">The node's settings.</param>
    /// <param name="machine">Makes the state machine that the group replicates.</param>
    /// <exception cref="ArgumentException">The name cannot be part of a path.</exception>
    /// <exception cref="InvalidOperationException">The group runs already.</exception>
    /// <exception cref="RaftConfigException">What the node sends may not fit the system's transport.</exception>
    public RaftGroup Start(string group, RaftSettings settings, Func<IStateMachine> machine) =>
        Start(group, settings, machine, setup => setup);

    /// <summary>Starts this process's node of a group with another clock, another network or an observer.</summary>
    /// <param name="group">The group's name, the same on all its nodes; it is part of the actor's path.</param>
    /// <param name="settings">The node's settings.</param>
    /// <param name="machine">Makes the state machine that the group replicates.</param>
    /// <param name="adjust">Changes what the node is given.</param>
    /// <exception cref="ArgumentException">The name cannot be part of a path.</exception>
    /// <exception cref="InvalidOperationException">The group runs already.</exception>
    /// <exception cref="RaftConfigException">What the node sends may not fit the system's transport.</exception>
    public RaftGroup Start(
        string group, RaftSettings settings, Func<IStateMachine> machine, Func<NodeSetup, NodeSetup> adjust)
    {
        if (!Protocol.NodeId.IsValid(group))
            throw new ArgumentException(
                $"'{group}' cannot name a group: 1 to 64 letters, digits, '-', '_' or '.'", nameof(group));
        var setup = new NodeSetup
        {
            Group = group,
            Settings = settings,
            Machine = machine,
            Peers = new RemotePeers(_system, group),
            Clock = () => _system.Scheduler.MonotonicClock,
            Dice = new Random(),
        };
        setup = adjust(setup);
        const string frame = "akka.remote.dot-netty.tcp.maximum-frame-size";
        if (setup.Peers is RemotePeers && _system.Provider.DefaultAddress.HasGlobalScope
            && _system.Settings.Config.GetByteSize(frame) is { } bytes)
            settings.CheckFrame(bytes);
        return Start(setup);
    }

    internal RaftGroup Start(NodeSetup setup)
    {
        if (_groups.ContainsKey(setup.Group))
            throw new InvalidOperationException($"the group {setup.Group} runs in this system already");
        Keyring.Of(_system).Adopt(setup.Settings.Secret);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var guardian = _system.ActorOf(RaftGuardian.Props(setup, stopped), RaftGuardian.NameOf(setup.Group));
        var gateway = _system.ActorOf(
            ClientGateway.Props(new GatewaySetup
            {
                Nodes = [guardian],
                Clock = setup.Clock,
                Overdue = setup.Settings.Consensus.ElectionTimeoutMax * 2,
                SessionIdleLimit = setup.Settings.SessionIdleLimit / 2,
                Local = (setup.Group, setup.Settings.Node),
            }),
            $"raft-{setup.Group}-client");
        var group = new RaftGroup(_system, setup.Group, setup.Settings, guardian, gateway, stopped.Task);
        _groups[setup.Group] = group;

        // Before the system goes down, so that no write is cut off half-way and taken for done.
        CoordinatedShutdown.Get(_system).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, $"stop-{guardian.Path.Name}", async () =>
            {
                await guardian.GracefulStop(StopLimit).ConfigureAwait(false);
                return Akka.Done.Instance;
            });
        return group;
    }
}
