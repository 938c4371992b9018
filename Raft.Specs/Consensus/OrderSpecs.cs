using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>A node that is told what to be.</summary>
public sealed class OrderSpecs
{
    [Fact]
    public void A_follower_that_is_to_stand_stands_at_once_and_is_voted_for_though_there_is_a_leader()
    {
        var turn = Follower(4, [1, 4]).On(StandNow.Instance, Start);

        var request = turn.Says<RequestVote>(Other);
        Assert.Equal(new RequestVote(5, 2, 4, PreVote: false, Transfer: true), request);
    }

    [Fact]
    public void Where_leases_are_relied_on_nobody_is_asked_to_break_one()
    {
        var turn = Follower(4, [1, 4], settings: new ConsensusSettings { LeaseReads = true }).On(
            StandNow.Instance, Start);

        Assert.False(turn.Says<RequestVote>(Other).Transfer);
    }

    [Fact]
    public void A_leader_that_is_to_stand_ends_its_term_and_stands_in_the_next()
    {
        var turn = Leader(4, [1]).On(StandNow.Instance, Start + Ms(6000));

        Assert.Equal(6, turn.Says<RequestVote>(Other).Term);
        Assert.Equal(NodeRole.Candidate, turn.Role.Kind);
    }

    [Fact]
    public void A_leader_that_is_to_step_down_follows_in_its_term_and_knows_no_leader()
    {
        var leader = Leader(4, [1]);

        var turn = leader.On(StepDownNow.Instance, Start + Ms(6000));

        Assert.Equal(
            (NodeRole.Follower, 5L, null), (Done(turn).Kind, leader.Replica.Ledger.Term, leader.Replica.Leader));
    }

    [Fact]
    public void A_follower_that_is_to_follow_waits_for_a_leader_from_the_start()
    {
        var follower = Follower(4, [1]);

        follower.On(StepDownNow.Instance, Start + Ms(400));

        Assert.InRange(follower.Wake.At, Start + Ms(900), Start + Ms(1400));
    }
}
