namespace Raft.Specs.Linearizability;

/// <summary>
/// What was asked of the key-value store, and what it answered. An index is the log position that the store gives with
/// an answer: null when it is not known.
/// </summary>
/// <param name="Key">The key.</param>
internal abstract record KeyValueOperation(string Key)
{
    /// <summary>A read.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">What was read; null when there was nothing.</param>
    /// <param name="Index">The position of the write that was read.</param>
    public sealed record Get(string Key, string? Value, long? Index = null) : KeyValueOperation(Key);

    /// <summary>A write.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">What was written.</param>
    /// <param name="Index">The position of this write.</param>
    public sealed record Put(string Key, string Value, long? Index = null) : KeyValueOperation(Key);

    /// <summary>A removal.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Existed">Whether there was something to remove; null when that was not said.</param>
    /// <param name="Index">The position of this removal.</param>
    public sealed record Delete(string Key, bool? Existed = null, long? Index = null) : KeyValueOperation(Key);

    /// <summary>A write on the condition that the key was last written at <paramref name="IfIndex"/>.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">What was to be written.</param>
    /// <param name="IfIndex">The position of the key's last write; 0 when the key must not exist.</param>
    /// <param name="Written">Whether the condition held; null when that is not known.</param>
    /// <param name="Index">If written, the position of this write; otherwise that of the key's last write.</param>
    public sealed record CompareAndPut(string Key, string Value, long IfIndex, bool? Written, long? Index = null)
        : KeyValueOperation(Key);
}

/// <summary>What a key holds.</summary>
/// <param name="Value">The value, or null.</param>
/// <param name="Index">The position of the last write or removal, or one before it: positions only ever grow.</param>
/// <param name="IsExact">Whether <paramref name="Index"/> is that position itself.</param>
internal readonly record struct KeyState(string? Value, long Index, bool IsExact);

/// <summary>The key-value store as one client alone would see it.</summary>
internal static class KeyValueModel
{
    public static readonly Model<KeyState, KeyValueOperation> Model = new()
    {
        Init = new KeyState(null, 0, IsExact: true),
        Step = Step,
        Forget = Forget,
        Partition = operation => operation.Key,
        Describe = Describe,
        DescribeState = state => state.Value is null
            ? "nothing" : $"\"{state.Value}\"" + (state is { IsExact: true, Index: > 0 } ? $" at {state.Index}" : ""),
        IsRead = operation => operation is KeyValueOperation.Get or KeyValueOperation.CompareAndPut { Written: false },
        IsHopeless = IsHopeless,
        Standing = state => StandingOf(state.Value),
        Needs = operation => operation is KeyValueOperation.Get get ? StandingOf(get.Value) : null,
        Makes = operation => operation switch
        {
            KeyValueOperation.Put put => StandingOf(put.Value),
            KeyValueOperation.Delete => StandingOf(null),
            KeyValueOperation.CompareAndPut { Written: not false } put => StandingOf(put.Value),
            _ => null,
        },
        Kind = operation => operation switch
        {
            KeyValueOperation.Put { Index: null } => "put",
            KeyValueOperation.Delete { Index: null, Existed: var existed } => $"delete {existed}",
            _ => null,
        },
        Blur = state => state.Value is null ? state : state with { Value = "" },
    };

    private static (bool IsLegal, KeyState Next) Step(KeyState state, KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Get get => See(state, get.Value is not null, get.Index) is { } seen && seen.Value == get.Value
            ? (true, seen) : default,
        KeyValueOperation.Put put => Write(state, put.Value, put.Index),
        KeyValueOperation.Delete delete => delete.Existed is null || delete.Existed == state.Value is not null
            ? Write(state, null, delete.Index) : default,
        KeyValueOperation.CompareAndPut { Written: false } put => Miss(state, put),
        KeyValueOperation.CompareAndPut put => See(state, put.IfIndex > 0, put.IfIndex) is { } seen
            ? Write(seen, put.Value, put.Index) : default,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "no such operation"),
    };

    // The state as it is known to someone who sees whether there is a value, and perhaps the position of its write.
    private static KeyState? See(KeyState state, bool exists, long? index)
    {
        if (exists != state.Value is not null)
            return null;
        if (!exists || index is null)
            return state;
        var fits = state.IsExact ? index == state.Index : index > state.Index;
        return fits ? new KeyState(state.Value, index.Value, IsExact: true) : null;
    }

    private static (bool IsLegal, KeyState Next) Write(KeyState state, string? value, long? index)
    {
        if (index is null)
            return (true, new KeyState(value, state.Index, IsExact: false));
        return index > state.Index ? (true, new KeyState(value, index.Value, IsExact: true)) : default;
    }

    private static (bool IsLegal, KeyState Next) Miss(KeyState state, KeyValueOperation.CompareAndPut put)
    {
        if (put.Index is { } current)
            return current != put.IfIndex && See(state, current > 0, current) is { } seen ? (true, seen) : default;
        var surelyFits = put.IfIndex == 0
            ? state.Value is null : state.Value is not null && state.IsExact && state.Index == put.IfIndex;
        return surelyFits ? default : (true, state);
    }

    private static KeyValueOperation? Forget(KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Put put => put with { Index = null },
        KeyValueOperation.Delete delete => delete with { Existed = null, Index = null },
        KeyValueOperation.CompareAndPut put => put with { Written = null, Index = null },
        _ => null,
    };

    // Positions only grow, so what happened at a position that is past cannot happen any more.
    private static bool IsHopeless(KeyState state, KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Get get => get.Value is not null && get.Index < state.Index,
        KeyValueOperation.Put put => put.Index <= state.Index,
        KeyValueOperation.Delete delete => delete.Index <= state.Index,
        KeyValueOperation.CompareAndPut { Written: false } put => put.Index > 0 && put.Index < state.Index,
        KeyValueOperation.CompareAndPut put =>
            put.Index <= state.Index || (put.IfIndex > 0 && put.IfIndex < state.Index),
        _ => false,
    };

    private static string StandingOf(string? value) => value is null ? "nothing" : "=" + value;

    private static string Describe(KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Get get => $"get → {(get.Value is null ? "nothing" : $"\"{get.Value}\"")}{At(get.Index)}",
        KeyValueOperation.Put put => $"put \"{put.Value}\"{At(put.Index)}",
        KeyValueOperation.Delete delete => "delete" + At(delete.Index) + delete.Existed switch
        {
            true => " → was there",
            false => " → was not there",
            null => "",
        },
        KeyValueOperation.CompareAndPut put => $"put \"{put.Value}\" if at {put.IfIndex}" + put.Written switch
        {
            true => " → written" + At(put.Index),
            false => $" → not written{(put.Index is null ? "" : $", it is{At(put.Index)}")}",
            null => "",
        },
        _ => operation.ToString(),
    };

    private static string At(long? index) => index is null ? "" : $" at {index}";
}
