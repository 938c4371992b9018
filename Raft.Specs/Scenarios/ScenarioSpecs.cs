namespace Raft.Specs.Scenarios;

/// <summary>
/// Scenarios that every stage plays: written once, run on pure roles, on real node actors in virtual time and on real
/// processes. A stage derives from this class, says how a cluster is made there, and why it leaves out what it cannot
/// play.
/// </summary>
public abstract class ScenarioSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Makes a cluster of this stage.</summary>
    protected abstract IScenarioCluster Cluster(int nodes);

    [Fact]
    public void What_one_client_writes_every_client_reads()
    {
        using var cluster = Cluster(3);
        cluster.Elect();

        Assert.Equal(Written.Yes, cluster.Set("x", "1"));

        for (var node = 1; node <= cluster.Size; node++)
            Assert.Equal("1", cluster.Get("x", via: node));
    }

    [Fact]
    public void What_a_dead_leader_acknowledged_its_successor_has()
    {
        using var cluster = Cluster(3);
        var first = cluster.Elect();
        Assert.Equal(Written.Yes, cluster.Set("x", "1"));

        cluster.Crash(first);
        var second = cluster.Elect();

        Assert.NotEqual(first, second);
        Assert.Equal("1", cluster.Get("x"));
    }

    [Fact]
    public void A_leader_that_is_cut_off_commits_nothing_and_gives_way_to_the_majority()
    {
        using var cluster = Cluster(5);
        var old = cluster.Elect();
        cluster.Set("x", "old");
        cluster.Isolate(old);

        Assert.NotEqual(Written.Yes, cluster.Set("x", "lost", via: old));
        Assert.Throws<UnansweredException>(() => cluster.Get("x", via: old));
        Assert.Equal(Written.Yes, cluster.Set("x", "new"));
        cluster.Heal();
        cluster.Run(5 * Second);

        for (var node = 1; node <= cluster.Size; node++)
            Assert.Equal("new", cluster.Get("x", via: node));
    }

    [Fact]
    public void A_node_that_was_away_catches_up()
    {
        using var cluster = Cluster(3);
        var away = cluster.Elect() % 3 + 1;
        cluster.Crash(away);
        for (var i = 0; i < 30; i++)
            Assert.Equal(Written.Yes, cluster.Set($"k{i}", $"{i}"));

        cluster.Restart(away);
        cluster.Run(5 * Second);

        Assert.Equal(30, cluster.Content(away).Count);
        Assert.Equal("29", cluster.Content(away)["k29"]);
    }

    [Fact]
    public void Without_a_majority_nothing_is_written_and_with_it_everything_goes_on()
    {
        using var cluster = Cluster(3);
        cluster.Elect();
        cluster.Set("x", "1");
        cluster.Crash(1);
        cluster.Crash(2);
        cluster.Run(3 * Second);

        Assert.NotEqual(Written.Yes, cluster.Set("x", "2", via: 3));
        cluster.Restart(1);
        cluster.Elect();

        Assert.Equal(Written.Yes, cluster.Set("x", "3"));
        Assert.Equal("3", cluster.Get("x"));
    }

    [Fact]
    public void The_whole_cluster_may_die_and_forgets_nothing()
    {
        using var cluster = Cluster(3);
        cluster.Elect();
        cluster.Set("x", "1");
        for (var node = 1; node <= 3; node++)
            cluster.Crash(node);

        for (var node = 1; node <= 3; node++)
            cluster.Restart(node);
        cluster.Elect();

        Assert.Equal("1", cluster.Get("x"));
    }

    [Fact]
    public void One_leader_after_another_may_die()
    {
        using var cluster = Cluster(5);
        for (var round = 1; round <= 6; round++)
        {
            var leader = cluster.Elect();
            Assert.Equal(Written.Yes, cluster.Set("round", $"{round}"));
            cluster.Crash(leader);
            cluster.Elect();
            Assert.Equal($"{round}", cluster.Get("round"));
            cluster.Restart(leader);
            cluster.Run(Second);
        }
    }

    [Fact]
    public virtual void A_leader_whose_disk_hangs_gives_way()
    {
        using var cluster = Cluster(3);
        var hung = cluster.Elect();
        cluster.HangDisk(hung);

        Assert.NotEqual(Written.No, cluster.Set("x", "1"));
        var second = cluster.Elect();

        Assert.NotEqual(hung, second);
        Assert.Equal(Written.Yes, cluster.Set("x", "2", via: second));
        Assert.Equal("2", cluster.Get("x", via: second));
    }
}
