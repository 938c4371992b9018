namespace Raft.Actors.Protocol;

/// <summary>What an entry of the log is for.</summary>
public enum EntryKind
{
    /// <summary>A new leader's first entry: committing it commits all that came before (§8).</summary>
    NoOp = 0,

    /// <summary>A command for the state machine.</summary>
    Command = 1,

    /// <summary>A change of the cluster's members (§6).</summary>
    Configuration = 2,

    /// <summary>Opens a client session, whose id is the entry's index.</summary>
    OpenSession = 3,
}

/// <summary>
/// One entry of the replicated log. Immutable once made; its bytes are built once and shared by journal and wire.
/// </summary>
public sealed record LogEntry
{
    /// <summary>Position in the log, from 1.</summary>
    public required long Index { get; init; }

    /// <summary>The term of the leader that made it.</summary>
    public required long Term { get; init; }

    /// <summary>What it is for.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>
    /// The cluster's clock in milliseconds when the leader made the entry. It never runs backwards from entry to entry,
    /// and it is the only time that a state machine may act on: sessions and leases expire by it.
    /// </summary>
    public long ClockMs { get; init; }

    /// <summary>The client session that the command belongs to, or 0.</summary>
    public long Session { get; init; }

    /// <summary>The command's number within its session, or 0.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// All answers of the session below this number have arrived, so they need not be kept for a retry any longer.
    /// </summary>
    public long Acknowledged { get; init; }

    /// <summary>The command's bytes; empty for other kinds.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The members that this entry puts in force; null unless <see cref="Kind"/> is Configuration.</summary>
    public ClusterConfiguration? Configuration { get; init; }

    /// <summary>
    /// What the entry counts for against limits in bytes: its payload and a flat charge for the rest.
    /// </summary>
    public int SizeBytes => Payload.Length + OverheadBytes;

    /// <summary>The flat charge per entry in <see cref="SizeBytes"/>.</summary>
    public const int OverheadBytes = 64;

    /// <summary>By value, the payload's bytes included.</summary>
    public bool Equals(LogEntry? other) =>
        other is not null && Index == other.Index && Term == other.Term && Kind == other.Kind
        && ClockMs == other.ClockMs && Session == other.Session
        && Sequence == other.Sequence && Acknowledged == other.Acknowledged
        && Payload.Span.SequenceEqual(other.Payload.Span) && Equals(Configuration, other.Configuration);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Term, Kind, Payload.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{Index}@{Term} {Kind}";
}
