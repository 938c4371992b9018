using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>What the simulation found out first, each in one node's words.</summary>
public class FoundBySimulationSpecs
{
    [Fact]
    public void A_candidacy_that_is_refused_does_not_put_off_the_refusers_own()
    {
        var follower = Follower(term: 2, log: [1, 2]);
        var patience = follower.Wake.At;

        var after = Done(follower.Hears(Other, new RequestVote(3, 1, 1), Start + Ms(400)));

        Assert.Equal(3, after.Replica.Ledger.Term);
        Assert.Equal(patience, after.Wake.At);
    }

    [Fact]
    public void A_vote_given_while_an_image_is_on_its_way_to_the_disk_stays_given()
    {
        var ledger = new Ledger();
        ledger.Apply(new NodeFounded("c", Me, 1, Voters(3)));
        ledger.Apply(new TermStarted(4));
        var header = new SnapshotHeader(9, 3, 0, Voters(3), 0, 0);
        var image = new LedgerSnapshot(ledger.Founded!, 4, null, header, [], default);

        ledger.Apply(new VoteCast(4, Other));
        ledger.Apply(image);

        Assert.Equal(Other, ledger.VotedFor);
    }

    [Fact]
    public void An_answer_about_a_read_of_an_earlier_life_answers_nothing_in_this_one()
    {
        var before = NumberOfFirstRead(dice: 1);
        var after = NumberOfFirstRead(dice: 2);

        Assert.NotEqual(before, after);
    }

    [Fact]
    public void A_node_that_was_away_follows_a_leader_that_was_added_again_on_another_disk()
    {
        var follower = Follower(term: 1, log: []);
        var known = ClusterConfiguration.Of(Voters(3).Members.Values.Select(m => m with { Incarnation = 7 }));
        var entry = new LogEntry { Index = 1, Term = 1, Kind = EntryKind.Configuration, Configuration = known };
        Done(follower.On(new Received(Other, Append(1, 0, 0, [entry]), 7), Start));

        var vote = follower.On(new Received(Other, new RequestVote(2, 9, 9), 8), Start + Ms(600));
        var append = follower.On(new Received(Other, Append(2, 1, 1), 8), Start + Ms(600));

        Assert.Equal(Other, vote.Distrusted);
        Assert.Null(append.Distrusted);
        Assert.True(append.Says<AppendReply>(Other).Success);
    }

    [Fact]
    public void A_vote_for_the_disk_that_a_candidate_had_before_is_no_vote_for_the_one_it_has()
    {
        var (candidate, _) = Candidate(term: 3, log: [], preVote: false);

        var stale = Done(candidate.Hears(Other, new VoteReply(4, 4, true, AskedBy: 99)));
        var meant = Done(candidate.Hears(Other, new VoteReply(4, 4, true, AskedBy: 1)));

        Assert.IsType<Candidate>(stale);
        Assert.IsType<Leader>(meant);
    }

    [Fact]
    public void A_vote_names_the_disk_that_asked_for_it()
    {
        var turn = Follower(term: 1, log: []).On(new Received(Other, new RequestVote(2, 0, 0), 77), Start);

        Assert.Equal(77, turn.Says<VoteReply>(Other).AskedBy);
    }

    [Fact]
    public void What_a_member_acknowledged_before_it_was_let_go_does_not_count_when_it_is_added_again()
    {
        var leader = Leader(term: 1, log: [1]);
        Done(leader.Hears(Other, new AppendReply(2, true, 2, 0, 0, 1, 1)));
        var fourth = new NodeId("n4");
        var voters = leader.Replica.Ledger.Configuration.Voters;
        Member[] members = [.. leader.Replica.Ledger.Configuration.Members.Values, new(fourth, "host4:1")];
        Done(leader.On(new ChangeMembers(5, members, voters.Add(fourth)), Start));

        Done(leader.Hears(fourth, new AppendReply(2, true, 2, 0, 0, 1, 9)));
        var before = leader.Peers[fourth].Match;
        Done(leader.Hears(fourth, new AppendReply(2, true, 2, 0, 0, leader.Peers[fourth].FirstRound, 1)));

        Assert.Equal(0, before);
        Assert.Equal(2, leader.Peers[fourth].Match);
    }

    private static long NumberOfFirstRead(int dice)
    {
        var ledger = Given.Node(term: 1, log: []).Ledger;
        var replica = new Replica(Me, new ConsensusSettings(), ledger, new Random(dice), Start);
        var follower = new Follower(replica, Start);
        Done(follower.Hears(Other, Append(1, 0, 0), Start));
        return follower.On(new Read(1, ReadConsistency.Linearizable), Start).Says<ReadIndexRequest>(Other).Read;
    }
}
