using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public class LeadingSpecs
{
    private static AppendReply Holds(long term, long match, long round = 1) => new(term, true, match, 0, 0, round, 1);

    [Fact]
    public void A_new_leader_appends_a_no_op_and_sends_it_at_once()
    {
        var leader = Leader(term: 3, log: [1, 3]);
        var noOp = leader.Replica.Ledger.Log[3];
        Assert.Equal((EntryKind.NoOp, 4), (noOp.Kind, noOp.Term));
    }

    [Fact]
    public void The_clusters_clock_goes_on_from_where_the_log_of_the_leader_ends()
    {
        var replica = Given.Node(term: 3, log: [], voters: 1);
        var last = Given.Entry(1, 3) with { ClockMs = 70_000 };
        replica.Ledger.Apply(new EntriesAppended(0, [last]));
        var leader = Assert.IsType<Leader>(
            Done(new Follower(replica, Start).On(ElectionTimeout.Instance, Start + Ms(5000))));

        Assert.Equal(70_000, leader.Replica.Ledger.Log[2].ClockMs);
        Assert.Equal(70_250, leader.ClockMs(Start + Ms(5250)));
    }

    [Fact]
    public void Entries_of_an_earlier_term_are_not_committed_by_counting()
    {
        // Figure 8: a majority holds entry 2 of term 2, and still it is not committed before an entry of the leader's
        // own term.
        var leader = Leader(term: 3, log: [1, 2]);
        var turn = leader.Hears(Other, Holds(4, 2));
        Assert.Empty(turn.Committed);

        turn = leader.Hears(Other, Holds(4, 3));
        Assert.Equal([1L, 2, 3], turn.Committed.Select(c => c.Entry.Index));
    }

    [Fact]
    public void Appended_entries_travel_while_the_leaders_own_disk_works_but_its_copy_counts_only_when_durable()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));
        Done(leader.On(new Propose(7, EntryKind.Command, new byte[] { 1 }), Start + Ms(6000)));

        var turn = leader.On(Flush.Instance, Start + Ms(6000));
        Assert.Contains(turn.Requests, m => m.To == Other && m.Message is AppendEntries { Entries.Count: 1 });
        Assert.Empty(turn.Committed);
        Done(turn);
        Assert.Empty(turn.Committed);

        turn = leader.Hears(Other, Holds(1, 2));
        Assert.Equal(7, Assert.Single(turn.Committed).Ticket);
    }

    [Fact]
    public void Proposals_gather_into_one_event_and_one_message()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));
        var flushes = Enumerable.Range(1, 50)
            .Count(i => leader.On(new Propose(i, EntryKind.Command, new byte[] { 1 }), Start + Ms(6000)).WantsFlush);
        var turn = leader.On(Flush.Instance, Start + Ms(6000));

        Assert.Equal(1, flushes);
        Assert.Equal(50, Assert.IsType<EntriesAppended>(Assert.Single(turn.Events)).Entries.Count);
        Assert.Single(turn.Requests, m => m.To == Other);
    }

    [Fact]
    public void The_next_batch_waits_until_the_one_before_is_committed()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));
        leader.On(new Propose(1, EntryKind.Command, new byte[] { 1 }), Start + Ms(6000));
        Done(leader.On(Flush.Instance, Start + Ms(6000)));
        Assert.False(leader.On(new Propose(2, EntryKind.Command, new byte[] { 2 }), Start + Ms(6001)).WantsFlush);
        Assert.Empty(leader.On(Flush.Instance, Start + Ms(6001)).Events);

        Assert.True(leader.Hears(Other, Holds(1, 2)).WantsFlush);
    }

    [Fact]
    public void A_follower_that_lacks_entries_is_found_a_term_at_a_time()
    {
        var leader = Leader(term: 5, log: [1, 1, 2, 2, 5, 5]);
        var refusal = new AppendReply(6, false, 6, 2, 2, 1, leader.Peers[Other].Request);
        var next = leader.Hears(Other, refusal).Says<AppendEntries>(Other);
        Assert.Equal((4, 2), (next.PrevLogIndex, next.PrevLogTerm));
    }

    [Fact]
    public void A_late_refusal_is_not_believed()
    {
        var leader = Leader(term: 5, log: [1, 1, 2]);
        Done(leader.Hears(Other, Holds(6, 4)));
        var turn = leader.Hears(Other, new AppendReply(6, false, 3, 0, 1, 1, 1));
        Assert.Empty(turn.Requests);
        Assert.Equal(4, leader.Peers[Other].Match);
    }

    [Fact]
    public void A_leader_without_a_majority_steps_down_and_says_what_it_does_not_know()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));
        var at = Start + Ms(6000);
        leader.On(new Propose(1, EntryKind.Command, new byte[] { 1 }), at);
        Done(leader.On(Flush.Instance, at));
        leader.On(new Propose(2, EntryKind.Command, new byte[] { 2 }), at);

        var turn = leader.On(HeartbeatDue.Instance, at + Ms(2000));

        Assert.IsType<Follower>(turn.Role);
        Assert.IsType<CommandAnswer.Unknown>(turn.Answers.Single(a => a.Ticket == 1).Outcome);
        Assert.IsType<CommandAnswer.NotCommitted>(turn.Answers.Single(a => a.Ticket == 2).Outcome);
    }

    [Fact]
    public void Over_the_bound_the_answer_is_busy()
    {
        var leader = Leader(term: 0, log: [], settings: new ConsensusSettings { MaxPendingProposals = 2 });
        for (var i = 1; i <= 2; i++)
            Assert.Empty(leader.On(new Propose(i, EntryKind.Command, new byte[] { 1 }), Start).Answers);
        var turn = leader.On(new Propose(3, EntryKind.Command, new byte[] { 1 }), Start);
        Assert.IsType<CommandAnswer.Busy>(Assert.Single(turn.Answers).Outcome);
    }

    [Fact]
    public void Two_leaders_of_one_term_stop_the_node()
    {
        var leader = Leader(term: 0, log: []);
        Assert.Throws<InvariantViolation>(() => leader.Hears(Other, Append(1, 0, 0)));
    }
}
