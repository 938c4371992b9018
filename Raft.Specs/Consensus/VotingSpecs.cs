using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public class VotingSpecs
{
    [Fact]
    public void A_vote_is_on_disk_before_it_leaves()
    {
        var turn = Follower(term: 1, log: []).Hears(Other, new RequestVote(2, 0, 0));

        Assert.Equal([new TermStarted(2), new VoteCast(2, Other)], turn.Unsaved());
        Assert.Empty(turn.Requests);
        Assert.True(turn.Says<VoteReply>(Other).Granted);
    }

    [Fact]
    public void Only_one_candidate_gets_the_vote_of_a_term()
    {
        var follower = Follower(term: 1, log: []);
        var voted = Done(follower.Hears(Other, new RequestVote(2, 0, 0)));

        Assert.False(voted.Hears(Third, new RequestVote(2, 0, 0)).Says<VoteReply>(Third).Granted);
        Assert.True(voted.Hears(Other, new RequestVote(2, 0, 0)).Says<VoteReply>(Other).Granted);
    }

    [Theory]
    [InlineData(2, 3, false)]   // shorter, same term
    [InlineData(3, 3, true)]
    [InlineData(9, 2, false)]   // longer, but of an earlier term: terms are compared first
    [InlineData(1, 4, true)]
    public void The_candidates_log_must_be_at_least_as_up_to_date(long lastIndex, long lastTerm, bool granted)
    {
        var turn = Follower(term: 3, log: [1, 3, 3]).Hears(Other, new RequestVote(5, lastIndex, lastTerm));
        Assert.Equal(granted, turn.Says<VoteReply>(Other).Granted);
    }

    [Fact]
    public void A_follower_that_hears_a_leader_withholds_its_vote_and_keeps_its_term()
    {
        var follower = Follower(term: 2, log: []);
        Done(follower.Hears(Other, Append(2, 0, 0), Start));

        var turn = follower.Hears(Third, new RequestVote(7, 0, 0), Start + Ms(100));

        Assert.False(turn.Says<VoteReply>(Third).Granted);
        Assert.Empty(turn.Events);
        Assert.Equal(2, follower.Replica.Ledger.Term);
    }

    [Fact]
    public void A_vote_is_not_withheld_from_the_leader_itself()
    {
        var follower = Follower(term: 2, log: []);
        Done(follower.Hears(Other, Append(2, 0, 0), Start));

        var turn = follower.Hears(Other, new RequestVote(3, 0, 0, PreVote: true), Start + Ms(100));
        Assert.True(turn.Says<VoteReply>(Other).Granted);
    }

    [Fact]
    public void A_vote_is_not_withheld_when_the_leader_itself_hands_over()
    {
        var follower = Follower(term: 2, log: []);
        Done(follower.Hears(Other, Append(2, 0, 0), Start));

        var turn = follower.Hears(Third, new RequestVote(3, 0, 0, Transfer: true), Start + Ms(100));
        Assert.True(turn.Says<VoteReply>(Third).Granted);
    }

    [Fact]
    public void A_pre_vote_changes_neither_term_nor_vote_nor_deadline()
    {
        var follower = Follower(term: 2, log: []);
        var wake = follower.Wake.At;

        var turn = follower.Hears(Other, new RequestVote(3, 0, 0, PreVote: true), Start + Ms(300));

        Assert.True(turn.Says<VoteReply>(Other).Granted);
        Assert.Empty(turn.Events);
        Assert.Equal(wake, follower.Wake.At);
    }

    [Fact]
    public void A_granted_vote_puts_off_the_voters_own_candidacy()
    {
        var follower = Follower(term: 1, log: []);
        var role = Done(follower.Hears(Other, new RequestVote(2, 0, 0), Start + Ms(400)));
        Assert.True(role.Wake.At >= Start + Ms(900));
    }

    [Fact]
    public void A_request_of_an_earlier_term_is_refused_with_the_current_one()
    {
        var reply = Follower(term: 5, log: []).Hears(Other, new RequestVote(4, 9, 4)).Says<VoteReply>(Other);
        Assert.Equal((5, false), (reply.Term, reply.Granted));
    }
}
