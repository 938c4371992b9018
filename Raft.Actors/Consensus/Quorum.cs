using System.Collections.Immutable;
using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>What a vote has come to.</summary>
public enum Verdict
{
    /// <summary>Still open.</summary>
    Pending,

    /// <summary>A majority said yes.</summary>
    Won,

    /// <summary>A majority of yes is out of reach.</summary>
    Lost,
}

/// <summary>
/// Majorities. A joint configuration is two of them, and every answer is their minimum or their <em>and</em> (§6),
/// never a majority of the union. Commitment, elections, read confirmation and leases all ask here.
/// </summary>
public static class Quorum
{
    /// <summary>The highest number that a majority has reached; 0 when nobody votes.</summary>
    /// <param name="configuration">Who decides.</param>
    /// <param name="reached">How far a voter is: its match index, or the last round that it answered.</param>
    public static long Reached(ClusterConfiguration configuration, Func<NodeId, long> reached)
    {
        var incoming = Reached(configuration.Voters, reached);
        return configuration.IsJoint ? Math.Min(incoming, Reached(configuration.Outgoing, reached)) : incoming;
    }

    /// <summary>What the votes so far have come to.</summary>
    /// <param name="configuration">Who decides.</param>
    /// <param name="vote">A voter's vote, or null while it is not known.</param>
    public static Verdict Count(ClusterConfiguration configuration, Func<NodeId, bool?> vote)
    {
        var incoming = Count(configuration.Voters, vote);
        if (!configuration.IsJoint)
            return incoming;
        var outgoing = Count(configuration.Outgoing, vote);
        if (incoming == Verdict.Lost || outgoing == Verdict.Lost)
            return Verdict.Lost;
        return incoming == Verdict.Won && outgoing == Verdict.Won ? Verdict.Won : Verdict.Pending;
    }

    /// <summary>How many of so many voters are a majority: more than half, so 3 of 4.</summary>
    public static int Majority(int voters) => voters / 2 + 1;

    private static long Reached(ImmutableSortedSet<NodeId> voters, Func<NodeId, long> reached)
    {
        if (voters.IsEmpty)
            return 0;
        Span<long> values = voters.Count <= 16 ? stackalloc long[voters.Count] : new long[voters.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = reached(voters[i]);
        values.Sort();
        return values[^Majority(values.Length)];
    }

    private static Verdict Count(ImmutableSortedSet<NodeId> voters, Func<NodeId, bool?> vote)
    {
        if (voters.IsEmpty)
            return Verdict.Lost;
        var yes = voters.Count(v => vote(v) == true);
        var no = voters.Count(v => vote(v) == false);
        if (yes >= Majority(voters.Count))
            return Verdict.Won;
        return voters.Count - no < Majority(voters.Count) ? Verdict.Lost : Verdict.Pending;
    }
}
