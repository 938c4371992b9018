using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>
/// Nodes need not agree on whether they ask before they stand: a cluster is upgraded one node at a time.
/// </summary>
public sealed class PreVoteSpecs
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Nodes_with_and_without_pre_vote_elect_one_leader_all_the_same(bool candidateAsks, bool voterAsks)
    {
        var (me, _) = Candidate(term: 4, log: [1, 4], preVote: candidateAsks);
        Role voter = Follower(term: 4, log: [1, 4], settings: new ConsensusSettings { PreVote = voterAsks });
        var at = Start + TimeSpan.FromSeconds(5);
        Role role = me;

        // Each hears the other until there is nothing left to ask: the canvass, where there is one, and the vote.
        for (var round = 0; round < 2 && role is Candidate candidate; round++)
        {
            var request = new RequestVote(5, 2, 4, PreVote: candidate.IsCanvassing);
            var reply = voter.Hears(Me, request, at).Says<VoteReply>(Me);
            Assert.True(reply.Granted);
            role = Done(role.Hears(Other, reply, at));
        }

        Assert.Equal(5, Assert.IsType<Leader>(role).Replica.Ledger.Term);
    }

    [Fact]
    public void A_node_that_does_not_ask_first_and_is_refused_still_tells_its_term_to_one_that_does()
    {
        var asking = Candidate(term: 4, log: [1, 4]).Candidate;

        var turn = asking.Hears(Other, new RequestVote(9, 1, 1));

        Assert.False(turn.Says<VoteReply>(Other).Granted);
        Assert.Equal((9, NodeRole.Follower), (turn.Role.Replica.Ledger.Term, turn.Role.Kind));
    }
}
