using Akka.Actor;
using Akka.Remote;
using Raft.Actors.Protocol;
using Raft.Specs.Scenarios;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>Heartbeats, patience, and what a broken connection hints at.</summary>
public sealed class TimerSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_node_that_hears_nothing_canvasses_after_its_election_time_out_and_not_before()
    {
        using var lone = new LoneNode();
        var settings = lone.Node.Settings.Consensus;

        lone.World.Run(settings.ElectionTimeoutMin - TimeSpan.FromMilliseconds(2));
        Assert.Empty(lone.Said<RequestVote>(2));
        lone.World.Run(settings.ElectionTimeoutMax - settings.ElectionTimeoutMin + TimeSpan.FromMilliseconds(2));

        Assert.True(Assert.Single(lone.Said<RequestVote>(2)).PreVote);
        Assert.Equal(0, lone.Node.OnDisk.Term);
    }

    [Fact]
    public void A_node_that_is_heard_from_stays_a_follower()
    {
        using var lone = new LoneNode();
        for (var i = 0; i < 100; i++)
        {
            lone.Hears(2, LoneNode.Append(1, 0, 0, 0));
            lone.World.Run(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(NodeRole.Follower, lone.Status.Role);
        Assert.Empty(lone.Said<RequestVote>(2));
    }

    [Fact]
    public void A_leader_says_that_it_lives_at_every_heartbeat_interval()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        cluster.Run(Second);
        var before = cluster.World.Network.Delivered;

        cluster.Run(10 * Second);

        var rounds = 10 * Second / leader.Settings.Consensus.HeartbeatInterval;
        // two ways to two followers
        Assert.InRange(cluster.World.Network.Delivered - before, (rounds - 1) * 4, (rounds + 1) * 4);
    }

    [Fact]
    public void A_connection_that_breaks_makes_followers_look_for_a_leader_at_once()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        leader.Crash();

        foreach (var node in cluster.But(leader))
            Break(node, leader);

        cluster.RunUntil(
            () => cluster.Leader is not null, "a new leader, long before its followers' patience ends",
            leader.Settings.Consensus.ElectionTimeoutMin / 2);
    }

    [Fact]
    public void A_connection_that_breaks_and_is_back_costs_nobody_the_office()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        var term = leader.View!.Term;
        cluster.Converge();

        Break(cluster.But(leader).First(), leader);
        cluster.Run(5 * Second);

        Assert.True(leader.Leads);
        Assert.Equal(term, leader.View!.Term);
    }

    [Fact]
    public void A_follower_whose_disk_is_slower_than_an_election_disturbs_nobody()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var (term, slow) = (leader.View!.Term, cluster.But(leader).First());
        cluster.World.Disk.Faults.Next(
            slow.PersistenceId, DiskOperation.Write, FaultKind.None, slow.Settings.Consensus.ElectionTimeoutMax * 2);

        Assert.Equal(Written.Yes, cluster.Set("x", "1", via: cluster.NumberOf(leader)));
        cluster.Run(5 * Second);

        Assert.True(leader.Leads);
        Assert.Equal(term, leader.View!.Term);
        cluster.Converge();
    }

    [Fact]
    public void A_message_of_another_cluster_is_not_believed()
    {
        using var lone = new LoneNode();

        lone.Hears(2, LoneNode.Append(9, 0, 0, 0), clusterId: "another");

        Assert.Equal(0, lone.Status.Term);
        Assert.Contains(lone.Node.LogLines, l => l.Contains("of cluster another from n2"));
    }

    [Fact]
    public void A_message_for_another_node_is_not_believed()
    {
        using var lone = new LoneNode();

        lone.Hears(2, LoneNode.Append(9, 0, 0, 0), to: "n3");

        Assert.Equal(0, lone.Status.Term);
    }

    private static void Break(VirtualNode node, VirtualNode gone)
    {
        var there = new Address("akka.tcp", gone.Id.Value, $"host{gone.Id.Value[1..]}", 1);
        var here = new Address("akka.tcp", node.Id.Value, $"host{node.Id.Value[1..]}", 1);
        node.System.EventStream.Publish(new DisassociatedEvent(here, there, inbound: false));
    }
}
