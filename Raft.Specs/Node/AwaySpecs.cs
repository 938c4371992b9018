using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Specs.Scenarios;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// A node that is told to take no part, and later to take part again. The peers of these specs keep the reference that
/// they had, as those of Akka.Remote do.
/// </summary>
public sealed class AwaySpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_leader_that_leaves_is_replaced_and_follows_with_everything_when_it_comes_back()
    {
        using var cluster = new VirtualRaft(3);
        var first = cluster.ElectNode();
        cluster.Set("x", "1");

        first.Tell(Suspend.Instance);
        var second = cluster.ElectNode(but: first);
        Assert.Equal(Written.Yes, cluster.Set("y", "2", cluster.NumberOf(second)));
        first.Tell(Resume.Instance);
        cluster.Converge();

        Assert.Equal(second.Content(), first.Content());
        Assert.Equal(NodeRole.Follower, first.View!.Role);
        Assert.Null(first.StoppedBecause);
    }

    [Fact]
    public void A_node_that_is_away_says_nothing_to_its_peers_and_answers_no_question_about_itself()
    {
        using var lone = new LoneNode();
        lone.Node.Tell(Suspend.Instance);
        var before = lone.Said<PeerMessage>(to: 2).Count;

        lone.Hears(from: 2, LoneNode.Append(term: 1, prev: 0, prevTerm: 0, commit: 0));
        lone.World.Run(10 * Second);

        Assert.Equal(before, lone.Said<PeerMessage>(to: 2).Count);
        Assert.Null(lone.Node.Status());
    }

    [Fact]
    public void Whoever_waits_for_a_leader_or_asks_meanwhile_is_refused_at_once()
    {
        using var lone = new LoneNode();
        var waiting = lone.Node.Request(KeyValues.Set("x", "1"), timeoutMs: 60_000);

        lone.Node.Tell(Suspend.Instance);
        var late = lone.Node.Request(KeyValues.Set("y", "1"), timeoutMs: 60_000);
        var read = lone.Node.Request(KeyValues.Get("x"), timeoutMs: 60_000);

        Assert.Contains("take no part", Assert.IsType<CommandAnswer.NotCommitted>(waiting.Answer).Reason);
        Assert.Contains("take no part", Assert.IsType<CommandAnswer.NotCommitted>(late.Answer).Reason);
        Assert.Contains("take no part", Assert.IsType<ReadAnswer.Unavailable>(read.Answer).Reason);
    }

    [Fact]
    public void A_node_comes_back_only_once_the_snapshot_that_it_was_saving_is_answered()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.Set("x", "1");
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Save, FaultKind.None, 3 * Second);
        var asked = node.Request(TakeSnapshot.Instance);

        node.Tell(Suspend.Instance);
        node.Tell(Resume.Instance);
        cluster.Run(2 * Second);
        Assert.Null(node.Status());
        cluster.Run(2 * Second);

        Assert.Equal("1", cluster.Get("x"));
        Assert.True(node.Status()!.SnapshotIndex > 0);
        Assert.Null(asked.Answer);              // whoever asked before has lost its node
    }

    [Fact]
    public void A_snapshot_store_that_never_answers_ends_a_node_that_is_away_as_well()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.Set("x", "1");
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Save, FaultKind.Never);
        node.Request(TakeSnapshot.Instance);

        node.Tell(Suspend.Instance);
        node.Tell(Resume.Instance);
        cluster.Run(2 * node.Settings.SnapshotDeadline);

        Assert.Equal("the snapshot store has not answered for 120 s", node.StoppedBecause);
    }

    [Fact]
    public void The_last_of_several_orders_is_what_holds()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();

        foreach (object order in new object[] { Suspend.Instance, Resume.Instance, Resume.Instance, Suspend.Instance })
            node.Tell(order);
        Assert.Null(node.Status());
        node.Tell(Suspend.Instance);
        node.Tell(Resume.Instance);

        cluster.Elect();
        Assert.NotNull(node.Status());
    }
}
