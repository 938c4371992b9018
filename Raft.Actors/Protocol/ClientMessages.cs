namespace Raft.Actors.Protocol;

/// <summary>A message that a node answers to its sender, in every case.</summary>
public interface IClientRequest
{
}

/// <summary>Replicate a command and apply it. Answered with a <see cref="CommandAnswer"/>.</summary>
/// <param name="Command">The command's bytes, as the state machine reads them.</param>
public sealed record ClientCommand(ReadOnlyMemory<byte> Command) : IClientRequest
{
    /// <summary>The session that makes a retry safe, or 0 for none.</summary>
    public long Session { get; init; }

    /// <summary>
    /// The command's number within its session, from 1; a repeated number is answered as the first time.
    /// </summary>
    public long Sequence { get; init; }

    /// <summary>All answers of the session below this number have arrived.</summary>
    public long Acknowledged { get; init; }
}

/// <summary>
/// Open a session, under which commands can be retried safely. Answered with a <see cref="CommandAnswer"/>: its index
/// is the session's id.
/// </summary>
public sealed record OpenSession : IClientRequest
{
    /// <summary>The only instance needed.</summary>
    public static readonly OpenSession Instance = new();
}

/// <summary>
/// A request with a number of the caller's, which the answer carries too. A bare request is answered by a bare answer.
/// </summary>
/// <param name="Call">The caller's number.</param>
/// <param name="Request">What is asked; not another call.</param>
/// <param name="TimeoutMs">How long a node that knows no leader may keep the request, in milliseconds.</param>
/// <param name="IsForwarded">Whether another node passed it on, so that it is not passed on again.</param>
public sealed record ClientCall(long Call, IClientRequest Request, int TimeoutMs, bool IsForwarded = false)
    : IClientRequest
{
    /// <summary>The W3C traceparent of the request, while somebody records it; otherwise null.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Answers a <see cref="ClientCall"/>.</summary>
/// <param name="Call">The caller's number.</param>
/// <param name="Answer">The answer.</param>
public sealed record ClientReturn(long Call, object Answer);

/// <summary>How fresh the answer to a read must be.</summary>
public enum ReadConsistency
{
    /// <summary>
    /// Reflects every write that was acknowledged before the read began (ReadIndex, §6.4 of the thesis).
    /// </summary>
    Linearizable,

    /// <summary>
    /// As linearizable as the clocks' drift is bounded: answered within the leader's lease without a round trip.
    /// </summary>
    Lease,

    /// <summary>Whatever this node has applied.</summary>
    Stale,
}

/// <summary>Ask the state machine a question. Answered with a <see cref="ReadAnswer"/>.</summary>
/// <param name="Query">The question's bytes, as the state machine reads them.</param>
/// <param name="Consistency">How fresh the answer must be.</param>
public sealed record ClientRead(ReadOnlyMemory<byte> Query, ReadConsistency Consistency) : IClientRequest
{
    /// <summary>
    /// For stale reads: the longest time since this node last heard from a leader, in milliseconds; 0 for no bound.
    /// </summary>
    public int MaxStalenessMs { get; init; }
}

/// <summary>What became of a command. Every command gets exactly one of these.</summary>
public abstract record CommandAnswer
{
    private CommandAnswer()
    {
    }

    /// <summary>The command is committed and applied.</summary>
    /// <param name="Index">Its position in the log.</param>
    /// <param name="Term">The term of the leader that appended it.</param>
    /// <param name="Result">What the state machine answered.</param>
    public sealed record Committed(long Index, long Term, ReadOnlyMemory<byte> Result) : CommandAnswer;

    /// <summary>The command is not in the log and never will be: it is safe to send it again.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record NotCommitted(string Reason) : CommandAnswer;

    /// <summary>The command may or may not be committed, now or later.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Unknown(string Reason) : CommandAnswer;

    /// <summary>A bound was reached and the command was not taken: try again later.</summary>
    /// <param name="Reason">Which bound.</param>
    public sealed record Busy(string Reason) : CommandAnswer;

    /// <summary>
    /// The command's session is not known: it never was opened, or was idle too long. The command was not applied now;
    /// whether an earlier try was, nobody can say any more.
    /// </summary>
    /// <param name="Reason">Which session.</param>
    public sealed record NoSession(string Reason) : CommandAnswer;

    /// <summary>The command cannot be taken at all, for example because it is too large.</summary>
    /// <param name="Reason">What is wrong with it.</param>
    public sealed record Refused(string Reason) : CommandAnswer;
}

/// <summary>The answer to a read.</summary>
public abstract record ReadAnswer
{
    private ReadAnswer()
    {
    }

    /// <summary>The state machine's answer.</summary>
    /// <param name="Result">The answer's bytes.</param>
    /// <param name="AppliedIndex">The last entry that the answer reflects.</param>
    public sealed record Value(ReadOnlyMemory<byte> Result, long AppliedIndex) : ReadAnswer;

    /// <summary>No answer of the asked freshness could be given: try again.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Unavailable(string Reason) : ReadAnswer;

    /// <summary>A bound was reached and the read was not taken: try again later.</summary>
    /// <param name="Reason">Which bound.</param>
    public sealed record Busy(string Reason) : ReadAnswer;
}

/// <summary>Ask a node for its <see cref="NodeStatus"/>.</summary>
public sealed record GetStatus : IClientRequest
{
    /// <summary>The only instance needed.</summary>
    public static readonly GetStatus Instance = new();
}
