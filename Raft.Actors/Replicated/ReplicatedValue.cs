using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Actors.Replicated;

/// <summary>A single value under a name.</summary>
/// <typeparam name="T">Its type.</typeparam>
public sealed class ReplicatedValue<T>
    where T : notnull
{
    // Each try costs a round; who is overtaken this often would only make it worse by going on.
    private const int MaxTries = 64;

    private readonly ContainerClient _client;

    internal ReplicatedValue(ContainerClient client, string name) => (_client, Name) = (client, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Reads it.</summary>
    /// <param name="cancel">Ends the wait.</param>
    public Task<TypedReading<Stored<T>>> Get(CancellationToken cancel = default) =>
        _client.Ask(Frame(ContainerOp.GetValue), _client.Stored<T>, cancel);

    /// <summary>Stores a value, whatever was there. The answer's value is the log position of the write.</summary>
    /// <param name="value">What.</param>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public Task<TypedAnswer<long>> Set(T value, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.SetValue, value), answer => answer.Numbers[1], cancel);

    /// <summary>
    /// Stores a value only if nobody has written since; the answer's value says whether it was stored.
    /// </summary>
    /// <param name="value">What.</param>
    /// <param name="ifIndex">
    /// <see cref="Stored{T}.Index"/> of the value that it is to replace; 0 if there must be none.
    /// </param>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public Task<TypedAnswer<bool>> TrySet(T value, long ifIndex, CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.SetValueIf, value, ifIndex), answer => answer.Numbers[0] == 1, cancel);

    /// <summary>
    /// Replaces the value by one that is made of it, and nobody's write in between is lost: when there was one, it is
    /// made again of what that wrote. The answer's value is what was stored.
    /// </summary>
    /// <param name="change">Makes the new value; may be called several times.</param>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public async Task<TypedAnswer<T>> Update(Func<Stored<T>, T> change, CancellationToken cancel = default)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var now = await Get(cancel).ConfigureAwait(false);
            if (!now.IsAnswered)
                return new TypedAnswer<T>(new CommandAnswer.NotCommitted(ReasonOf(now.Outcome)), default);
            var next = change(now.Value);
            var written = await TrySet(next, now.Value.Index, cancel).ConfigureAwait(false);
            if (!written.IsCommitted || written.Value)
                return new TypedAnswer<T>(written.Outcome, written.IsCommitted ? next : default);
        }

        return new TypedAnswer<T>(
            new CommandAnswer.NotCommitted($"others wrote {Name} {MaxTries} times in between"), default);
    }

    /// <summary>Removes it; the answer's value says whether there was one.</summary>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public Task<TypedAnswer<bool>> Delete(CancellationToken cancel = default) =>
        _client.Execute(Frame(ContainerOp.DeleteValue), answer => answer.Numbers[0] == 1, cancel);

    private static string ReasonOf(ReadAnswer outcome) => outcome switch
    {
        ReadAnswer.Busy busy => busy.Reason,
        ReadAnswer.Unavailable none => none.Reason,
        _ => "it could not be read",
    };

    private ContainerFrame Frame(ContainerOp op) => new(op, Name, [], []);

    private ContainerFrame Frame(ContainerOp op, T value, params IReadOnlyList<long> numbers) =>
        new(op, Name, numbers, [_client.Write(value)]);
}
