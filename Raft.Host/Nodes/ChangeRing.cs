using Raft.Actors.Machines;

namespace Raft.Host.Nodes;

/// <summary>Changes in the order of their positions: added behind, forgotten in front, found by position.</summary>
internal sealed class ChangeRing
{
    private KeyValueChange[] _slots = new KeyValueChange[64];
    private int _oldest;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of their keys and values.</summary>
    public long Bytes { get; private set; }

    public void Add(KeyValueChange change)
    {
        if (Count == _slots.Length)
            Grow();
        _slots[(_oldest + Count++) % _slots.Length] = change;
        Bytes += SizeOf(change);
    }

    public KeyValueChange RemoveOldest()
    {
        var change = _slots[_oldest];
        _slots[_oldest] = null!;
        _oldest = (_oldest + 1) % _slots.Length;
        Count--;
        Bytes -= SizeOf(change);
        return change;
    }

    public void Clear()
    {
        Array.Clear(_slots);
        (_oldest, Count, Bytes) = (0, 0, 0);
    }

    /// <summary>Those behind a position.</summary>
    public IEnumerable<KeyValueChange> After(long index)
    {
        for (var at = FirstAfter(index); at < Count; at++)
            yield return At(at);
    }

    private int FirstAfter(long index)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Index <= index)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private KeyValueChange At(int place) => _slots[(_oldest + place) % _slots.Length];

    private void Grow()
    {
        var larger = new KeyValueChange[_slots.Length * 2];
        for (var at = 0; at < Count; at++)
            larger[at] = At(at);
        (_slots, _oldest) = (larger, 0);
    }

    private static int SizeOf(KeyValueChange change) => change.Key.Length + (change.Value?.Length ?? 0);
}
