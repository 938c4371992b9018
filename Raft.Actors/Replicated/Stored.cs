namespace Raft.Actors.Replicated;

/// <summary>What is stored somewhere, or that nothing is.</summary>
/// <typeparam name="T">The type of what is stored.</typeparam>
/// <param name="Exists">Whether there is anything.</param>
/// <param name="Value">What it is, if there is anything.</param>
/// <param name="Index">The log position of the write that put it there, or 0.</param>
public readonly record struct Stored<T>(bool Exists, T? Value, long Index)
{
    /// <summary>The value, or another when there is none.</summary>
    public T Or(T other) => Exists ? Value! : other;
}
