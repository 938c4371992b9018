using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public class ReadingSpecs
{
    private static Read Ask(long ticket, ReadConsistency how = ReadConsistency.Linearizable) => new(ticket, how);

    [Fact]
    public void A_read_waits_until_a_majority_has_answered_a_round_begun_after_it()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, new AppendReply(1, true, 1, 0, 0, 1, 1)));

        var asked = leader.On(Ask(9), Start + Ms(6000));
        Assert.Empty(asked.Reads);
        var round = asked.Says<AppendEntries>(Other).Round;

        Assert.Empty(leader.Hears(Other, new AppendReply(1, true, 1, 0, 0, round - 1, 2)).Reads);
        Assert.Equal([new ReadGrant(9, 1)], leader.Hears(Other, new AppendReply(1, true, 1, 0, 0, round, 3)).Reads);
    }

    [Fact]
    public void A_new_leader_answers_no_read_before_its_no_op_is_committed()
    {
        var leader = Leader(term: 3, log: [1, 3]);
        var round = leader.On(Ask(9), Start + Ms(5001)).Says<AppendEntries>(Other).Round;
        Assert.Empty(leader.Hears(Other, new AppendReply(4, true, 2, 0, 0, round, 2)).Reads);

        var turn = leader.Hears(Other, new AppendReply(4, true, 3, 0, 0, round, 3));
        Assert.Equal(new ReadGrant(9, 3), Assert.Single(turn.Reads));
    }

    [Fact]
    public void A_follower_answers_once_it_has_applied_what_the_leader_said()
    {
        var follower = Follower(term: 1, log: [1, 1]);
        Done(follower.Hears(Other, Append(1, 2, 1, commit: 1)));
        var asked = follower.On(Ask(5), Start + Ms(5001)).Says<ReadIndexRequest>(Other);

        Assert.Empty(follower.Hears(Other, new ReadIndexReply(1, asked.Read, 2)).Reads);
        Assert.Equal([new ReadGrant(5, 2)], follower.Hears(Other, Append(1, 2, 1, commit: 2)).Reads);
    }

    [Theory]
    [InlineData(ReadConsistency.Linearizable)]
    [InlineData(ReadConsistency.Lease)]             // the lease is the leader's, and a follower knows nothing of it
    public void A_follower_asks_its_leader_before_it_answers(ReadConsistency consistency)
    {
        var follower = Follower(term: 1, log: [1], settings: new ConsensusSettings { LeaseReads = true });
        Done(follower.Hears(Other, Append(1, 1, 1, commit: 1)));
        var turn = follower.On(Ask(5, consistency), Start + Ms(5001));

        Assert.Empty(turn.Reads);
        Assert.NotNull(turn.Says<ReadIndexRequest>(Other));
    }

    [Fact]
    public void Every_read_is_answered_when_its_leader_is_lost()
    {
        var leader = Leader(term: 0, log: []);
        leader.On(Ask(1), Start + Ms(6000));
        var turn = leader.Hears(Other, Append(2, 0, 0));
        Assert.IsType<ReadAnswer.Unavailable>(Assert.Single(turn.Answers).Outcome);

        var follower = Follower(term: 1, log: []);
        Done(follower.Hears(Other, Append(1, 0, 0)));
        follower.On(Ask(2), Start + Ms(5001));
        turn = follower.On(ElectionTimeout.Instance, Start + Ms(9000));
        Assert.IsType<ReadAnswer.Unavailable>(Assert.Single(turn.Answers).Outcome);
    }

    [Fact]
    public void A_read_whose_question_was_lost_is_answered_although_the_leader_lives()
    {
        var follower = Follower(term: 1, log: []);
        Done(follower.Hears(Other, Append(1, 0, 0)));
        follower.On(Ask(2), Start + Ms(5001));
        Assert.Empty(follower.Hears(Other, Append(1, 0, 0), Start + Ms(5900)).Answers);
        var turn = follower.Hears(Other, Append(1, 0, 0), Start + Ms(6100));
        Assert.IsType<ReadAnswer.Unavailable>(Assert.Single(turn.Answers).Outcome);
    }

    [Fact]
    public void A_lease_ends_before_anyone_else_can_be_elected()
    {
        var settings = new ConsensusSettings { LeaseReads = true };
        var leader = Leader(term: 0, log: [], settings: settings);
        var sent = leader.On(HeartbeatDue.Instance, Start + Ms(6000)).Says<AppendEntries>(Other);
        Done(leader.Hears(Other, new AppendReply(1, true, 1, 0, 0, sent.Round, 9), Start + Ms(6040)));

        Assert.Single(leader.On(Ask(1, ReadConsistency.Lease), Start + Ms(6000 + 440)).Reads);
        Assert.Empty(leader.On(Ask(2, ReadConsistency.Lease), Start + Ms(6000 + 460)).Reads);
    }

    [Fact]
    public void A_stale_read_beyond_its_bound_is_refused()
    {
        var follower = Follower(term: 1, log: []);
        Done(follower.Hears(Other, Append(1, 0, 0), Start));
        Assert.Single(follower.On(new Read(1, ReadConsistency.Stale, Ms(200)), Start + Ms(150)).Reads);
        Assert.IsType<ReadAnswer.Unavailable>(
            Assert.Single(follower.On(new Read(2, ReadConsistency.Stale, Ms(200)), Start + Ms(250)).Answers).Outcome);
    }
}
