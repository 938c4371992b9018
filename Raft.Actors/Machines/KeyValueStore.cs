using Raft.Actors.Client;
using Raft.Actors.Protocol;

namespace Raft.Actors.Machines;

/// <summary>The key-value store of a group, by way of any of its nodes.</summary>
/// <param name="client">Reaches the group whose machine is a <see cref="KeyValueMachine"/>.</param>
public sealed class KeyValueStore(RaftClient client) : IKeyValueStore
{
    /// <inheritdoc/>
    public async Task<KeyValueReply> Put(
        string key, ReadOnlyMemory<byte> value, long? ifIndex, TimeSpan timeout, CancellationToken cancel = default)
    {
        if ((KeyValueLimits.KeyProblem(key) ?? KeyValueLimits.ValueProblem(value.Length)) is { } problem)
            return new KeyValueReply.Refused(problem);
        KeyValueCommand command = ifIndex is { } expected
            ? new KeyValueCommand.CompareAndPut(key, value, expected)
            : new KeyValueCommand.Put(key, value);
        return await Execute(command, timeout, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<KeyValueReply> Delete(string key, TimeSpan timeout, CancellationToken cancel = default) =>
        KeyValueLimits.KeyProblem(key) is { } problem
            ? new KeyValueReply.Refused(problem)
            : await Execute(new KeyValueCommand.Delete(key), timeout, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<KeyValueReply> Get(
        string key, ReadConsistency consistency, TimeSpan timeout, CancellationToken cancel = default) =>
        KeyValueLimits.KeyProblem(key) is { } problem
            ? new KeyValueReply.Refused(problem)
            : await Read(new KeyValueQuery.Get(key), consistency, timeout, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<KeyValueReply> List(
        KeyValueQuery.List page, ReadConsistency consistency, TimeSpan timeout, CancellationToken cancel = default) =>
        Read(page, consistency, timeout, cancel);

    private async Task<KeyValueReply> Execute(KeyValueCommand command, TimeSpan timeout, CancellationToken cancel)
    {
        var answer = await client.Execute(KeyValueCodec.Encode(command), timeout, cancel).ConfigureAwait(false);
        return answer switch
        {
            CommandAnswer.Committed committed => Reply(committed),
            CommandAnswer.NotCommitted not => new KeyValueReply.NotCommitted(not.Reason),
            CommandAnswer.Unknown unknown => new KeyValueReply.Unknown(unknown.Reason),
            CommandAnswer.Busy busy => new KeyValueReply.Busy(busy.Reason),
            CommandAnswer.Refused refused => new KeyValueReply.Refused(refused.Reason),
            _ => throw new InvalidOperationException($"no such answer: {answer.GetType().Name}"),
        };
    }

    private static KeyValueReply Reply(CommandAnswer.Committed committed) => KeyValueCodec.DecodeAnswer(committed.Result) switch
    {
        KeyValueAnswer.Written => new KeyValueReply.Written(committed.Index, committed.Term),
        KeyValueAnswer.Deleted deleted => new KeyValueReply.Deleted(committed.Index, committed.Term, deleted.Existed),
        KeyValueAnswer.Mismatch mismatch => new KeyValueReply.Mismatch(mismatch.CurrentIndex),
        var other => NotOurs(other),
    };

    private async Task<KeyValueReply> Read(
        KeyValueQuery query, ReadConsistency consistency, TimeSpan timeout, CancellationToken cancel)
    {
        var answer = await client.Read(KeyValueCodec.Encode(query), consistency, timeout, cancel).ConfigureAwait(false);
        return answer switch
        {
            ReadAnswer.Value value => Reply(value),
            ReadAnswer.Busy busy => new KeyValueReply.Busy(busy.Reason),
            ReadAnswer.Unavailable none => new KeyValueReply.Unavailable(none.Reason),
            _ => throw new InvalidOperationException($"no such answer: {answer.GetType().Name}"),
        };
    }

    private static KeyValueReply Reply(ReadAnswer.Value value) => KeyValueCodec.DecodeAnswer(value.Result) switch
    {
        KeyValueAnswer.Found found => new KeyValueReply.Found(found.Item),
        KeyValueAnswer.Missing => new KeyValueReply.Missing(),
        KeyValueAnswer.Listed listed => new KeyValueReply.Listed(listed.Items, listed.More),
        var other => NotOurs(other),
    };

    // The nodes of a group run different builds while it is being upgraded.
    private static KeyValueReply.Refused NotOurs(KeyValueAnswer answer) => new(answer is KeyValueAnswer.Unreadable unreadable
        ? $"The cluster could not read the request: {unreadable.Problem}."
        : $"The cluster gave an answer that does not fit: {answer.GetType().Name}.");
}
