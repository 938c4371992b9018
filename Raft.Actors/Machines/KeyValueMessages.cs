namespace Raft.Actors.Machines;

/// <summary>What the store holds under a key.</summary>
/// <param name="Key">The key; keys are ordered by ordinal comparison.</param>
/// <param name="Value">The value's bytes.</param>
/// <param name="Index">The log position of the write that put it there.</param>
/// <param name="Term">The term of that write.</param>
public sealed record KeyValueItem(string Key, ReadOnlyMemory<byte> Value, long Index, long Term);

/// <summary>A write to the key-value machine.</summary>
public abstract record KeyValueCommand
{
    private KeyValueCommand()
    {
    }

    /// <summary>Stores a value, whatever was there. Answered with <see cref="KeyValueAnswer.Written"/>.</summary>
    /// <param name="Key">Where.</param>
    /// <param name="Value">What.</param>
    public sealed record Put(string Key, ReadOnlyMemory<byte> Value) : KeyValueCommand;

    /// <summary>Removes a key. Answered with <see cref="KeyValueAnswer.Deleted"/>.</summary>
    /// <param name="Key">Which.</param>
    public sealed record Delete(string Key) : KeyValueCommand;

    /// <summary>
    /// Stores a value only if the key was last written at a given position. Answered with <see
    /// cref="KeyValueAnswer.Written"/> or <see cref="KeyValueAnswer.Mismatch"/>.
    /// </summary>
    /// <param name="Key">Where.</param>
    /// <param name="Value">What.</param>
    /// <param name="IfIndex">The position of the key's last write; 0 means that the key must not exist.</param>
    public sealed record CompareAndPut(string Key, ReadOnlyMemory<byte> Value, long IfIndex) : KeyValueCommand;
}

/// <summary>A question to the key-value machine.</summary>
public abstract record KeyValueQuery
{
    private KeyValueQuery()
    {
    }

    /// <summary>
    /// What is under a key? Answered with <see cref="KeyValueAnswer.Found"/> or <see cref="KeyValueAnswer.Missing"/>.
    /// </summary>
    /// <param name="Key">Which.</param>
    public sealed record Get(string Key) : KeyValueQuery;

    /// <summary>
    /// The items whose keys begin with a prefix, in order. Answered with <see cref="KeyValueAnswer.Listed"/>, which may
    /// hold fewer than asked for when the values are large: <see cref="KeyValueMachine.MaxListBytes"/>.
    /// </summary>
    /// <param name="Prefix">What the keys begin with; empty for all.</param>
    /// <param name="Limit">At most so many, from 1.</param>
    /// <param name="After">Only keys that come after this one; empty for the first page.</param>
    public sealed record List(string Prefix, int Limit, string After) : KeyValueQuery;
}

/// <summary>What the key-value machine answers.</summary>
public abstract record KeyValueAnswer
{
    private KeyValueAnswer()
    {
    }

    /// <summary>The value is stored.</summary>
    public sealed record Written : KeyValueAnswer
    {
        /// <summary>The only instance needed.</summary>
        public static readonly Written Instance = new();
    }

    /// <summary>The key is not there (any more).</summary>
    /// <param name="Existed">Whether it was there before.</param>
    public sealed record Deleted(bool Existed) : KeyValueAnswer;

    /// <summary>Nothing was stored: the key was last written elsewhere than expected.</summary>
    /// <param name="CurrentIndex">The position of the key's last write, or 0 when there is no such key.</param>
    public sealed record Mismatch(long CurrentIndex) : KeyValueAnswer;

    /// <summary>The item under the key.</summary>
    /// <param name="Item">Key, value and last write.</param>
    public sealed record Found(KeyValueItem Item) : KeyValueAnswer;

    /// <summary>There is no such key.</summary>
    public sealed record Missing : KeyValueAnswer
    {
        /// <summary>The only instance needed.</summary>
        public static readonly Missing Instance = new();
    }

    /// <summary>A page of items.</summary>
    /// <param name="Items">The items in the order of their keys.</param>
    /// <param name="More">Whether others follow: ask again with the last key as <c>After</c>.</param>
    public sealed record Listed(IReadOnlyList<KeyValueItem> Items, bool More) : KeyValueAnswer;

    /// <summary>The machine could not read the command or query, and changed nothing.</summary>
    /// <param name="Problem">What is wrong with it.</param>
    public sealed record Unreadable(string Problem) : KeyValueAnswer;
}
