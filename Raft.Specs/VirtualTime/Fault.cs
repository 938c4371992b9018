namespace Raft.Specs.VirtualTime;

/// <summary>What a disk is asked to do.</summary>
public enum DiskOperation
{
    /// <summary>Append events.</summary>
    Write,

    /// <summary>Read events at recovery.</summary>
    Replay,

    /// <summary>Delete events up to a sequence number.</summary>
    Delete,

    /// <summary>Store a snapshot.</summary>
    Save,

    /// <summary>Read a snapshot at recovery.</summary>
    Load,

    /// <summary>Delete snapshots.</summary>
    DeleteSnapshots,
}

/// <summary>How an operation goes wrong.</summary>
public enum FaultKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Nothing is stored, and failure is reported.</summary>
    Fail,

    /// <summary>All is stored, and failure is reported nevertheless: the answer of the disk was lost.</summary>
    FailButStored,

    /// <summary>Nothing is stored, and each event is reported as rejected. For anything but a write: Fail.</summary>
    Reject,

    /// <summary>Nothing is stored, and no answer ever comes.</summary>
    Never,

    /// <summary>All is stored, and no answer ever comes.</summary>
    NeverButStored,
}

/// <summary>What happens to one operation, and how much virtual time it takes.</summary>
public readonly record struct Fault(FaultKind Kind, TimeSpan Delay = default)
{
    /// <summary>At once and without a fault.</summary>
    public static readonly Fault None = new(FaultKind.None);

    /// <summary>Whether the operation takes effect.</summary>
    public bool Takes => Kind is FaultKind.None or FaultKind.FailButStored or FaultKind.NeverButStored;

    /// <summary>Whether anybody is told about it.</summary>
    public bool Answers => Kind is not (FaultKind.Never or FaultKind.NeverButStored);

    /// <summary>A slow disk that does its work.</summary>
    public static Fault Slow(TimeSpan delay) => new(FaultKind.None, delay);
}

/// <summary>Says of each disk operation what becomes of it: first what was planned for it, then the rule.</summary>
public sealed class FaultPlan
{
    private readonly Dictionary<(string PersistenceId, DiskOperation Operation), Queue<Fault>> _planned = [];

    /// <summary>Asked once for each operation nothing was planned for, in the order of the operations.</summary>
    public Func<string, DiskOperation, Fault> Rule { get; set; } = (_, _) => Fault.None;

    /// <summary>Plans the next such operation that has no plan yet. Plans are used up one by one.</summary>
    public FaultPlan Next(string persistenceId, DiskOperation operation, FaultKind kind, TimeSpan delay = default)
    {
        if (!_planned.TryGetValue((persistenceId, operation), out var faults))
            _planned[(persistenceId, operation)] = faults = new Queue<Fault>();
        faults.Enqueue(new Fault(kind, delay));
        return this;
    }

    internal Fault Draw(string persistenceId, DiskOperation operation) =>
        _planned.TryGetValue((persistenceId, operation), out var faults) && faults.TryDequeue(out var fault)
            ? fault
            : Rule(persistenceId, operation);
}

/// <summary>The error an injected fault reports.</summary>
public sealed class VirtualDiskException : Exception
{
    /// <summary>Creates it with what went wrong.</summary>
    public VirtualDiskException(string message)
        : base(message)
    {
    }
}
