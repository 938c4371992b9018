using Raft.Actors.Machines;

namespace Raft.Actors.Replicated;

/// <summary>
/// A list under a name. Positions count from 0, or from the end: <c>^1</c> is the last. A position that is not there is
/// an answer.
/// </summary>
/// <typeparam name="T">The type of its items.</typeparam>
public sealed class ReplicatedList<T>
    where T : notnull
{
    private readonly ContainerClient _client;

    internal ReplicatedList(ContainerClient client, string name) => (_client, Name) = (client, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Reads the item at a position; its index is that of the list's last write.</summary>
    public Task<TypedReading<Stored<T>>> Get(Index at, CancellationToken cancel = default) =>
        _client.Ask(Frame(ContainerOp.GetAt, at), _client.Stored<T>, cancel);

    /// <summary>Replaces the item at a position; the answer's value says whether there was one.</summary>
    public Task<TypedAnswer<bool>> Set(Index at, T value, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.Replace, at, _client.Write(value)), answer => answer.Numbers[0] == 1, cancel);

    /// <summary>Adds an item at the end. The answer's value is the log position of the write.</summary>
    public Task<TypedAnswer<long>> Append(T item, CancellationToken cancel = default) => Extend([item], cancel);

    /// <summary>
    /// Adds several items at the end, all at once or none. The answer's value is the log position of the write.
    /// </summary>
    public Task<TypedAnswer<long>> Extend(IEnumerable<T> items, CancellationToken cancel = default)
    {
        var append = new ContainerFrame(ContainerOp.Append, Name, [], [.. items.Select(_client.Write)]);
        return _client.Execute(append, answer => answer.Numbers[1], cancel);
    }

    /// <summary>Removes the item at a position, the last when none is said, and gives it, if it was there.</summary>
    public Task<TypedAnswer<Stored<T>>> Pop(Index? at = null, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.RemoveAt, at ?? ^1), Taken, cancel);

    /// <summary>Removes the item at a position; the answer's value says whether it was there.</summary>
    public Task<TypedAnswer<bool>> Delete(Index at, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.RemoveAt, at), answer => answer.Numbers[0] == 1, cancel);

    /// <summary>Removes all items; the answer's value says whether there were any.</summary>
    public Task<TypedAnswer<bool>> Clear(CancellationToken cancel = default) =>
        _client.Execute(new ContainerFrame(ContainerOp.Clear, Name, [], []), answer => answer.Numbers[0] == 1, cancel);

    /// <summary>How many items there are.</summary>
    public Task<TypedReading<long>> Length(CancellationToken cancel = default) =>
        _client.Ask(new ContainerFrame(ContainerOp.Length, Name, [], []), answer => answer.Numbers[0], cancel);

    /// <summary>All items of one moment.</summary>
    public Task<TypedReading<IReadOnlyList<T>>> Items(CancellationToken cancel = default) =>
        _client.AskAll(ContainerOp.PageOfList, Name, 1, (blobs, at) => _client.Read<T>(blobs[at]), cancel);

    private Stored<T> Taken(ContainerFrame answer) => answer is { Blobs: [var bytes] }
        ? new Stored<T>(true, _client.Read<T>(bytes), answer.Numbers[1])
        : default;

    private ContainerFrame Frame(ContainerOp op, Index at, params IReadOnlyList<ReadOnlyMemory<byte>> blobs) =>
        new(op, Name, [at.Value, at.IsFromEnd ? 1 : 0], blobs);
}
