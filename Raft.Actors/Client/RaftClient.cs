using Akka.Actor;
using Raft.Actors.Protocol;

namespace Raft.Actors.Client;

/// <summary>
/// The way to a group from within a process that runs one of its nodes. Finds the leader, tries again while there is time, and
/// never applies a command twice: commands travel in a session under numbers of their own. Safe to use from any thread.
/// </summary>
public sealed class RaftClient
{
    private readonly IActorRef _gateway;

    internal RaftClient(IActorRef gateway) => _gateway = gateway;

    /// <summary>Replicates a command and applies it, once.</summary>
    /// <param name="command">The command's bytes, as the group's state machine reads them.</param>
    /// <param name="timeout">For how long to try.</param>
    /// <param name="cancel">Ends the wait, not the command: what became of it is then not known.</param>
    /// <returns>What became of it. Trouble in the cluster is an answer and never an exception.</returns>
    public Task<CommandAnswer> Execute(ReadOnlyMemory<byte> command, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<CommandAnswer>(new ClientCommand(command), timeout, cancel);

    /// <summary>Asks the state machine.</summary>
    /// <param name="query">The question's bytes, as the group's state machine reads them.</param>
    /// <param name="consistency">How fresh the answer must be.</param>
    /// <param name="timeout">For how long to try.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task<ReadAnswer> Read(
        ReadOnlyMemory<byte> query, ReadConsistency consistency, TimeSpan timeout, CancellationToken cancel = default) =>
        Submit<ReadAnswer>(new ClientRead(query, consistency), timeout, cancel);

    /// <summary>The picture of this process's node.</summary>
    /// <exception cref="TimeoutException">The node did not answer in time, for example because its disk hangs.</exception>
    public async Task<NodeStatus> Status(TimeSpan timeout, CancellationToken cancel = default) =>
        await Submit<object>(GetStatus.Instance, timeout, cancel) as NodeStatus
        ?? throw new TimeoutException($"the node did not answer within {timeout.TotalSeconds:0.###} s");

    private async Task<T> Submit<T>(IClientRequest request, TimeSpan timeout, CancellationToken cancel)
    {
        var waiting = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Tell(new ClientGateway.Submit(request, timeout, waiting), ActorRefs.NoSender);
        return (T)await waiting.Task.WaitAsync(cancel).ConfigureAwait(false);
    }
}
