using Raft.Actors.Machines;

namespace Raft.Specs.Host;

/// <summary>A store of one: the real machine without a cluster, or one answer that is always given.</summary>
/// <param name="observer">Hears of its changes, or null.</param>
internal sealed class FakeStore(IKeyValueObserver? observer = null) : IKeyValueStore
{
    private readonly KeyValueMachine _machine = new(observer);
    private long _index;

    /// <summary>When set, every request gets this.</summary>
    public KeyValueReply? Always { get; set; }

    public List<TimeSpan> Timeouts { get; } = [];

    public List<Freshness> Reads { get; } = [];

    public List<SessionPlace?> Places { get; } = [];

    public Task<KeyValueReply> Put(
        string key,
        ReadOnlyMemory<byte> value,
        long? ifIndex,
        SessionPlace? place,
        TimeSpan timeout,
        CancellationToken cancel = default) =>
        Write(ifIndex is { } expected
            ? new KeyValueCommand.CompareAndPut(key, value, expected)
            : new KeyValueCommand.Put(key, value), place, timeout);

    public Task<KeyValueReply> Delete(
        string key, SessionPlace? place, TimeSpan timeout, CancellationToken cancel = default) =>
        Write(new KeyValueCommand.Delete(key), place, timeout);

    public Task<KeyValueReply> OpenSession(TimeSpan timeout, CancellationToken cancel = default)
    {
        lock (_machine)
            return Task.FromResult(Always ?? new KeyValueReply.Opened(++_index));
    }

    public Task<KeyValueReply> Get(
        string key, Freshness freshness, TimeSpan timeout, CancellationToken cancel = default) =>
        Read(new KeyValueQuery.Get(key), freshness, timeout);

    public Task<KeyValueReply> List(
        KeyValueQuery.List page, Freshness freshness, TimeSpan timeout, CancellationToken cancel = default) =>
        Read(page, freshness, timeout);

    private Task<KeyValueReply> Write(KeyValueCommand command, SessionPlace? place, TimeSpan timeout)
    {
        lock (_machine)
        {
            Timeouts.Add(timeout);
            Places.Add(place);
            var answer = KeyValueCodec.DecodeAnswer(_machine.Apply(new(++_index, 7), KeyValueCodec.Encode(command)));
            return Task.FromResult(Always ?? answer switch
            {
                KeyValueAnswer.Written => new KeyValueReply.Written(_index, 7),
                KeyValueAnswer.Deleted deleted => new KeyValueReply.Deleted(_index, 7, deleted.Existed),
                KeyValueAnswer.Mismatch mismatch => new KeyValueReply.Mismatch(mismatch.CurrentIndex),
                _ => throw new InvalidOperationException(answer.ToString()),
            });
        }
    }

    private Task<KeyValueReply> Read(KeyValueQuery query, Freshness freshness, TimeSpan timeout)
    {
        lock (_machine)
        {
            Timeouts.Add(timeout);
            Reads.Add(freshness);
            var answer = KeyValueCodec.DecodeAnswer(_machine.Query(KeyValueCodec.Encode(query)));
            return Task.FromResult(Always ?? answer switch
            {
                KeyValueAnswer.Found found => new KeyValueReply.Found(found.Item),
                KeyValueAnswer.Missing => new KeyValueReply.Missing(),
                KeyValueAnswer.Listed listed => new KeyValueReply.Listed(listed.Items, listed.More),
                _ => throw new InvalidOperationException(answer.ToString()),
            });
        }
    }
}
