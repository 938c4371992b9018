using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>What operators ask of a node, as the HTTP API needs it.</summary>
public interface INodeOperations
{
    /// <summary>The last leader that the node heard of, be it gone by now; null when it never heard of one.</summary>
    NodeId? LastLeader { get; }

    /// <summary>The node's picture of itself; null when it does not answer in time.</summary>
    Task<NodeStatus?> Status(CancellationToken cancel);

    /// <summary>
    /// Waits until this node knows everything that was committed before; null when it does, else why it cannot.
    /// </summary>
    Task<string?> CatchUp(TimeSpan timeout, CancellationToken cancel);

    /// <summary>Gives an order: see <see cref="RaftClient.Order"/>.</summary>
    Task<CommandAnswer> Order(IClientRequest order, TimeSpan timeout, CancellationToken cancel);

    /// <summary>A part of this node's log.</summary>
    /// <exception cref="TimeoutException">The node did not answer in time; so for the two below.</exception>
    Task<LogPage> ReadLog(long from, int count, TimeSpan timeout, CancellationToken cancel);

    /// <summary>The hash over all that this node applied up to an index; 0 means the last.</summary>
    Task<StateHash> Hash(long index, TimeSpan timeout, CancellationToken cancel);

    /// <summary>A backup of what this node has applied.</summary>
    Task<Backup> Backup(TimeSpan timeout, CancellationToken cancel);
}

/// <summary>The operations of a real node.</summary>
/// <param name="client">Asks the node.</param>
/// <param name="lastLeader">Remembers who led.</param>
internal sealed class NodeOperations(RaftClient client, Func<NodeId?> lastLeader) : INodeOperations
{
    // A status is one message to an actor; a node that takes longer than this is in trouble, and says so by silence.
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(1);

    private static readonly ReadOnlyMemory<byte> AnyQuery = KeyValueCodec.Encode(new KeyValueQuery.Get("any"));

    public NodeId? LastLeader => lastLeader();

    public async Task<NodeStatus?> Status(CancellationToken cancel)
    {
        try
        {
            return await client.Status(StatusPatience, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // A linearizable read is the one thing that is only answered when the node has caught up; what it reads does not
    // matter.
    public async Task<string?> CatchUp(TimeSpan timeout, CancellationToken cancel) =>
        await client.Read(AnyQuery, ReadConsistency.Linearizable, timeout, cancel) switch
        {
            ReadAnswer.Value => null,
            ReadAnswer.Busy busy => busy.Reason,
            ReadAnswer.Unavailable none => none.Reason,
            var other => throw new InvalidOperationException($"no such answer: {other.GetType().Name}"),
        };

    public Task<CommandAnswer> Order(IClientRequest order, TimeSpan timeout, CancellationToken cancel) =>
        client.Order(order, timeout, cancel);

    public Task<LogPage> ReadLog(long from, int count, TimeSpan timeout, CancellationToken cancel) =>
        client.ReadLog(from, count, timeout, cancel);

    public Task<StateHash> Hash(long index, TimeSpan timeout, CancellationToken cancel) =>
        client.Hash(index, timeout, cancel);

    public Task<Backup> Backup(TimeSpan timeout, CancellationToken cancel) => client.Backup(timeout, cancel);
}
