using Akka.Actor;
using Raft.Actors.Client;
using Raft.Actors.Protocol;

namespace Raft.Actors.Machines;

/// <summary>
/// A state machine of the user's own types, which travel and are kept through Akka's serialization: bind a serializer
/// to them as for any message, or leave them to Akka's JSON. Commands lie in logs and states in snapshots for years,
/// and nodes of two builds run side by side during an upgrade, so all nodes must be able to read a new type before
/// anyone sends it.
/// </summary>
/// <typeparam name="TCommand">What changes the state.</typeparam>
/// <typeparam name="TQuery">What asks about it.</typeparam>
/// <typeparam name="TAnswer">What both are answered with.</typeparam>
/// <typeparam name="TState">All that the machine holds, as it is put into snapshots.</typeparam>
/// <param name="system">The system that the machine's node lives in.</param>
public abstract class TypedMachine<TCommand, TQuery, TAnswer, TState>(ActorSystem system) : IStateMachine
    where TCommand : notnull
    where TQuery : notnull
    where TAnswer : notnull
    where TState : notnull
{
    private readonly TypedBytes _bytes = new(system);

    /// <summary>
    /// Carries out a command. As deterministic as <see cref="IStateMachine"/> asks for; an exception stops the node.
    /// </summary>
    /// <param name="context">Where in the log it stands, and what time it is there.</param>
    /// <param name="command">The command.</param>
    protected abstract TAnswer Apply(CommandContext context, TCommand command);

    /// <summary>Answers a question without changing anything.</summary>
    protected abstract TAnswer Query(TQuery query);

    /// <summary>
    /// The state at this moment: immutable, or a copy, because it is written on another thread while commands go on.
    /// </summary>
    protected abstract TState Capture();

    /// <summary>Replaces the whole state.</summary>
    protected abstract void Restore(TState state);

    ReadOnlyMemory<byte> IStateMachine.Apply(CommandContext context, ReadOnlyMemory<byte> command) =>
        _bytes.Read(command, out var problem) is TCommand known
            ? _bytes.Write(Apply(context, known))
            : TypedBytes.Refusal(problem);

    ReadOnlyMemory<byte> IStateMachine.Query(ReadOnlyMemory<byte> query) =>
        _bytes.Read(query, out var problem) is TQuery known ? _bytes.Write(Query(known)) : TypedBytes.Refusal(problem);

    IMachineImage IStateMachine.Capture() => new Image(_bytes, Capture());

    void IStateMachine.Restore(Stream image)
    {
        using var copy = new MemoryStream();
        image.CopyTo(copy);
        Restore(_bytes.Read(copy.ToArray(), out var problem) is TState state
            ? state
            : throw new InvalidDataException($"the snapshot holds no {typeof(TState).Name}: {problem}"));
    }

    private sealed class Image(TypedBytes bytes, TState state) : IMachineImage
    {
        public void WriteTo(Stream target) => target.Write(bytes.Write(state).Span);
    }
}

/// <summary>What became of a typed command.</summary>
/// <typeparam name="TAnswer">The machine's answer.</typeparam>
/// <param name="Outcome">What became of it, as for any command; Refused when the machine could not read it.</param>
/// <param name="Value">The machine's answer, when the outcome is <see cref="CommandAnswer.Committed"/>.</param>
public sealed record TypedAnswer<TAnswer>(CommandAnswer Outcome, TAnswer? Value)
{
    /// <summary>Whether the command is committed and applied, so that there is a value.</summary>
    public bool IsCommitted => Outcome is CommandAnswer.Committed;
}

/// <summary>The answer to a typed question.</summary>
/// <typeparam name="TAnswer">The machine's answer.</typeparam>
/// <param name="Outcome">What became of it, as for any read.</param>
/// <param name="Value">The machine's answer, when the outcome is <see cref="ReadAnswer.Value"/>.</param>
public sealed record TypedReading<TAnswer>(ReadAnswer Outcome, TAnswer? Value)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsAnswered => Outcome is ReadAnswer.Value;
}

/// <summary>
/// The way to a group whose machine is a <see cref="TypedMachine{TCommand, TQuery, TAnswer, TState}"/>.
/// </summary>
/// <param name="client">Reaches the group.</param>
/// <param name="system">The system whose serialization the group's nodes use.</param>
public sealed class TypedClient<TCommand, TQuery, TAnswer>(RaftClient client, ActorSystem system)
    where TCommand : notnull
    where TQuery : notnull
    where TAnswer : notnull
{
    private readonly TypedBytes _bytes = new(system);

    /// <summary>
    /// Replicates a command and applies it, once: see <see cref="RaftClient.Execute(ReadOnlyMemory{byte}, TimeSpan,
    /// CancellationToken)"/>.
    /// </summary>
    public async Task<TypedAnswer<TAnswer>> Execute(
        TCommand command, TimeSpan timeout, CancellationToken cancel = default)
    {
        var outcome = await client.Execute(_bytes.Write(command), timeout, cancel).ConfigureAwait(false);
        if (outcome is not CommandAnswer.Committed committed)
            return new TypedAnswer<TAnswer>(outcome, default);
        return _bytes.Read(committed.Result, out var problem) is TAnswer answer
            ? new TypedAnswer<TAnswer>(outcome, answer)
            : new TypedAnswer<TAnswer>(new CommandAnswer.Refused(problem), default);
    }

    /// <summary>
    /// Asks the machine: see <see cref="RaftClient.Read(ReadOnlyMemory{byte}, ReadConsistency, TimeSpan,
    /// CancellationToken)"/>.
    /// </summary>
    public async Task<TypedReading<TAnswer>> Read(
        TQuery query, ReadConsistency consistency, TimeSpan timeout, CancellationToken cancel = default)
    {
        var outcome = await client.Read(_bytes.Write(query), consistency, timeout, cancel).ConfigureAwait(false);
        if (outcome is not ReadAnswer.Value value)
            return new TypedReading<TAnswer>(outcome, default);
        return _bytes.Read(value.Result, out var problem) is TAnswer answer
            ? new TypedReading<TAnswer>(outcome, answer)
            : new TypedReading<TAnswer>(new ReadAnswer.Unavailable(problem), default);
    }
}
