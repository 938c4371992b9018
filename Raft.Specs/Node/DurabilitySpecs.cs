using Raft.Actors.Protocol;
using Raft.Specs.Scenarios;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>No promise before the journal has answered, whenever and however a node dies.</summary>
public sealed class DurabilitySpecs
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_vote_leaves_the_node_only_when_it_is_on_disk()
    {
        using var lone = new LoneNode();
        lone.World.Disk.Faults.Next(lone.Node.PersistenceId, DiskOperation.Write, FaultKind.None, Slow);

        lone.Hears(2, new RequestVote(5, 10, 4));
        Assert.Empty(lone.Said<VoteReply>(2));
        Assert.Null(lone.Node.Status());                // it sees nothing else meanwhile
        lone.World.Run(Slow);

        Assert.True(Assert.Single(lone.Said<VoteReply>(2)).Granted);
        Assert.Equal(new NodeId("n2"), lone.Node.OnDisk.VotedFor);
    }

    [Fact]
    public void Entries_are_acknowledged_only_when_they_are_on_disk()
    {
        using var lone = new LoneNode();
        lone.Hears(2, LoneNode.Append(1, 0, 0, 0));
        var before = lone.Said<AppendReply>(2).Count;
        lone.World.Disk.Faults.Next(lone.Node.PersistenceId, DiskOperation.Write, FaultKind.None, Slow);

        lone.Hears(2, LoneNode.Append(1, 0, 0, 0, LoneNode.Entry(1, 1)));
        Assert.Equal(before, lone.Said<AppendReply>(2).Count);
        lone.World.Run(Slow);

        Assert.Equal(1, lone.Said<AppendReply>(2)[^1].MatchIndex);
    }

    [Fact]
    public void A_vote_survives_death_and_is_not_given_to_another()
    {
        using var lone = new LoneNode();
        lone.Hears(2, new RequestVote(5, 10, 4));
        lone.Node.Crash();
        lone.Node.Start();

        lone.Hears(3, new RequestVote(5, 10, 4));
        lone.Hears(2, new RequestVote(5, 10, 4));

        Assert.False(Assert.Single(lone.Said<VoteReply>(3)).Granted);
        Assert.All(lone.Said<VoteReply>(2), v => Assert.True(v.Granted));
    }

    /// <summary>
    /// Every write of a scenario in turn is the one at which its node dies, before or after the disk has it. Each time
    /// the others go on, the dead one comes back, and nothing that was acknowledged is missing anywhere.
    /// </summary>
    [Theory]
    [InlineData(FaultKind.Never)]
    [InlineData(FaultKind.NeverButStored)]
    public void A_node_may_die_at_any_write_and_nothing_acknowledged_is_lost(FaultKind fault)
    {
        var deaths = 0;
        for (var at = 1; DieAtWrite(at, fault); at++)
            deaths++;
        Assert.True(deaths > 20, $"only {deaths} writes were tried");
    }

    [Fact]
    public void A_life_that_begins_while_a_write_of_the_last_is_under_way_is_stopped_by_it_and_does_not_act_on_it()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Write, FaultKind.None, Slow);
        node.Request(KeyValues.Set("x", "1"));
        node.Crash();                                   // the process dies, the disk goes on

        node.Start();
        Assert.Null(node.Status()!.Leader);
        Assert.Equal(node.OnDisk.Log.LastIndex, node.Status()!.LastIndex);
        cluster.Run(2 * Second);

        Assert.Equal(1, cluster.World.Disk.Conflicts);
        Assert.Contains("UNIQUE constraint failed", node.StoppedBecause, StringComparison.Ordinal);
        node.Crash();
        node.Start();
        cluster.ElectNode();
        Assert.Equal("1", node.Content()["x"]);
    }

    [Fact]
    public void A_machine_that_dies_loses_the_write_under_way_and_nothing_else()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        Assert.Equal(Written.Yes, cluster.Set("x", "1"));
        cluster.World.Disk.Faults.Next(leader.PersistenceId, DiskOperation.Write, FaultKind.None, Slow);
        leader.Request(KeyValues.Set("x", "2"));
        leader.Crash(machine: true);

        leader.Start();
        cluster.Elect();

        cluster.Converge();
        Assert.Equal(0, cluster.World.Disk.Conflicts);
        Assert.All(cluster.Nodes, n => Assert.Contains(n.Content()["x"], new[] { "1", "2" }));
    }

    /// <summary>Gives whether there was such a write.</summary>
    private static bool DieAtWrite(int at, FaultKind fault)
    {
        var world = new VirtualWorld(seed: 3, shuffle: true);
        string? dying = null;
        var writes = 0;
        world.Disk.Faults.Rule = (id, operation) =>
        {
            if (operation != DiskOperation.Write || ++writes != at)
                return Fault.None;
            dying = id;
            return new Fault(fault);
        };
        using var cluster = new VirtualRaft(3, world: world);
        var acknowledged = new List<string>();
        for (var i = 0; i < 6 || (dying is null && i < 12); i++)
        {
            var answer = cluster.Nodes[i % 3].Submit(KeyValues.Set($"k{i}", "v"), 10 * Second);
            cluster.RunUntil(() => answer.IsCompleted || dying is not null, "an answer or a death");
            if (dying is not null)
                DieAndComeBack(cluster, cluster.Nodes.Single(n => n.PersistenceId == dying));
            if (answer.IsCompleted && cluster.Answer(answer) is CommandAnswer.Committed)
                acknowledged.Add($"k{i}");
            if (dying is not null)
                break;
        }

        cluster.Elect();
        cluster.Converge();
        Assert.All(cluster.Nodes, n => Assert.All(acknowledged, key => Assert.True(n.Content().ContainsKey(key), key)));
        return dying is not null;
    }

    private static void DieAndComeBack(VirtualRaft cluster, VirtualNode node)
    {
        node.Crash();
        cluster.Run(2 * Second);
        node.Start();
        cluster.Run(2 * Second);
    }
}
