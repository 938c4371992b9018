using Raft.Actors.Client;
using Raft.Actors.Protocol;
using Raft.Host.Http;

namespace Raft.Specs.Host;

/// <summary>A node that takes every order, or gives the answer that it is told to.</summary>
internal sealed class FakeOperations(Func<NodeStatus?> status) : INodeOperations
{
    /// <summary>What every order gets.</summary>
    public Queue<CommandAnswer> Answers { get; } = new();

    public List<IClientRequest> Orders { get; } = [];

    /// <summary>Why the node cannot catch up, if it cannot.</summary>
    public string? Behind { get; set; }

    public LogPage Page { get; set; } = new(1, 0, 0, []);

    public ulong? HashValue { get; set; } = 0xAB;

    public (long From, int Count) Asked { get; private set; }

    public LedgerSnapshot? Image { get; set; }

    public NodeId? LastLeader { get; set; }

    public Task<NodeStatus?> Status(CancellationToken cancel) => Task.FromResult(status());

    public Task<string?> CatchUp(TimeSpan timeout, CancellationToken cancel) => Task.FromResult(Behind);

    public Task<CommandAnswer> Order(IClientRequest order, TimeSpan timeout, CancellationToken cancel)
    {
        Orders.Add(order);
        return Task.FromResult(Answers.Count > 0 ? Answers.Dequeue() : new CommandAnswer.Committed(12, 3, default));
    }

    public Task<LogPage> ReadLog(long from, int count, TimeSpan timeout, CancellationToken cancel)
    {
        Asked = (from, count);
        return Task.FromResult(Page);
    }

    public Task<StateHash> Hash(long index, TimeSpan timeout, CancellationToken cancel) =>
        Task.FromResult(new StateHash(index == 0 ? 7 : index, HashValue));

    public Task<Backup> Backup(TimeSpan timeout, CancellationToken cancel) =>
        Image is { } image ? Task.FromResult(new Backup(image)) : throw new TimeoutException("the disk hangs");
}
