using System.Collections.Immutable;

namespace Raft.Actors.Machines;

/// <summary>
/// A replicated sorted map from text to bytes. The map is immutable with structural sharing, so that a picture of a
/// million keys is one reference (see <see cref="Capture"/>).
/// </summary>
/// <remarks>
/// A set ordered by key and not a dictionary: it alone finds the place of a key that is not there, which is what a page
/// of <see cref="KeyValueQuery.List"/> starts from. The machine has no limits on sizes, because what one node applied
/// every other node must apply alike, whatever its build thinks of limits: those are held where commands are proposed.
/// Measured with a million keys in random order: 4 µs a first write, 7 µs an overwrite, 2 µs a read, 40 µs a page of a
/// hundred.
/// </remarks>
/// <param name="observer">Hears of every change, or null.</param>
public sealed class KeyValueMachine(IKeyValueObserver? observer = null) : IStateMachine
{
    /// <summary>A page ends before it holds more than this many bytes of keys and values, but never empty.</summary>
    public const int MaxListBytes = 1024 * 1024;

    private static readonly ImmutableSortedSet<KeyValueItem> Nothing =
        ImmutableSortedSet.Create<KeyValueItem>(KeyOrder.Instance);

    private ImmutableSortedSet<KeyValueItem> _items = Nothing;

    /// <summary>How many keys there are.</summary>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Apply(CommandContext context, ReadOnlyMemory<byte> command)
    {
        KeyValueAnswer answer = KeyValueCodec.DecodeCommand(command, out var problem) switch
        {
            KeyValueCommand.Put put => Write(put.Key, put.Value, context),
            KeyValueCommand.Delete delete => Delete(delete.Key, context),
            KeyValueCommand.CompareAndPut put when IndexOf(put.Key) == put.IfIndex =>
                Write(put.Key, put.Value, context),
            KeyValueCommand.CompareAndPut put => new KeyValueAnswer.Mismatch(IndexOf(put.Key)),
            _ => new KeyValueAnswer.Unreadable(problem),
        };
        return KeyValueCodec.Encode(answer);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Query(ReadOnlyMemory<byte> query)
    {
        KeyValueAnswer answer = KeyValueCodec.DecodeQuery(query, out var problem) switch
        {
            KeyValueQuery.Get get when Find(get.Key) is { } item => new KeyValueAnswer.Found(item),
            KeyValueQuery.Get => KeyValueAnswer.Missing.Instance,
            KeyValueQuery.List list => List(list),
            _ => new KeyValueAnswer.Unreadable(problem),
        };
        return KeyValueCodec.Encode(answer);
    }

    /// <inheritdoc/>
    public IMachineImage Capture() => new KeyValueImage(_items);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// The bytes are not an image of this machine; its state stays as it was.
    /// </exception>
    public void Restore(Stream image) => Restore(image, 0);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// The bytes are not an image of this machine; its state stays as it was.
    /// </exception>
    public void Restore(Stream image, long index)
    {
        _items = KeyValueImage.Read(image).ToImmutableSortedSet(KeyOrder.Instance);
        observer?.Restored(index, _items);
    }

    private KeyValueAnswer.Written Write(string key, ReadOnlyMemory<byte> value, CommandContext context)
    {
        // A copy, because the command may be a slice of a far larger buffer that this value would keep alive.
        var item = new KeyValueItem(key, value.ToArray(), context.Index, context.Term);
        _items = _items.Remove(item).Add(item);
        observer?.Changed(new KeyValueChange(key, item.Value, item.Index, item.Term), _items);
        return KeyValueAnswer.Written.Instance;
    }

    private KeyValueAnswer.Deleted Delete(string key, CommandContext context)
    {
        var without = _items.Remove(Probe(key));
        var existed = without.Count < _items.Count;
        _items = without;
        if (existed)
            observer?.Changed(new KeyValueChange(key, null, context.Index, context.Term), _items);
        return new KeyValueAnswer.Deleted(existed);
    }

    private KeyValueAnswer.Listed List(KeyValueQuery.List query)
    {
        var page = new List<KeyValueItem>();
        var bytes = 0;
        for (var at = FirstOf(query); at < _items.Count; at++)
        {
            var item = _items[at];
            if (!item.Key.StartsWith(query.Prefix, StringComparison.Ordinal))
                break;
            bytes += item.Key.Length + item.Value.Length;
            if (page.Count > 0 && (page.Count >= query.Limit || bytes > MaxListBytes))
                return new KeyValueAnswer.Listed(page, More: true);
            page.Add(item);
        }
        return new KeyValueAnswer.Listed(page, More: false);
    }

    private int FirstOf(KeyValueQuery.List query)
    {
        if (string.CompareOrdinal(query.After, query.Prefix) < 0)
            return query.Prefix.Length == 0 ? 0 : PlaceOf(query.Prefix, past: false);
        return query.After.Length == 0 ? 0 : PlaceOf(query.After, past: true);
    }

    private int PlaceOf(string key, bool past)
    {
        var at = _items.IndexOf(Probe(key));
        return at < 0 ? ~at : past ? at + 1 : at;
    }

    private long IndexOf(string key) => Find(key)?.Index ?? 0;

    private KeyValueItem? Find(string key)
    {
        var at = _items.IndexOf(Probe(key));
        return at < 0 ? null : _items[at];
    }

    private static KeyValueItem Probe(string key) => new(key, default, 0, 0);

    private sealed class KeyOrder : IComparer<KeyValueItem>
    {
        public static readonly KeyOrder Instance = new();

        public int Compare(KeyValueItem? x, KeyValueItem? y) => string.CompareOrdinal(x!.Key, y!.Key);
    }
}
