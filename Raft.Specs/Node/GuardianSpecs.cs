using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>A node that cannot keep a promise stops, and says in one line why.</summary>
public sealed class GuardianSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(FaultKind.Reject, "rejected event")]
    [InlineData(FaultKind.Fail, "did not take event")]
    [InlineData(FaultKind.FailButStored, "did not take event")]
    public void A_write_that_the_journal_refuses_stops_the_node_and_is_named(FaultKind fault, string words)
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Write, fault);

        var answer = node.Submit(KeyValues.Set("x", "1"));
        cluster.Run(Second);

        Assert.Contains(words, node.StoppedBecause);
        Assert.Contains(node.LogLines, l => l.Contains("Raft node n1 of group specs stopped"));
        Assert.Empty(cluster.Audit.Agreement.Agreed);
        Assert.False(answer.IsCompleted);
    }

    [Fact]
    public void A_client_of_a_node_that_stopped_is_told_that_nobody_knows()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.Set("warm", "up");
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Write, FaultKind.Fail);

        Assert.IsType<CommandAnswer.Unknown>(cluster.Answer(node.Submit(KeyValues.Set("x", "1"))));
    }

    [Fact]
    public void A_write_that_was_said_to_fail_and_yet_is_there_is_found_by_the_next_life()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Write, FaultKind.FailButStored);
        node.Request(KeyValues.Set("x", "1"));
        cluster.Run(Second);

        node.Crash();
        node.Start();
        cluster.ElectNode();

        Assert.Equal("1", node.Content()["x"]);
    }

    [Theory]
    [InlineData(DiskOperation.Replay)]
    [InlineData(DiskOperation.Load)]
    public void A_disk_that_cannot_be_read_keeps_the_node_from_starting(DiskOperation operation)
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        node.Crash();
        cluster.World.Disk.Faults.Next(node.PersistenceId, operation, FaultKind.Fail);

        node.Start();
        cluster.Run(Second);

        Assert.Contains("raft-specs-n1 cannot be read", node.StoppedBecause);
        Assert.False(node.Leads);
    }

    [Fact]
    public void An_event_that_no_version_wrote_keeps_the_node_from_starting()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        node.Crash();
        var events = cluster.World.Disk.Journal(node.PersistenceId).Events;
        events[events.Keys[1]] = events.Values[1] with { Payload = _ => "a stranger's event" };

        node.Start();
        cluster.Run(Second);

        Assert.Contains("holds a String, which no version of this node wrote", node.StoppedBecause);
    }

    [Fact]
    public void Two_leaders_in_one_term_stop_the_node_that_hears_them()
    {
        using var lone = new LoneNode();
        lone.Hears(2, LoneNode.Append(1, 0, 0, 0));

        lone.Hears(3, LoneNode.Append(1, 0, 0, 0));

        Assert.Contains("term 1 has two leaders, n2 and n3", lone.Node.StoppedBecause);
    }

    [Fact]
    public void A_leader_that_would_overwrite_what_is_committed_stops_the_node()
    {
        using var lone = new LoneNode();
        lone.Hears(2, LoneNode.Append(1, 0, 0, 1, LoneNode.Entry(1, 1)));

        lone.Hears(3, LoneNode.Append(2, 0, 0, 0, LoneNode.Entry(1, 2)));

        Assert.Contains("would overwrite entry 1, and 1 is committed", lone.Node.StoppedBecause);
        Assert.Equal(1, lone.Node.OnDisk.Log.TermAt(1));
    }

    [Fact]
    public void A_state_machine_that_throws_stops_its_node_before_it_can_differ_from_others()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        leader.Machine.IsBroken = true;

        leader.Request(KeyValues.Set("x", "1"));
        cluster.Run(Second);

        Assert.Contains("the machine is broken", leader.StoppedBecause);
        Assert.NotEqual(leader, cluster.ElectNode(but: leader));
    }

    [Theory]
    [InlineData(FaultKind.Never)]
    [InlineData(FaultKind.NeverButStored)]
    public void A_journal_that_never_answers_ends_the_node_after_the_deadline(FaultKind fault)
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        var deadline = node.Settings.JournalDeadline;
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Write, fault);
        node.Request(KeyValues.Set("x", "1"));

        cluster.Run(deadline - Second);
        Assert.False(node.Group.Stopped.IsCompleted);
        cluster.Run(deadline / 4 + 2 * Second);

        Assert.Equal("the journal has not answered a write for 10 s", node.StoppedBecause);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_leader_whose_journal_hangs_loses_office_within_two_election_time_outs(int seed)
    {
        using var cluster = new VirtualRaft(3, seed);
        var hung = cluster.ElectNode();
        cluster.World.Disk.Faults.Next(hung.PersistenceId, DiskOperation.Write, FaultKind.Never);
        hung.Request(KeyValues.Set("x", "1"));

        cluster.RunUntil(
            () => cluster.But(hung).Any(n => n.Leads),
            "another leader",
            hung.Settings.Consensus.ElectionTimeoutMax * 2);

        Assert.True(cluster.Leader!.View!.Term > hung.View!.Term);
        cluster.Run(hung.Settings.JournalDeadline * 2);
        Assert.True(hung.Group.Stopped.IsFaulted);
    }

    [Fact]
    public void A_disk_of_another_cluster_is_not_used()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        node.Crash();
        node.Settings = node.Settings with { ClusterId = "another" };

        node.Start();

        Assert.Equal(
            "the journal of raft-specs-n1 belongs to cluster specs, and this node to cluster another",
            node.StoppedBecause);
    }

    [Fact]
    public void A_message_of_no_known_kind_harms_nobody()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();

        node.Tell("what is this?");

        Assert.True(node.Leads);
        Assert.NotNull(node.Status());
    }
}
