using Raft.Actors.Machines;

namespace Raft.Actors.Replicated;

/// <summary>A dictionary under a name. Its keys are in the order in which they came.</summary>
/// <typeparam name="TKey">The type of its keys.</typeparam>
/// <typeparam name="TValue">The type of its values.</typeparam>
public sealed class ReplicatedDictionary<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    private readonly ContainerClient _client;

    internal ReplicatedDictionary(ContainerClient client, string name) => (_client, Name) = (client, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Reads the value of a key.</summary>
    public Task<TypedReading<Stored<TValue>>> Get(TKey key, CancellationToken cancel = default) =>
        _client.Ask(Frame(ContainerOp.GetKey, _client.Write(key)), _client.Stored<TValue>, cancel);

    /// <summary>Stores the value of a key. The answer's value is the log position of the write.</summary>
    public Task<TypedAnswer<long>> Set(TKey key, TValue value, CancellationToken cancel = default) =>
        Update([KeyValuePair.Create(key, value)], cancel);

    /// <summary>
    /// Stores the values of several keys, all at once or none. The answer's value is the log position of the write.
    /// </summary>
    public Task<TypedAnswer<long>> Update(
        IEnumerable<KeyValuePair<TKey, TValue>> pairs, CancellationToken cancel = default)
    {
        var blobs = pairs.SelectMany(pair => new[] { _client.Write(pair.Key), _client.Write(pair.Value) });
        return _client.Execute(Frame(ContainerOp.Merge, [.. blobs]), answer => answer.Numbers[1], cancel);
    }

    /// <summary>Removes a key and gives what it held, if it was there.</summary>
    public Task<TypedAnswer<Stored<TValue>>> Pop(TKey key, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.RemoveKey, _client.Write(key)), Taken, cancel);

    /// <summary>Removes a key; the answer's value says whether it was there.</summary>
    public Task<TypedAnswer<bool>> Delete(TKey key, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.RemoveKey, _client.Write(key)), answer => answer.Numbers[0] == 1, cancel);

    /// <summary>Removes all keys; the answer's value says whether there were any.</summary>
    public Task<TypedAnswer<bool>> Clear(CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.Clear), answer => answer.Numbers[0] == 1, cancel);

    /// <summary>How many keys there are.</summary>
    public Task<TypedReading<long>> Length(CancellationToken cancel = default) =>
        _client.Ask(Frame(ContainerOp.Length), answer => answer.Numbers[0], cancel);

    /// <summary>All keys of one moment.</summary>
    public Task<TypedReading<IReadOnlyList<TKey>>> Keys(CancellationToken cancel = default) =>
        _client.AskAll(ContainerOp.PageOfKeys, Name, 1, (blobs, at) => _client.Read<TKey>(blobs[at]), cancel);

    /// <summary>All values of one moment, in the order of <see cref="Keys"/>.</summary>
    public Task<TypedReading<IReadOnlyList<TValue>>> Values(CancellationToken cancel = default) =>
        _client.AskAll(ContainerOp.PageOfValues, Name, 1, (blobs, at) => _client.Read<TValue>(blobs[at]), cancel);

    /// <summary>All keys and their values, of one moment.</summary>
    public Task<TypedReading<IReadOnlyList<KeyValuePair<TKey, TValue>>>> Items(CancellationToken cancel = default) =>
        _client.AskAll(
            ContainerOp.PageOfItems,
            Name,
            2,
            (blobs, at) => KeyValuePair.Create(_client.Read<TKey>(blobs[at]), _client.Read<TValue>(blobs[at + 1])),
            cancel);

    private Stored<TValue> Taken(ContainerFrame answer) => answer is { Blobs: [var bytes] }
        ? new Stored<TValue>(true, _client.Read<TValue>(bytes), answer.Numbers[1])
        : default;

    private ContainerFrame Frame(ContainerOp op, params IReadOnlyList<ReadOnlyMemory<byte>> blobs) =>
        new(op, Name, [], blobs);
}
