namespace Raft.Specs.Linearizability;

/// <summary>One operation of a history: who asked what, when, and when the answer came.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="What">What was asked and answered.</param>
/// <param name="CallNs">When it was asked, in nanoseconds of one monotonic clock for the whole history.</param>
/// <param name="ReturnNs">When it was answered; null when nobody knows what became of it: then it may take effect at
/// any time after the call, or never.</param>
internal sealed record Operation<T>(string Client, T What, long CallNs, long? ReturnNs);

/// <summary>
/// A sequential specification as data: what one client alone would see. The members under "hints" may be left out:
/// they save time and never change a verdict.
/// </summary>
internal sealed record Model<TState, T>
    where T : class
{
    /// <summary>The state before the first operation.</summary>
    public required TState Init { get; init; }

    /// <summary>
    /// The state after an operation, or "not legal" when in this state the operation could not have been answered as
    /// it was.
    /// </summary>
    public required Func<TState, T, (bool IsLegal, TState Next)> Step { get; init; }

    /// <summary>An operation whose answer is not known; null when it then has no effect, as a read has none.</summary>
    public required Func<T, T?> Forget { get; init; }

    /// <summary>When two states are the same.</summary>
    public IEqualityComparer<TState> Equal { get; init; } = EqualityComparer<TState>.Default;

    /// <summary>Operations of different partitions, such as keys, do not concern each other.</summary>
    public Func<T, string> Partition { get; init; } = _ => "";

    /// <summary>An operation for people.</summary>
    public required Func<T, string> Describe { get; init; }

    /// <summary>A state for people.</summary>
    public required Func<TState, string> DescribeState { get; init; }

    /// <summary>Hint: the operation never changes anything.</summary>
    public Func<T, bool> IsRead { get; init; } = _ => false;

    /// <summary>Hint: the operation is not legal in this state nor in any that may follow.</summary>
    public Func<TState, T, bool> IsHopeless { get; init; } = (_, _) => false;

    /// <summary>Hint: how things stand, as far as some operation <see cref="Needs"/> to find them so.</summary>
    public Func<TState, string?> Standing { get; init; } = _ => null;

    /// <summary>Hint: the only standing in which the operation is legal, or null when there may be several.</summary>
    public Func<T, string?> Needs { get; init; } = _ => null;

    /// <summary>
    /// Hint: the standing that the operation leaves. Only an operation that names a standing here may lead to it.
    /// </summary>
    public Func<T, string?> Makes { get; init; } = _ => null;

    /// <summary>
    /// Hint: operations of one kind differ in nothing but in what they <see cref="Makes"/>. Null: of its own kind.
    /// </summary>
    public Func<T, string?> Kind { get; init; } = _ => null;

    /// <summary>Hint: the state as it looks to all who do not need its standing.</summary>
    public Func<TState, TState> Blur { get; init; } = state => state;
}

/// <summary>How long to search.</summary>
/// <param name="MaxSteps">The most steps for one partition: a bound that gives the same verdict on every machine. A
/// step costs about 100 bytes.</param>
/// <param name="MaxTime">The longest time for the whole history.</param>
internal sealed record Budget(long MaxSteps, TimeSpan MaxTime)
{
    public static readonly Budget Default = new(5_000_000, TimeSpan.FromMinutes(2));
}

/// <summary>What a check found.</summary>
internal enum Verdict
{
    /// <summary>There is an order that explains every answer.</summary>
    Ok,

    /// <summary>There is none.</summary>
    Illegal,

    /// <summary>The budget was used up before one was found or ruled out.</summary>
    Unknown,
}
