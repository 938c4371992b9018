namespace Raft.Actors.Protocol;

/// <summary>
/// Make these the members of the cluster, in one change (§6). Newcomers who are to vote join as learners first and are
/// promoted once they have caught up. Answered with a <see cref="CommandAnswer"/>: committed when the last step is.
/// </summary>
/// <param name="Members">Everyone wanted, voters and learners.</param>
/// <param name="Voters">Those of them who are to vote; not empty.</param>
public sealed record ChangeMembership(IReadOnlyList<Member> Members, IReadOnlyList<NodeId> Voters) : IClientRequest;

/// <summary>
/// Hand leadership over. Answered with a <see cref="CommandAnswer"/>: committed when this node stepped down for it.
/// </summary>
/// <param name="To">Who is to lead, or null for whoever is best placed.</param>
public sealed record HandOver(NodeId? To) : IClientRequest;

/// <summary>
/// Take a snapshot of this node now. Answered with a <see cref="CommandAnswer"/>: committed with the last index that a
/// durable snapshot covers.
/// </summary>
public sealed record TakeSnapshot : IClientRequest
{
    /// <summary>The only instance needed.</summary>
    public static readonly TakeSnapshot Instance = new();
}

/// <summary>
/// Ask this process's node for all that it has applied, as a <see cref="LedgerSnapshot"/>. Answered within the process
/// only: a state does not fit a frame.
/// </summary>
public sealed record GetBackup : IClientRequest
{
    /// <summary>The only instance needed.</summary>
    public static readonly GetBackup Instance = new();
}

/// <summary>Read this node's log. Answered with a <see cref="LogPage"/>.</summary>
/// <param name="From">The first index wanted.</param>
/// <param name="Count">The most entries wanted, 1 to <see cref="MaxCount"/>.</param>
public sealed record ReadLog(long From, int Count) : IClientRequest
{
    /// <summary>The most entries in one page.</summary>
    public const int MaxCount = 1000;

    /// <summary>
    /// The most bytes of entries in one page, beyond the first entry: a page must fit the transport's frame.
    /// </summary>
    public const int MaxBytes = 1 << 20;
}

/// <summary>A part of a node's log.</summary>
/// <param name="FirstIndex">The first index that the node has in memory.</param>
/// <param name="LastIndex">The last index of its log.</param>
/// <param name="CommitIndex">The highest index that it knows to be committed.</param>
/// <param name="Entries">Consecutive entries from the one asked for, or from the first that is there.</param>
public sealed record LogPage(long FirstIndex, long LastIndex, long CommitIndex, IReadOnlyList<LogEntry> Entries);

/// <summary>
/// Ask a node for the hash over everything that it applied up to an index, answers included. Two nodes that give
/// different hashes for one index have diverged. Answered with a <see cref="StateHash"/>.
/// </summary>
/// <param name="Index">The index, or 0 for the last that the node applied.</param>
public sealed record GetStateHash(long Index) : IClientRequest;

/// <summary>The hash over all that a node applied up to an index.</summary>
/// <param name="Index">The index.</param>
/// <param name="Hash">
/// The hash, or null when the node has not applied the index yet or does not remember so far back.
/// </param>
public sealed record StateHash(long Index, ulong? Hash);
