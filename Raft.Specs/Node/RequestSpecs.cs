using Raft.Actors.Machines;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>Every request that reaches a node is answered, once, whatever becomes of its leader.</summary>
public sealed class RequestSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_request_without_a_leader_is_kept_and_refused_when_its_time_is_up()
    {
        using var lone = new LoneNode();

        var reply = lone.Node.Request(KeyValues.Set("x", "1"), timeoutMs: 300);
        lone.World.Run(TimeSpan.FromMilliseconds(299));
        Assert.Null(reply.Answer);
        lone.World.Run(TimeSpan.FromMilliseconds(2));

        Assert.IsType<CommandAnswer.NotCommitted>(reply.Answer);
    }

    [Fact]
    public void A_request_in_a_hurry_does_not_wait_behind_a_patient_one()
    {
        using var lone = new LoneNode();
        var patient = lone.Node.Request(KeyValues.Set("x", "1"), timeoutMs: 60_000);

        var hurried = lone.Node.Request(KeyValues.Set("y", "1"), timeoutMs: 200);
        lone.World.Run(TimeSpan.FromMilliseconds(201));

        Assert.IsType<CommandAnswer.NotCommitted>(hurried.Answer);
        Assert.Null(patient.Answer);
    }

    [Fact]
    public void A_request_that_was_kept_is_served_as_soon_as_there_is_a_leader()
    {
        using var cluster = new VirtualRaft(3);
        var replies = cluster.Nodes.Select(n => n.Request(KeyValues.Set($"from-{n}", "1"))).ToList();
        Assert.All(replies, r => Assert.Null(r.Answer));

        cluster.Elect();
        cluster.Run(Second);

        Assert.All(replies, r => Assert.IsType<CommandAnswer.Committed>(r.Answer));
        Assert.All(replies, r => Assert.Equal(1, r.Count));
    }

    [Fact]
    public void A_follower_passes_a_command_on_and_the_leader_answers_the_asker_itself()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var follower = cluster.But(leader).First();

        var reply = follower.Request(KeyValues.Set("x", "1"));
        cluster.RunUntil(() => reply.Answer is not null, "the leader's answer");

        Assert.Equal(leader.View!.Term, Assert.IsType<CommandAnswer.Committed>(reply.Answer).Term);
    }

    [Fact]
    public void A_bare_command_gets_a_bare_answer_also_from_afar()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var follower = cluster.But(leader).First();
        var asker = cluster.World.Record(follower.System, "bare");

        follower.Tell(KeyValues.Set("x", "1"), asker.Ref);
        cluster.Run(Second);

        Assert.IsType<CommandAnswer.Committed>(Assert.Single(asker.Messages));
    }

    [Fact]
    public void What_was_passed_on_to_a_node_that_does_not_lead_is_not_passed_on_again()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var follower = cluster.But(leader).First();
        var asker = cluster.World.Record(follower.System, "elsewhere");

        follower.Tell(new ClientCall(7, KeyValues.Set("x", "1"), 5000, IsForwarded: true), asker.Ref);

        var answer = Assert.IsType<ClientReturn>(Assert.Single(asker.Messages));
        Assert.Equal(7, answer.Call);
        Assert.Contains("does not lead", Assert.IsType<CommandAnswer.NotCommitted>(answer.Answer).Reason);
    }

    [Fact]
    public void Every_request_under_way_is_answered_once_when_its_leader_loses_office()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        cluster.Isolate(leader);

        var commands = Enumerable.Range(0, 50).Select(i => leader.Request(KeyValues.Set($"k{i}", "1"))).ToList();
        var reads = Enumerable.Range(0, 50).Select(i => leader.Request(KeyValues.Get($"k{i}"))).ToList();
        var change = leader.Request(new HandOver(null));
        cluster.Run(10 * Second);

        Assert.All(
            commands, r => Assert.True(r.Answer is CommandAnswer.Unknown or CommandAnswer.NotCommitted, $"{r.Answer}"));
        Assert.Contains(commands, r => r.Answer is CommandAnswer.Unknown);
        Assert.All(reads, r => Assert.IsType<ReadAnswer.Unavailable>(r.Answer));
        Assert.All([.. commands, .. reads, change], r => Assert.Equal(1, r.Count));
    }

    [Fact]
    public void Requests_that_come_during_a_write_become_one_journal_event()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        cluster.World.Disk.Faults.Rule = (_, _) => Fault.Slow(TimeSpan.FromMilliseconds(20));
        var eventsBefore = cluster.World.Disk.HighestSequenceNr(leader.PersistenceId);
        var entriesBefore = leader.Status()!.LastIndex;

        var replies = Enumerable.Range(0, 1000).Select(i => leader.Request(KeyValues.Set($"k{i % 10}", $"{i}"))).ToList(
            );
        cluster.RunUntil(() => replies.TrueForAll(r => r.Answer is not null), "all answers");

        Assert.All(replies, r => Assert.IsType<CommandAnswer.Committed>(r.Answer));
        cluster.World.Disk.Faults.Rule = (_, _) => Fault.None;
        cluster.Converge();
        Assert.Equal(entriesBefore + 1000, leader.Status()!.LastIndex);
        Assert.InRange(cluster.World.Disk.HighestSequenceNr(leader.PersistenceId) - eventsBefore, 1, 4);
    }

    [Fact]
    public void A_command_over_the_limit_is_refused_and_the_node_goes_on()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();

        var answer = node.Ask(new ClientCommand(new byte[node.Settings.Consensus.MaxCommandBytes + 1]));

        Assert.Contains("may have", Assert.IsType<CommandAnswer.Refused>(answer).Reason);
        Assert.True(node.Leads);
    }

    [Fact]
    public void Over_a_bound_the_answer_is_Busy()
    {
        using var cluster = new VirtualRaft(
            1, tune: s => s with { Consensus = s.Consensus with { MaxPendingProposals = 10 } });
        var node = cluster.ElectNode();

        cluster.World.Disk.Faults.Rule = (_, _) => Fault.Slow(TimeSpan.FromMilliseconds(20));    // so that they pile up
        var asker = cluster.World.Record(node.System, "many");
        for (var i = 1; i <= 30; i++)
            node.Group.Node.Tell(new ClientCall(i, KeyValues.Set($"k{i}", "1"), 5000), asker.Ref);
        cluster.Run(Second);

        var answers = asker.Of<ClientReturn>().Select(r => r.Answer).ToList();
        Assert.Equal(30, answers.Count);
        Assert.Contains(answers, a => a is CommandAnswer.Busy);
        Assert.Contains(answers, a => a is CommandAnswer.Committed);
    }

    [Fact]
    public void A_request_that_no_node_serves_is_refused()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();

        Assert.IsType<CommandAnswer.Refused>(node.Ask(new Riddle()));
    }

    [Fact]
    public void A_command_that_the_machine_cannot_read_is_answered_by_the_machine()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();

        var answer = Assert.IsType<CommandAnswer.Committed>(
            cluster.Answer(node.Submit(new ClientCommand(new byte[] { 255, 1 }))));

        Assert.IsType<KeyValueAnswer.Unreadable>(KeyValueCodec.DecodeAnswer(answer.Result));
    }

    [Fact]
    public void A_node_without_a_leader_still_tells_its_status_its_log_and_stale_content()
    {
        using var cluster = new VirtualRaft(3);
        cluster.Elect();
        cluster.Set("x", "1");
        cluster.Converge();
        cluster.Crash(1);
        cluster.Crash(2);
        cluster.Run(3 * Second);
        var last = cluster[3];

        Assert.Null(last.Status()!.Leader);
        Assert.NotEmpty(Assert.IsType<LogPage>(last.Ask(new ReadLog(1, 100))).Entries);
        Assert.NotNull(Assert.IsType<StateHash>(last.Ask(new GetStateHash(0))).Hash);
        var stale = Assert.IsType<ReadAnswer.Value>(last.Ask(KeyValues.Get("x", ReadConsistency.Stale)));
        Assert.Equal("1", KeyValues.ValueOf(stale));
    }

    private sealed record Riddle : IClientRequest;
}
