using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// A leader numbers its rounds of heartbeats and its followers echo the number. From "which round has a majority
/// answered" three things follow: whether the leader still leads (CheckQuorum), which reads are confirmed (ReadIndex),
/// and how long its lease runs. The arithmetic is that of commitment.
/// </summary>
/// <param name="self">The leader, which answers itself.</param>
/// <param name="electedAt">When it was elected; its first round.</param>
public sealed class Rounds(NodeId self, TimeSpan electedAt)
{
    private const int MaxOpen = 4096;

    private readonly Dictionary<NodeId, long> _answered = [];
    private readonly Queue<(long Round, TimeSpan SentAt)> _open = new();
    private TimeSpan _majorityAt = electedAt;

    /// <summary>The latest round that was begun.</summary>
    public long Latest { get; private set; }

    /// <summary>The latest round that a majority has answered.</summary>
    public long Confirmed { get; private set; }

    /// <summary>
    /// When the round was <em>sent</em> that a majority answered last: until then, at least, nobody else could be
    /// elected.
    /// </summary>
    public TimeSpan MajorityAt => _majorityAt;

    /// <summary>Begins a round; whatever is sent from here on carries its number.</summary>
    public long Begin(TimeSpan now, ClusterConfiguration configuration)
    {
        Latest++;
        if (_open.Count >= MaxOpen)
            _open.Dequeue();                    // a majority that has been silent for so long: its time is old enough
        _open.Enqueue((Latest, now));
        Count(configuration);
        return Latest;
    }

    /// <summary>A follower answered a round.</summary>
    public void Answered(NodeId from, long round, ClusterConfiguration configuration)
    {
        if (round > Latest || (_answered.TryGetValue(from, out var before) && before >= round))
            return;
        _answered[from] = round;
        Count(configuration);
    }

    private void Count(ClusterConfiguration configuration)
    {
        var confirmed = Quorum.Reached(configuration, v => v == self ? Latest : _answered.GetValueOrDefault(v));
        Confirmed = Math.Max(Confirmed, confirmed);
        while (_open.TryPeek(out var open) && open.Round <= Confirmed)
            _majorityAt = _open.Dequeue().SentAt;
    }
}
