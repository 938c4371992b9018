using Raft.Actors.Protocol;
using Raft.Specs.Scenarios;

namespace Raft.Specs.Node;

/// <summary>Whole clusters of real nodes in virtual time.</summary>
public sealed class ClusterSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_cluster_elects_one_leader_and_replicates_what_a_client_writes(int nodes)
    {
        using var cluster = new VirtualRaft(nodes);
        cluster.Elect();

        Assert.Equal(Written.Yes, cluster.Set("x", "1"));
        Assert.Equal("1", cluster.Get("x", via: nodes));

        cluster.Converge();
        Assert.All(cluster.Nodes, n => Assert.Equal("1", n.Content()["x"]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void When_the_leader_dies_another_takes_over_with_everything_that_was_acknowledged(int nodes)
    {
        using var cluster = new VirtualRaft(nodes);
        var first = cluster.ElectNode();
        Assert.Equal(Written.Yes, cluster.Set("x", "1"));

        first.Crash();
        var second = cluster.ElectNode();
        Assert.Equal(Written.Yes, cluster.Set("y", "2"));
        first.Start();

        cluster.Converge();
        Assert.NotEqual(first, second);
        Assert.All(cluster.Nodes, n => Assert.Equal("1 2", $"{n.Content()["x"]} {n.Content()["y"]}"));
    }

    [Fact]
    public void A_leader_that_is_cut_off_loses_office_within_two_election_time_outs_and_follows_when_it_is_back()
    {
        using var cluster = new VirtualRaft(5);
        var first = cluster.ElectNode();
        cluster.Isolate(first);

        cluster.RunUntil(
            () => !first.Leads, "the leader to step down", first.Settings.Consensus.ElectionTimeoutMax * 2);
        var second = cluster.ElectNode(but: first);
        Assert.Equal(Written.Yes, cluster.Set("x", "2", via: cluster.NumberOf(second)));
        cluster.Heal();

        cluster.Converge();
        Assert.Equal(second.Id, cluster.Leader!.Id);
        Assert.Equal("2", first.Content()["x"]);
    }

    [Fact]
    public void A_minority_commits_nothing_and_says_so()
    {
        using var cluster = new VirtualRaft(5);
        var leader = cluster.ElectNode();
        foreach (var node in cluster.But(leader).Take(3))
            node.Crash();
        cluster.Run(2 * Second);

        Assert.NotEqual(Written.Yes, cluster.Set("x", "1"));
        Assert.Throws<UnansweredException>(() => cluster.Get("x"));
        Assert.All(cluster.Nodes.Where(n => n.IsUp), n => Assert.Null(n.Status()!.Leader));
    }

    [Fact]
    public void All_nodes_dead_and_back_hold_everything_that_was_acknowledged()
    {
        using var cluster = new VirtualRaft(3);
        cluster.Elect();
        for (var i = 0; i < 20; i++)
            Assert.Equal(Written.Yes, cluster.Set($"k{i}", $"{i}"));

        foreach (var node in cluster.Nodes)
            node.Crash();
        foreach (var node in cluster.Nodes)
            node.Start();
        cluster.Elect();

        cluster.Converge();
        Assert.All(cluster.Nodes, n => Assert.Equal(20, n.Content().Count));
    }

    [Fact]
    public void A_quiet_cluster_keeps_its_leader_and_its_term()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        var term = leader.View!.Term;

        cluster.Run(60 * Second);

        Assert.True(leader.Leads);
        Assert.Equal(term, leader.View!.Term);
        Assert.All(cluster.Nodes, n => Assert.Equal((NodeId?)leader.Id, n.View!.Leader));
    }
}
