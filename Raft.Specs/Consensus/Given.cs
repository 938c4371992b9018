using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Consensus;

/// <summary>
/// One node's role, put into a state by hand: for specs that say exactly what is heard and what must be said.
/// </summary>
internal static class Given
{
    public static readonly NodeId Me = new("n1");
    public static readonly NodeId Other = new("n2");
    public static readonly NodeId Third = new("n3");

    public static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    public static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    public static ClusterConfiguration Voters(int count) =>
        ClusterConfiguration.Of(Enumerable.Range(1, count).Select(i => new Member(new NodeId($"n{i}"), $"host{i}:1")));

    /// <summary>A node that has just started, with a log of entries of these terms.</summary>
    public static Replica Node(long term, long[] log, int voters = 3, ConsensusSettings? settings = null)
    {
        var ledger = new Ledger();
        ledger.Apply(new NodeFounded("c", Me, 1, Voters(voters)));
        if (log.Length > 0)
            ledger.Apply(new EntriesAppended(0, Entries(1, log)));
        if (term > 0)
            ledger.Apply(new TermStarted(term));
        return new Replica(
            Me, settings ?? new ConsensusSettings(), ledger, new Random(1), Start - TimeSpan.FromMinutes(1));
    }

    /// <summary>A follower that has just started.</summary>
    public static Follower Follower(long term, long[] log, int voters = 3, ConsensusSettings? settings = null) =>
        new(Node(term, log, voters, settings), Start);

    /// <summary>A node that became candidate by its time-out, and the turn in which it did.</summary>
    public static (Candidate Candidate, Turn Turn) Candidate(long term, long[] log, int voters = 3, bool preVote = true)
    {
        var turn = Follower(term, log, voters, new ConsensusSettings { PreVote = preVote })
            .On(ElectionTimeout.Instance, Start + TimeSpan.FromSeconds(5));
        return (Assert.IsType<Candidate>(Done(turn)), turn);
    }

    /// <summary>
    /// A leader of the term after <paramref name="term"/>, elected by the second node's votes. Its no-op is durable.
    /// </summary>
    public static Leader Leader(long term, long[] log, int voters = 3, ConsensusSettings? settings = null)
    {
        Role role = Follower(term, log, voters, settings);
        role = Done(role.On(ElectionTimeout.Instance, Start + TimeSpan.FromSeconds(5)));
        for (var voter = 2; role is Candidate && voter <= voters; voter++)
        {
            var id = new NodeId($"n{voter}");
            role = Done(role.Hears(id, new VoteReply(term, term + 1, true, PreVote: true)));
            if (role is Candidate)
                role = Done(role.Hears(id, new VoteReply(term + 1, term + 1, true)));
        }

        while (role is Candidate)
            role = Done(role.Hears(Other, new VoteReply(term + 1, term + 1, true)));
        return Assert.IsType<Leader>(role);
    }

    /// <summary>Consecutive entries of these terms.</summary>
    public static IReadOnlyList<LogEntry> Entries(long from, params long[] terms) =>
        [.. terms.Select((term, i) => Entry(from + i, term))];

    public static LogEntry Entry(long index, long term) =>
        new()
        {
            Index = index,
            Term = term,
            Kind = EntryKind.Command,
            Payload = BitConverter.GetBytes(index * 1000 + term),
        };

    public static AppendEntries Append(
        long term, long prevIndex, long prevTerm, IReadOnlyList<LogEntry>? entries = null, long commit = 0,
        long request = 1) =>
        new(term, prevIndex, prevTerm, entries ?? [], commit, 1, request);

    /// <summary>The write is done: gives the role after the turn.</summary>
    public static Role Done(Turn turn)
    {
        while (turn.Unsaved().Count > 0)
            turn.Saved();
        return turn.Role;
    }

    /// <summary>A peer's message, a little after the start.</summary>
    public static Turn Hears(this Role role, NodeId from, PeerMessage message, TimeSpan? at = null) =>
        role.On(new Received(from, message), at ?? Start + TimeSpan.FromSeconds(5));

    /// <summary>What the turn says to a peer once everything is durable.</summary>
    public static T Says<T>(this Turn turn, NodeId to)
        where T : PeerMessage
    {
        Done(turn);
        return Assert.Single(
            turn.Requests.Concat(turn.Promises).Where(m => m.To == to).Select(m => m.Message).OfType<T>());
    }
}
