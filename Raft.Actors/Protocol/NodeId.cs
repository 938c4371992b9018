namespace Raft.Actors.Protocol;

/// <summary>
/// The name of a node within its group, such as <c>node-1</c>. Compared by ordinal, so that every node sorts alike.
/// </summary>
/// <param name="Value">
/// 1 to 64 characters: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, so that it is safe in an actor path.
/// </param>
public readonly record struct NodeId(string Value) : IComparable<NodeId>
{
    /// <summary>The most characters a node's name may have.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether <paramref name="value"/> can name a node.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= MaxLength }
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? "(none)";

    /// <summary>Orders by name.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by name.</summary>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by name.</summary>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by name.</summary>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;
}
