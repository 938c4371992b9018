using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>Handing leadership over (§3.10 of the thesis), and who leads when some would rather not.</summary>
public sealed class TransferSpecs
{
    private static readonly TimeSpan Now = Start + Ms(5050);

    private static AppendReply Holds(long term, long match) => new(term, true, match, 0, 0, 1, 1);

    private static Leader InStep()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));
        Done(leader.Hears(Third, Holds(1, 1)));
        return leader;
    }

    [Fact]
    public void An_heir_that_is_in_step_is_told_to_stand_at_once()
    {
        var turn = InStep().On(new TransferLeadership(5, Third), Now);
        Assert.Equal(1, turn.Says<TimeoutNow>(Third).Term);
    }

    [Fact]
    public void An_heir_that_lags_is_brought_up_to_date_first()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));

        var early = leader.On(new TransferLeadership(5, Third), Now);
        var inStep = leader.Hears(Third, Holds(1, 1), Now);

        Assert.DoesNotContain(early.Requests, m => m.Message is TimeoutNow);
        inStep.Says<TimeoutNow>(Third);
    }

    [Fact]
    public void Who_is_told_to_stand_stands_without_asking_first_and_says_by_whose_leave()
    {
        var turn = Follower(term: 1, log: [1]).Hears(Other, new TimeoutNow(1));

        var asks = turn.Says<RequestVote>(Third);
        Assert.Equal((2, false, true), (asks.Term, asks.PreVote, asks.Transfer));
    }

    [Fact]
    public void Heartbeats_go_on_during_a_transfer_and_do_not_cancel_it()
    {
        var leader = Leader(term: 0, log: []);
        Done(leader.Hears(Other, Holds(1, 1)));
        Done(leader.On(new TransferLeadership(5, Third), Now));

        var beat = leader.On(HeartbeatDue.Instance, Now + Ms(100));
        var inStep = leader.Hears(Third, Holds(1, 1), Now + Ms(101));

        Assert.Contains(beat.Requests, m => m.Message is AppendEntries);
        Assert.Empty(beat.Answers);
        inStep.Says<TimeoutNow>(Third);
    }

    [Fact]
    public void No_command_is_taken_while_leadership_is_handed_over()
    {
        var leader = InStep();
        leader.On(new TransferLeadership(5, Third), Now);

        var turn = leader.On(new Propose(6, EntryKind.Command, new byte[] { 1 }), Now);

        Assert.IsType<CommandAnswer.NotCommitted>(Assert.Single(turn.Answers).Outcome);
    }

    [Fact]
    public void A_transfer_that_came_to_nothing_leaves_no_trace_and_commands_are_taken_again()
    {
        var leader = InStep();
        leader.On(new TransferLeadership(5, Third), Now);
        var at = Now;
        Turn turn;
        do
        {
            at += Ms(100);
            leader.Hears(Other, new AppendReply(1, true, 1, 0, 0, Round(leader, at, out turn), 1), at);
        }
        while (turn.Answers.Count == 0 && at < Now + Ms(5000));

        Assert.Equal(5, Assert.Single(turn.Answers).Ticket);
        Assert.IsType<CommandAnswer.NotCommitted>(turn.Answers[0].Outcome);
        Assert.Empty(leader.On(new Propose(6, EntryKind.Command, new byte[] { 1 }), at).Answers);
        Assert.Empty(leader.On(new TransferLeadership(7, Other), at).Answers);
    }

    /// <summary>Beats, and gives the round that the second node answers.</summary>
    private static long Round(Leader leader, TimeSpan at, out Turn turn)
    {
        turn = leader.On(HeartbeatDue.Instance, at);
        Assert.Same(leader, Done(turn));
        return turn.Requests.Concat(turn.Promises).Select(m => m.Message).OfType<AppendEntries>().Max(m => m.Round);
    }

    [Fact]
    public void Only_a_voter_other_than_the_leader_can_be_handed_leadership()
    {
        var leader = InStep();
        foreach (var to in new[] { Me, new NodeId("n9") })
            Assert.IsType<CommandAnswer.Refused>(
                Assert.Single(leader.On(new TransferLeadership(5, to), Now).Answers).Outcome);

        leader.On(new TransferLeadership(6, Other), Now);
        Assert.IsType<CommandAnswer.Refused>(
            Assert.Single(leader.On(new TransferLeadership(7, Third), Now).Answers).Outcome);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void A_voter_of_higher_priority_that_is_in_step_is_offered_leadership(int theirs, int offers)
    {
        var leader = Leader(term: 0, log: []);
        leader.Replica.Ledger.Apply(new EntriesAppended(1, [new LogEntry
        {
            Index = 2,
            Term = 1,
            Kind = EntryKind.Configuration,
            Configuration = ClusterConfiguration.Of(
                Voters(3).Members.Values.Select(m => m.Node == Third ? m with { Priority = theirs } : m)),
        }]));
        Done(leader.Hears(Third, Holds(1, 2), Now - Ms(50)));
        Done(leader.Hears(Other, Holds(1, 2), Now - Ms(50)));
        Done(leader.On(HeartbeatDue.Instance, Now - Ms(40)));
        var told = 0;
        for (var beat = 0; beat < 3; beat++)
        {
            var turn = leader.On(HeartbeatDue.Instance, Now + Ms(100 * beat));
            var answer = leader.Hears(Third, Holds(1, leader.Replica.Ledger.Log.LastIndex), Now + Ms((100 * beat) + 1));
            told += turn.Requests.Concat(answer.Requests).Count(m => m.Message is TimeoutNow);
        }

        Assert.Equal(offers, Math.Min(told, 1));
    }

    [Fact]
    public void A_node_that_another_outranks_waits_until_that_one_had_its_chance()
    {
        var members = Voters(3).Members.Values.Select(m => m.Node == Other ? m with { Priority = 5 } : m);
        var ledger = new Ledger();
        ledger.Apply(new NodeFounded("c", Me, 1, ClusterConfiguration.Of(members)));
        var settings = new ConsensusSettings();
        for (var seed = 0; seed < 100; seed++)
        {
            var outranked = new Follower(new Replica(Me, settings, ledger, new Random(seed), default), Start);
            Assert.True(outranked.Wake.At - Start >= settings.ElectionTimeoutMax);
        }
    }
}
