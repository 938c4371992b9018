using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public sealed class MembershipSpecs
{
    [Fact]
    public void A_newcomer_that_never_spoke_has_not_caught_up_however_short_the_log()
    {
        var replica = Given.Node(0, [], voters: 1);
        var now = Start + TimeSpan.FromSeconds(5);
        Role role = Done(new Follower(replica, Start).On(ElectionTimeout.Instance, now));
        Assert.IsType<Leader>(role);

        role = Done(
            role.On(new ChangeMembers(7, [.. Voters(2).Members.Values], new HashSet<NodeId> { Me, Other }), now));
        for (var beat = 0; beat < 20; beat++)
            role = Done(role.On(HeartbeatDue.Instance, now += Ms(100)));

        Assert.IsType<Leader>(role);
        Assert.Equal([Me], replica.Ledger.Configuration.Voters);
        Assert.Contains(Other, replica.Ledger.Configuration.Target!);
    }

    private static readonly TimeSpan Now = Start + TimeSpan.FromSeconds(6);

    private static AppendReply Holds(long match, long round = 1) => new(1, true, match, 0, 0, round, 1);

    private static ChangeMembers ChangeTo(long ticket, int members, params string[] voters) =>
        new(ticket, [.. Voters(members).Members.Values], voters.Select(v => new NodeId(v)).ToHashSet());

    /// <summary>A leader of three whose no-op is committed: only then may members change.</summary>
    private static Leader Settled()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1)));
        return leader;
    }

    [Fact]
    public void A_second_change_waits_for_the_first()
    {
        var leader = Settled();
        Done(leader.On(ChangeTo(1, 4, "n1", "n2", "n3", "n4"), Now));

        var second = leader.On(ChangeTo(2, 5, "n1", "n2", "n3", "n5"), Now);

        Assert.IsType<CommandAnswer.Busy>(Assert.Single(second.Answers).Outcome);
        Assert.Empty(second.Events);
    }

    [Fact]
    public void Members_do_not_change_before_the_new_leader_has_committed_in_its_term()
    {
        var leader = Leader(term: 0, log: []);

        var turn = leader.On(ChangeTo(1, 4, "n1", "n2", "n3", "n4"), Now);

        Assert.IsType<CommandAnswer.Busy>(Assert.Single(turn.Answers).Outcome);
    }

    [Fact]
    public void A_cluster_without_voters_is_refused()
    {
        var turn = Settled().On(ChangeTo(1, 3), Now);
        Assert.IsType<CommandAnswer.Refused>(Assert.Single(turn.Answers).Outcome);
    }

    [Fact]
    public void A_voter_that_is_no_member_and_a_member_named_twice_are_refused()
    {
        var stranger = Settled().On(ChangeTo(1, 3, "n1", "n9"), Now);
        var twice = Settled().On(
            new ChangeMembers(2, [new(Me, "a:1"), new(Me, "b:1")], new HashSet<NodeId> { Me }), Now);

        Assert.IsType<CommandAnswer.Refused>(Assert.Single(stranger.Answers).Outcome);
        Assert.IsType<CommandAnswer.Refused>(Assert.Single(twice.Answers).Outcome);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    public void Half_of_an_even_cluster_is_no_majority(int voters, int needed)
    {
        var configuration = Voters(voters);
        for (var have = 0; have <= voters; have++)
        {
            var reached = Quorum.Reached(configuration, v => int.Parse(v.Value[1..], null) <= have ? 7 : 0);
            Assert.Equal(have >= needed ? 7 : 0, reached);
        }
    }

    [Fact]
    public void While_joint_both_majorities_must_hold_an_entry()
    {
        var members = Voters(6).Members.Values.ToList();
        var joint = ClusterConfiguration.Create(
            members, [.. members.Take(3).Select(m => m.Node)], [.. members.Skip(3).Select(m => m.Node)]);

        Assert.Equal(0, Reached("n1", "n2", "n3", "n4"));
        Assert.Equal(0, Reached("n1", "n4", "n5", "n6"));
        Assert.Equal(9, Reached("n1", "n2", "n4", "n5"));

        long Reached(params string[] holders) => Quorum.Reached(joint, v => holders.Contains(v.Value) ? 9 : 0);
    }

    [Theory]
    [InlineData("n1 n2", "", Verdict.Pending)]      // all of the new majority, and none of the old one
    [InlineData("n4 n5", "", Verdict.Pending)]
    [InlineData("n1 n2 n4 n5", "", Verdict.Won)]
    [InlineData("n1 n2 n3", "n4 n5", Verdict.Lost)] // without the old majority nobody is elected
    public void While_joint_a_candidate_needs_both_majorities(string yes, string no, Verdict verdict)
    {
        var members = Voters(6).Members.Values.ToList();
        var joint = ClusterConfiguration.Create(
            members, [.. members.Take(3).Select(m => m.Node)], [.. members.Skip(3).Select(m => m.Node)]);

        Assert.Equal(
            verdict, Quorum.Count(joint, v => yes.Contains(v.Value) ? true : no.Contains(v.Value) ? false : null));
    }

    [Fact]
    public void What_a_learner_holds_commits_nothing()
    {
        var leader = Settled();
        Done(leader.On(ChangeTo(1, 5, "n1", "n2", "n3"), Now));

        // With the leader they are three of five members, and one of three voters.
        foreach (var learner in new[] { new NodeId("n4"), new NodeId("n5") })
            Done(leader.Hears(learner, Holds(2, leader.Peers[learner].FirstRound), Now));
        Assert.Equal(1, leader.Replica.CommitIndex);
        Done(leader.Hears(Other, Holds(2), Now));
        Assert.Equal(2, leader.Replica.CommitIndex);
    }

    [Fact]
    public void A_learner_does_not_stand_for_election()
    {
        var ledger = new Ledger();
        var members = Voters(3).Members.Values.ToList();
        ledger.Apply(new NodeFounded("c", Me, 1, ClusterConfiguration.Create(members, [Other, Third])));
        var follower = new Follower(new Replica(Me, new ConsensusSettings(), ledger, new Random(1), Start), Start);

        Assert.False(follower.On(ElectionTimeout.Instance, Start + Ms(9000)).ChangesRole);
        Assert.False(follower.Hears(Other, new TimeoutNow(0)).ChangesRole);
    }

    [Fact]
    public void A_newcomer_learns_first_votes_once_caught_up_and_each_step_follows_the_last_ones_commit()
    {
        var leader = Settled();
        var newcomer = new NodeId("n4");
        var ledger = leader.Replica.Ledger;
        Done(leader.On(ChangeTo(1, 4, "n1", "n2", "n3", "n4"), Now));
        Assert.False(ledger.Configuration.IsVoter(newcomer));
        var round = leader.Peers[newcomer].FirstRound;

        Done(leader.Hears(Other, Holds(2), Now));
        Assert.False(ledger.Configuration.IsVoter(newcomer));
        Done(leader.Hears(newcomer, Holds(2, round), Now));
        Assert.True(ledger.Configuration.IsJoint);

        // A majority of the old three is enough of the old, but of the new four it takes three.
        Done(leader.Hears(Other, Holds(3), Now));
        Assert.True(ledger.Configuration.IsJoint);
        Done(leader.Hears(newcomer, Holds(3, round), Now));
        Assert.False(ledger.Configuration.IsJoint);
        Assert.Equal(4, ledger.Configuration.Voters.Count);

        Done(leader.Hears(Other, Holds(4), Now));
        var last = leader.Hears(newcomer, Holds(4, round), Now);
        Assert.IsType<CommandAnswer.Committed>(Assert.Single(last.Answers, a => a.Ticket == 1).Outcome);
    }

    [Fact]
    public void The_leader_of_two_removes_itself_and_the_other_goes_on_alone()
    {
        var leader = Leader(term: 0, log: [], voters: 2);
        Done(leader.Hears(Other, Holds(1)));
        Role role = Done(
            leader.On(new ChangeMembers(1, [Voters(2).Members[Other]], new HashSet<NodeId> { Other }), Now));

        // The next configuration follows each commit: first both must hold the joint one, then the other alone the
        // last.
        for (var index = 2L; role is Leader; index++)
            role = Done(role.Hears(Other, Holds(index), Now));

        Assert.Equal([Other], role.Replica.Ledger.Configuration.Voters);
        Assert.IsType<Follower>(role);
    }

    [Fact]
    public void A_node_that_was_removed_while_away_disturbs_nobody_when_it_asks_for_votes()
    {
        var follower = Follower(term: 3, log: [1, 3]);
        follower.Hears(Other, Append(3, 2, 3));

        var asked = follower.Hears(new NodeId("n9"), new RequestVote(9, 50, 8));

        Assert.False(asked.Says<VoteReply>(new NodeId("n9")).Granted);
        Assert.Equal(3, follower.Replica.Ledger.Term);
    }

    [Fact]
    public void A_snapshot_brings_the_members_of_its_time_and_forgets_those_of_the_log_that_it_replaces()
    {
        var ledger = Given.Node(term: 2, log: [1, 1]).Ledger;
        ledger.Apply(new EntriesAppended(
            2, [new LogEntry { Index = 3, Term = 1, Kind = EntryKind.Configuration, Configuration = Voters(5) }]));
        Assert.Equal(5, ledger.Configuration.Voters.Count);

        var header = new SnapshotHeader(9, 2, 0, Voters(4), 0, 0);
        ledger.Apply(new LedgerSnapshot(ledger.Founded!, 2, null, header, [], default));

        Assert.Equal(4, ledger.Configuration.Voters.Count);
    }

    [Fact]
    public void The_members_of_an_entry_that_gave_way_are_not_in_use_any_more()
    {
        var follower = Follower(term: 1, log: [1]);
        var entry = new LogEntry { Index = 2, Term = 1, Kind = EntryKind.Configuration, Configuration = Voters(5) };
        Done(follower.Hears(Other, Append(1, 1, 1, [entry])));
        Assert.Equal(5, follower.Replica.Ledger.Configuration.Voters.Count);

        Done(follower.Hears(Third, Append(2, 1, 1, Entries(2, 2))));

        Assert.Equal(3, follower.Replica.Ledger.Configuration.Voters.Count);
    }

    [Fact]
    public void A_member_on_another_disk_is_not_believed_until_it_is_added_again()
    {
        var known = ClusterConfiguration.Of(Voters(3).Members.Values.Select(m => m with { Incarnation = 40 }));
        var follower = Follower(term: 1, log: [1]);
        Done(follower.Hears(Other, Append(
            1, 1, 1, [new LogEntry { Index = 2, Term = 1, Kind = EntryKind.Configuration, Configuration = known }])));
        var late = Start + TimeSpan.FromMinutes(1);

        var wiped = follower.On(new Received(Third, new RequestVote(2, 9, 1), Incarnation: 41), late);
        var rightful = follower.On(new Received(Third, new RequestVote(2, 9, 1), Incarnation: 40), late);

        Assert.Equal(Third, wiped.Distrusted);
        Assert.Empty(wiped.Promises);
        Assert.True(rightful.Says<VoteReply>(Third).Granted);
    }
}
