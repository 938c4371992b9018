using System.Collections.Immutable;

namespace Raft.Actors.Machines;

/// <summary>
/// Hears of every change of a <see cref="KeyValueMachine"/>, in the order of the log and each once: what was refused,
/// what removed nothing, and what a session had done before are no changes. Called on the thread that applies, between
/// one command and the next, so it must be quick and must not throw.
/// </summary>
public interface IKeyValueObserver
{
    /// <summary>A key was written or removed.</summary>
    /// <param name="change">Which, how, and where in the log.</param>
    /// <param name="items">Everything that the machine holds now, in the order of the keys.</param>
    void Changed(KeyValueChange change, ImmutableSortedSet<KeyValueItem> items);

    /// <summary>
    /// Everything was replaced at once, by a snapshot: what changed on the way there, nobody here knows.
    /// </summary>
    /// <param name="index">Where in the log the machine stands now.</param>
    /// <param name="items">Everything that it holds.</param>
    void Restored(long index, ImmutableSortedSet<KeyValueItem> items);
}

/// <summary>A key that was written or removed.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its new value; null when it was removed.</param>
/// <param name="Index">The log position of the change.</param>
/// <param name="Term">The term of that entry.</param>
public sealed record KeyValueChange(string Key, ReadOnlyMemory<byte>? Value, long Index, long Term);
