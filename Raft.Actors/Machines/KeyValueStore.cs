using Raft.Actors.Client;
using Raft.Actors.Protocol;

namespace Raft.Actors.Machines;

/// <summary>The key-value store of a group, by way of any of its nodes.</summary>
/// <param name="client">Reaches the group whose machine is a <see cref="KeyValueMachine"/>.</param>
public sealed class KeyValueStore(RaftClient client) : IKeyValueStore
{
    /// <inheritdoc/>
    public async Task<KeyValueReply> Put(
        string key,
        ReadOnlyMemory<byte> value,
        long? ifIndex,
        SessionPlace? place,
        TimeSpan timeout,
        CancellationToken cancel = default)
    {
        if ((KeyValueLimits.KeyProblem(key) ?? KeyValueLimits.ValueProblem(value.Length)) is { } problem)
            return new KeyValueReply.Refused(problem);
        KeyValueCommand command = ifIndex is { } expected
            ? new KeyValueCommand.CompareAndPut(key, value, expected)
            : new KeyValueCommand.Put(key, value);
        return await Execute(command, place, timeout, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<KeyValueReply> Delete(
        string key, SessionPlace? place, TimeSpan timeout, CancellationToken cancel = default) =>
        KeyValueLimits.KeyProblem(key) is { } problem
            ? new KeyValueReply.Refused(problem)
            : await Execute(new KeyValueCommand.Delete(key), place, timeout, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<KeyValueReply> OpenSession(TimeSpan timeout, CancellationToken cancel = default) =>
        await client.OpenSession(timeout, cancel).ConfigureAwait(false) switch
        {
            CommandAnswer.Committed opened => new KeyValueReply.Opened(opened.Index),
            var answer => Trouble(answer),
        };

    /// <inheritdoc/>
    public async Task<KeyValueReply> Get(
        string key, Freshness freshness, TimeSpan timeout, CancellationToken cancel = default) =>
        KeyValueLimits.KeyProblem(key) is { } problem
            ? new KeyValueReply.Refused(problem)
            : await Read(new KeyValueQuery.Get(key), freshness, timeout, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<KeyValueReply> List(
        KeyValueQuery.List page, Freshness freshness, TimeSpan timeout, CancellationToken cancel = default) =>
        Read(page, freshness, timeout, cancel);

    private async Task<KeyValueReply> Execute(
        KeyValueCommand command, SessionPlace? place, TimeSpan timeout, CancellationToken cancel)
    {
        var numbered = new ClientCommand(KeyValueCodec.Encode(command))
        {
            Session = place?.Session ?? 0,
            Sequence = place?.Sequence ?? 0,
        };
        return await client.Execute(numbered, timeout, cancel).ConfigureAwait(false) switch
        {
            CommandAnswer.Committed committed => Reply(committed),
            var answer => Trouble(answer),
        };
    }

    private static KeyValueReply Trouble(CommandAnswer answer) => answer switch
    {
        CommandAnswer.NotCommitted not => new KeyValueReply.NotCommitted(not.Reason),
        CommandAnswer.Unknown unknown => new KeyValueReply.Unknown(unknown.Reason),
        CommandAnswer.Busy busy => new KeyValueReply.Busy(busy.Reason),
        CommandAnswer.NoSession lost => new KeyValueReply.NoSession(lost.Reason),
        CommandAnswer.Refused refused => new KeyValueReply.Refused(refused.Reason),
        _ => throw new InvalidOperationException($"no such answer: {answer.GetType().Name}"),
    };

    private static KeyValueReply Reply(CommandAnswer.Committed committed) =>
        KeyValueCodec.DecodeAnswer(committed.Result) switch
        {
            KeyValueAnswer.Written => new KeyValueReply.Written(committed.Index, committed.Term),
            KeyValueAnswer.Deleted deleted =>
                new KeyValueReply.Deleted(committed.Index, committed.Term, deleted.Existed),
            KeyValueAnswer.Mismatch mismatch => new KeyValueReply.Mismatch(mismatch.CurrentIndex),
            var other => NotOurs(other),
        };

    private async Task<KeyValueReply> Read(
        KeyValueQuery query, Freshness freshness, TimeSpan timeout, CancellationToken cancel)
    {
        var read = new ClientRead(KeyValueCodec.Encode(query), freshness.Consistency)
        {
            MaxStalenessMs = freshness.MaxStaleness is { } most ? (int)Math.Ceiling(most.TotalMilliseconds) : 0,
        };
        var answer = await client.Read(read, timeout, cancel).ConfigureAwait(false);
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
    private static KeyValueReply.Refused NotOurs(KeyValueAnswer answer) =>
        new(answer is KeyValueAnswer.Unreadable unreadable
            ? $"The cluster could not read the request: {unreadable.Problem}."
            : $"The cluster gave an answer that does not fit: {answer.GetType().Name}.");
}
