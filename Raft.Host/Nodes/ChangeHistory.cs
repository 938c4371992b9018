using System.Collections.Immutable;
using Raft.Actors.Machines;

namespace Raft.Host.Nodes;

/// <summary>How much a node remembers for those who watch its store.</summary>
/// <param name="History">The most changes that it keeps.</param>
/// <param name="HistoryBytes">The most bytes of keys and values among them.</param>
/// <param name="MaxWatchers">The most watchers at a time.</param>
public sealed record WatchSettings(int History, long HistoryBytes, int MaxWatchers)
{
    /// <summary>What reference.conf says.</summary>
    public static WatchSettings Default { get; } = new(10_000, 16 << 20, 256);
}

/// <summary>
/// The latest changes of this node's store, for all who watch it: one memory, bounded, whatever the number of watchers.
/// A watcher is a position in it. One that comes too late for what is kept is told so, and gets everything as it is
/// instead.
/// </summary>
internal sealed class ChangeHistory(WatchSettings settings) : IKeyValueObserver, IDisposable
{
    // Enough to fill a few packets, and little enough that nobody waits long for the lock.
    private const int MostLooks = 256;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly ChangeRing _changes = new();
    private ImmutableSortedSet<KeyValueItem> _items = [];
    private TaskCompletionSource? _news;
    private long _base;
    private long _index;
    private int _watchers;

    /// <summary>Ends when the node stops: every watcher must go then.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>The position of the last change.</summary>
    public long Index
    {
        get
        {
            lock (_gate)
                return _index;
        }
    }

    /// <summary>Begins to watch; false when too many do.</summary>
    public bool Enter()
    {
        if (Interlocked.Increment(ref _watchers) <= settings.MaxWatchers)
            return true;
        Leave();
        return false;
    }

    /// <summary>Ceases to watch.</summary>
    public void Leave() => Interlocked.Decrement(ref _watchers);

    /// <inheritdoc/>
    public void Changed(KeyValueChange change, ImmutableSortedSet<KeyValueItem> items)
    {
        lock (_gate)
        {
            _changes.Add(change);
            while (_changes.Count > settings.History || (_changes.Bytes > settings.HistoryBytes && _changes.Count > 1))
                _base = _changes.RemoveOldest().Index;
            (_index, _items) = (change.Index, items);
            Wake();
        }
    }

    /// <inheritdoc/>
    public void Restored(long index, ImmutableSortedSet<KeyValueItem> items)
    {
        lock (_gate)
        {
            _changes.Clear();
            (_base, _index, _items) = (index, index, items);
            Wake();
        }
    }

    /// <summary>What comes after a position, as far as it is worth taking at once.</summary>
    /// <param name="after">The last position that the watcher knows all about.</param>
    /// <param name="isWanted">Which keys it watches.</param>
    public HistoryPage Read(long after, Func<string, bool> isWanted)
    {
        ImmutableSortedSet<KeyValueItem> items;
        long index;
        lock (_gate)
        {
            if (after >= _base)
                return Page(after, isWanted);
            (items, index) = (_items, _index);
        }
        return new HistoryPage(index, [], items.Where(item => isWanted(item.Key)));
    }

    /// <summary>Waits until something changed behind a position, for so long at most.</summary>
    public async Task Wait(long after, TimeSpan patience, CancellationToken cancel)
    {
        Task news;
        lock (_gate)
        {
            if (_index > after)
                return;
            _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            news = _news.Task;
        }
        try
        {
            await news.WaitAsync(patience, cancel);
        }
        catch (TimeoutException)
        {
            // Silence is an answer too.
        }
    }

    /// <summary>Sends every watcher away.</summary>
    public void Close() => _closed.Cancel();

    public void Dispose() => _closed.Dispose();

    private HistoryPage Page(long after, Func<string, bool> isWanted)
    {
        var found = new List<KeyValueChange>();
        var upTo = after;
        foreach (var change in _changes.After(after).Take(MostLooks))
        {
            upTo = change.Index;
            if (isWanted(change.Key))
                found.Add(change);
        }
        return new HistoryPage(upTo, found, null);
    }

    private void Wake()
    {
        _news?.SetResult();
        _news = null;
    }
}

/// <summary>What a watcher gets at once.</summary>
/// <param name="UpTo">The last position that it knows all about after this.</param>
/// <param name="Changes">The changes, in order.</param>
/// <param name="Items">
/// Not null when changes before <paramref name="UpTo"/> are forgotten: everything that it watches, as it is there.
/// </param>
internal sealed record HistoryPage(
    long UpTo, IReadOnlyList<KeyValueChange> Changes, IEnumerable<KeyValueItem>? Items);
