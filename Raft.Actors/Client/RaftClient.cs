using Akka.Actor;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Actors.Tracing;

namespace Raft.Actors.Client;

/// <summary>
/// The way to a group from within a process that runs one of its nodes. Finds the leader, tries again while there is
/// time, and never applies a command twice: commands travel in a session under numbers of their own. Safe to use from
/// any thread.
/// </summary>
public sealed class RaftClient
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SessionIdleLimit = TimeSpan.FromMinutes(10);

    private readonly IActorRef _gateway;

    internal RaftClient(IActorRef gateway) => _gateway = gateway;

    /// <summary>
    /// A client of a group none of whose nodes runs in this system, over Akka.Remote. Any of the nodes is enough to
    /// start with. Where the nodes have a secret, the system's own <c>raft.secret</c> must be the same, or they do not
    /// listen.
    /// </summary>
    /// <param name="system">
    /// A system with Akka.Remote, reachable by the nodes: their answers come to it directly.
    /// </param>
    /// <param name="group">The group's name.</param>
    /// <param name="nodes">Where nodes listen: <c>akka.tcp://system@host:port</c>.</param>
    public static RaftClient Connect(ActorSystem system, string group, params IEnumerable<Address> nodes)
    {
        RaftGroups.For(system);                 // binds the serializer
        var provider = ((ExtendedActorSystem)system).Provider;
        var paths = nodes.Select(node => provider.ResolveActorRef(node + RemotePeers.LocalPath(group))).ToList();
        if (paths.Count == 0)
            throw new ArgumentException("a client needs the address of a node", nameof(nodes));
        return new RaftClient(system.ActorOf(ClientGateway.Props(new GatewaySetup
        {
            Nodes = paths,
            Clock = () => system.Scheduler.MonotonicClock,
            Overdue = Overdue,
            SessionIdleLimit = SessionIdleLimit,
        })));
    }

    /// <summary>Replicates a command and applies it, once.</summary>
    /// <param name="command">The command's bytes, as the group's state machine reads them.</param>
    /// <param name="timeout">For how long to try.</param>
    /// <param name="cancel">Ends the wait, not the command: what became of it is then not known.</param>
    /// <returns>What became of it. Trouble in the cluster is an answer and never an exception.</returns>
    public Task<CommandAnswer> Execute(
        ReadOnlyMemory<byte> command, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<CommandAnswer>(new ClientCommand(command), timeout, cancel);

    /// <summary>Asks the state machine.</summary>
    /// <param name="query">The question's bytes, as the group's state machine reads them.</param>
    /// <param name="consistency">How fresh the answer must be.</param>
    /// <param name="timeout">For how long to try.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task<ReadAnswer> Read(
        ReadOnlyMemory<byte> query, ReadConsistency consistency, TimeSpan timeout,
        CancellationToken cancel = default) =>
        Submit<ReadAnswer>(new ClientRead(query, consistency), timeout, cancel);

    /// <summary>
    /// Replicates a command under a number of the caller's own, so that the caller can send it again, even from
    /// elsewhere.
    /// </summary>
    /// <param name="command">The command, with its session and its sequence in it.</param>
    /// <param name="timeout">For how long to try.</param>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public Task<CommandAnswer> Execute(ClientCommand command, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<CommandAnswer>(command, timeout, cancel);

    /// <summary>Asks the state machine, with everything that can be said about it.</summary>
    public Task<ReadAnswer> Read(ClientRead read, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<ReadAnswer>(read, timeout, cancel);

    /// <summary>
    /// Opens a session for a caller that numbers its commands itself. When committed, the index is the session's id.
    /// </summary>
    public Task<CommandAnswer> OpenSession(TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<CommandAnswer>(Protocol.OpenSession.Instance, timeout, cancel);

    /// <summary>
    /// Gives an operator's order: <see cref="ChangeMembership"/>, <see cref="HandOver"/> or <see cref="TakeSnapshot"/>.
    /// </summary>
    public Task<CommandAnswer> Order(IClientRequest order, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<CommandAnswer>(order, timeout, cancel);

    /// <summary>The picture of this process's node.</summary>
    /// <exception cref="TimeoutException">
    /// The node did not answer in time, for example because its disk hangs.
    /// </exception>
    public Task<NodeStatus> Status(TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<NodeStatus>(GetStatus.Instance, timeout, cancel);

    /// <summary>A part of this process's node's log.</summary>
    /// <exception cref="TimeoutException">The node did not answer in time.</exception>
    public Task<LogPage> ReadLog(long from, int count, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<LogPage>(new ReadLog(from, count), timeout, cancel);

    /// <summary>The hash over everything that this process's node applied up to an index; 0 means the last.</summary>
    /// <exception cref="TimeoutException">The node did not answer in time.</exception>
    public Task<StateHash> Hash(long index, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<StateHash>(new GetStateHash(index), timeout, cancel);

    /// <summary>A backup of what this process's node has applied, as bytes for a file.</summary>
    /// <exception cref="TimeoutException">The node did not answer in time.</exception>
    public async Task<Backup> Backup(TimeSpan timeout, CancellationToken cancel = default) =>
        new(await Submit<LedgerSnapshot>(GetBackup.Instance, timeout, cancel).ConfigureAwait(false));

    private async Task<T> Submit<T>(IClientRequest request, TimeSpan timeout, CancellationToken cancel)
    {
        var waiting = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var traced = RaftTracing.IsHeard ? RaftTracing.StartRequest(request.GetType().Name) : null;
        _gateway.Tell(
            new ClientGateway.Submit(request, timeout, waiting, RaftTracing.ParentOf(traced)), ActorRefs.NoSender);
        var answer = await waiting.Task.WaitAsync(cancel).ConfigureAwait(false);
        traced?.SetTag("raft.outcome", answer.GetType().Name);
        return answer is TimeoutException late ? throw late : (T)answer;
    }
}
