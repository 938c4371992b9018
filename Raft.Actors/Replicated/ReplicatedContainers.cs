using System.Text.Json;
using Raft.Actors.Client;

namespace Raft.Actors.Replicated;

/// <summary>
/// Named values, dictionaries, lists and locks that live in one group, whose machine is a
/// <see cref="ContainerMachine"/>. Every write is one entry of the log and is applied once; every read reflects all
/// that was acknowledged before it began. Trouble in the cluster is an answer, never an exception. Safe to use from any
/// thread, and cheap to make.
/// </summary>
/// <param name="client">Reaches the group.</param>
/// <param name="timeout">How long one operation tries; 5 s when left out.</param>
/// <param name="json">
/// How keys and values become JSON, the same for all who use the group: two keys are equal when their JSON is.
/// </param>
/// <param name="maxClockDrift">
/// The share by which two nodes' clocks may differ in speed, as in <c>raft.max-clock-drift</c>; a lock's holder gives
/// up earlier by it.
/// </param>
public sealed class ReplicatedContainers(
    RaftClient client, TimeSpan? timeout = null, JsonSerializerOptions? json = null, double maxClockDrift = 0.1)
{
    private readonly ContainerClient _client =
        new(client, timeout ?? TimeSpan.FromSeconds(5), json ?? JsonSerializerOptions.Default);

    /// <summary>A single value.</summary>
    /// <typeparam name="T">Its type, which System.Text.Json can write and read.</typeparam>
    /// <param name="name">
    /// Its name, of 1 to <see cref="ContainerLimits.MaxNameBytes"/> bytes; all containers share the names.
    /// </param>
    public ReplicatedValue<T> Value<T>(string name)
        where T : notnull => new(_client, name);

    /// <summary>A dictionary.</summary>
    /// <typeparam name="TKey">The type of its keys, which System.Text.Json writes alike for equal keys.</typeparam>
    /// <typeparam name="TValue">The type of its values.</typeparam>
    /// <param name="name">Its name.</param>
    public ReplicatedDictionary<TKey, TValue> Dictionary<TKey, TValue>(string name)
        where TKey : notnull
        where TValue : notnull => new(_client, name);

    /// <summary>A list.</summary>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <param name="name">Its name.</param>
    public ReplicatedList<T> List<T>(string name)
        where T : notnull => new(_client, name);

    /// <summary>A lock.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="owner">
    /// Who asks for it. Whoever uses the same name is the same owner; left out, it is one that nobody else has.
    /// </param>
    public ReplicatedLock Lock(string name, string? owner = null) =>
        new(_client, name, owner ?? Guid.NewGuid().ToString("N"), maxClockDrift);
}
