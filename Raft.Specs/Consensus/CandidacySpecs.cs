using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public class CandidacySpecs
{
    [Fact]
    public void A_silent_leader_makes_a_follower_canvass_without_a_new_term()
    {
        var (candidate, turn) = Candidate(term: 3, log: [3]);

        Assert.True(candidate.IsCanvassing);
        Assert.Empty(turn.Events);
        Assert.Equal(new RequestVote(4, 1, 3, PreVote: true), turn.Says<RequestVote>(Other));
    }

    [Fact]
    public void A_late_tick_is_believed_only_if_the_clock_agrees()
    {
        var follower = Follower(term: 3, log: []);
        var turn = follower.On(ElectionTimeout.Instance, Start + Ms(100));
        Assert.False(turn.ChangesRole);
    }

    [Fact]
    public void A_won_canvass_becomes_a_candidacy_whose_requests_wait_for_its_own_vote()
    {
        var (candidate, _) = Candidate(term: 3, log: [3]);
        var turn = candidate.Hears(Other, new VoteReply(3, 4, true, PreVote: true));

        Assert.Equal([new TermStarted(4), new VoteCast(4, Me)], turn.Unsaved());
        Assert.Empty(turn.Requests);
        Assert.Equal(new RequestVote(4, 1, 3), turn.Says<RequestVote>(Third));
    }

    [Fact]
    public void One_voter_counts_once_however_often_it_answers()
    {
        var (candidate, _) = Candidate(term: 3, log: [], voters: 5, preVote: false);
        Role role = candidate;
        for (var i = 0; i < 4; i++)
            role = Done(role.Hears(Other, new VoteReply(4, 4, true)));
        Assert.IsType<Candidate>(role);
    }

    [Theory]
    [InlineData(4, 3, true)]    // two of four are no majority
    [InlineData(4, 2, false)]
    public void More_than_half_is_a_majority(int voters, int votes, bool wins)
    {
        var (candidate, _) = Candidate(term: 3, log: [], voters, preVote: false);
        Role role = candidate;
        for (var voter = 2; voter <= votes; voter++)
            role = Done(role.Hears(new NodeId($"n{voter}"), new VoteReply(4, 4, true)));
        Assert.Equal(wins, role is Leader);
    }

    [Fact]
    public void A_higher_term_in_an_answer_is_no_vote()
    {
        var (candidate, _) = Candidate(term: 3, log: [], preVote: false);
        var role = Done(candidate.Hears(Other, new VoteReply(9, 9, true)));

        Assert.IsType<Follower>(role);
        Assert.Equal(9, role.Replica.Ledger.Term);
    }

    [Fact]
    public void An_answer_to_an_earlier_candidacy_counts_for_nothing()
    {
        var (candidate, _) = Candidate(term: 3, log: [], preVote: false);
        Assert.IsType<Candidate>(Done(candidate.Hears(Other, new VoteReply(3, 3, true))));
    }

    [Fact]
    public void A_yes_to_the_canvass_that_comes_late_is_no_vote_for_the_candidacy_that_followed()
    {
        var (canvass, _) = Candidate(term: 3, log: [], voters: 5);
        Role role = Done(canvass.Hears(Other, new VoteReply(3, 4, true, PreVote: true)));
        role = Done(role.Hears(Third, new VoteReply(3, 4, true, PreVote: true)));
        Assert.False(Assert.IsType<Candidate>(role).IsCanvassing);

        role = Done(role.Hears(new NodeId("n4"), new VoteReply(3, 4, true, PreVote: true)));
        role = Done(role.Hears(new NodeId("n5"), new VoteReply(3, 4, true, PreVote: true)));

        Assert.IsType<Candidate>(role);
    }

    [Fact]
    public void A_candidate_that_hears_a_rightful_leader_steps_down()
    {
        var (candidate, _) = Candidate(term: 3, log: [], preVote: false);
        var turn = candidate.Hears(Other, Append(4, 0, 0));

        Assert.IsType<Follower>(turn.Role);
        Assert.True(turn.Says<AppendReply>(Other).Success);
        Assert.Equal(Other, turn.Role.Replica.Leader);
    }

    [Fact]
    public void A_lost_canvass_ends_without_a_new_term()
    {
        var (candidate, _) = Candidate(term: 3, log: []);
        var role = Done(candidate.Hears(Other, new VoteReply(3, 4, false, PreVote: true)));
        role = Done(role.Hears(Third, new VoteReply(3, 4, false, PreVote: true)));

        Assert.IsType<Follower>(role);
        Assert.Equal(3, role.Replica.Ledger.Term);
    }

    [Fact]
    public void A_lone_voter_leads_as_soon_as_its_vote_is_durable()
    {
        var (_, role) = (0, Done(Follower(term: 0, log: [], voters: 1).On(ElectionTimeout.Instance, Start + Ms(5000))));
        Assert.IsType<Leader>(role);
        Assert.Equal(1, role.Replica.CommitIndex);
    }

    [Fact]
    public void A_member_of_priority_zero_never_stands()
    {
        var ledger = new Ledger();
        ledger.Apply(
            new NodeFounded("c", Me, 1, ClusterConfiguration.Of(new Member(Me, "a:1", 0), new Member(Other, "b:1"))));
        var replica = new Replica(Me, new ConsensusSettings(), ledger, new Random(1), Start);
        var follower = new Follower(replica, Start);

        Assert.False(follower.On(ElectionTimeout.Instance, Start + Ms(9000)).ChangesRole);
        Assert.False(follower.Hears(Other, new TimeoutNow(0)).ChangesRole);
    }
}
