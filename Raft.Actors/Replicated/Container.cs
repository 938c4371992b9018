using System.Collections.Immutable;

namespace Raft.Actors.Replicated;

/// <summary>What stands under a name. Immutable, so that a picture of all of them is one reference.</summary>
/// <param name="WrittenAt">The log position of the last write.</param>
internal abstract record Container(long WrittenAt)
{
    /// <summary>What it is called in a refusal.</summary>
    public abstract string Kind { get; }

    /// <summary>An empty container is as good as none, and none takes no memory.</summary>
    public abstract bool IsEmpty { get; }
}

/// <summary>One value.</summary>
internal sealed record ValueContainer(long WrittenAt, ReadOnlyMemory<byte> Value) : Container(WrittenAt)
{
    public override string Kind => "a value";

    public override bool IsEmpty => false;
}

/// <summary>A key, its value, and its place in the order in which keys came.</summary>
internal sealed record DictionaryItem(long Place, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, long WrittenAt);

/// <summary>Keys in the order in which they came; a key that is written again keeps its place.</summary>
internal sealed record DictionaryContainer(
    long WrittenAt,
    ImmutableSortedDictionary<ReadOnlyMemory<byte>, DictionaryItem> ByKey,
    ImmutableSortedSet<DictionaryItem> ByPlace,
    long NextPlace) : Container(WrittenAt)
{
    public static readonly DictionaryContainer Empty = new(
        0,
        ImmutableSortedDictionary.Create<ReadOnlyMemory<byte>, DictionaryItem>(KeyOrder.Instance),
        ImmutableSortedSet.Create<DictionaryItem>(PlaceOrder.Instance),
        0);

    public override string Kind => "a dictionary";

    public override bool IsEmpty => ByKey.IsEmpty;

    public DictionaryContainer With(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value, long index)
    {
        var old = ByKey.GetValueOrDefault(key);
        var item = new DictionaryItem(old?.Place ?? NextPlace, key, value, index);
        var byPlace = old is null ? ByPlace.Add(item) : ByPlace.Remove(old).Add(item);
        return new DictionaryContainer(
            index, ByKey.SetItem(key, item), byPlace, old is null ? NextPlace + 1 : NextPlace);
    }

    public DictionaryContainer Without(DictionaryItem item, long index) =>
        this with { WrittenAt = index, ByKey = ByKey.Remove(item.Key), ByPlace = ByPlace.Remove(item) };

    private sealed class KeyOrder : IComparer<ReadOnlyMemory<byte>>
    {
        public static readonly KeyOrder Instance = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
    }

    private sealed class PlaceOrder : IComparer<DictionaryItem>
    {
        public static readonly PlaceOrder Instance = new();

        public int Compare(DictionaryItem? x, DictionaryItem? y) => x!.Place.CompareTo(y!.Place);
    }
}

/// <summary>A list.</summary>
internal sealed record ListContainer(long WrittenAt, ImmutableList<ReadOnlyMemory<byte>> Items) : Container(WrittenAt)
{
    public static readonly ListContainer Empty = new(0, []);

    public override string Kind => "a list";

    public override bool IsEmpty => Items.IsEmpty;
}

/// <summary>A lock that is, or was, somebody's.</summary>
/// <param name="WrittenAt">The log position of the last write.</param>
/// <param name="Owner">Whose.</param>
/// <param name="Token">The log position at which it became theirs.</param>
/// <param name="UntilMs">When it is free again, on the cluster's clock.</param>
internal sealed record LockContainer(long WrittenAt, string Owner, long Token, long UntilMs) : Container(WrittenAt)
{
    public override string Kind => "a lock";

    public override bool IsEmpty => false;
}
