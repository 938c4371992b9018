using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// The votes for one candidate in one term. A voter counts once, whatever it sends and however often.
/// </summary>
/// <param name="configuration">Who votes.</param>
/// <param name="term">The term that the votes are for.</param>
public sealed class Ballot(ClusterConfiguration configuration, long term)
{
    private readonly Dictionary<NodeId, bool> _votes = [];

    /// <summary>The term that the votes are for.</summary>
    public long Term => term;

    /// <summary>What the votes have come to.</summary>
    public Verdict Verdict => Quorum.Count(configuration, v => _votes.TryGetValue(v, out var granted) ? granted : null);

    /// <summary>Notes a vote. The first word of a voter stands.</summary>
    public void Note(NodeId voter, bool granted) => _votes.TryAdd(voter, granted);
}
