using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Specs.Scenarios;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>Snapshots: taken, kept in twos, recovered from, and sent to whoever was away too long.</summary>
public sealed class SnapshotSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Two_snapshots_are_kept_and_the_events_since_the_older()
    {
        using var cluster = new VirtualRaft(1, tune: Often);
        var node = cluster.ElectNode();
        Write(cluster, 500);

        var disk = cluster.World.Disk;
        var snapshots = disk.SnapshotSequenceNrs(node.PersistenceId);
        Assert.Equal(2, snapshots.Count);
        Assert.Equal(snapshots[0] + 1, disk.SequenceNrs(node.PersistenceId)[0]);
        Assert.InRange(node.Status()!.LastIndex - node.Status()!.SnapshotIndex, 0, 60);
    }

    [Fact]
    public void A_restart_recovers_from_the_snapshot_and_what_followed_it()
    {
        using var cluster = new VirtualRaft(3, tune: Often);
        cluster.Elect();
        Write(cluster, 230);
        cluster.Converge();
        var before = cluster[1].Content();

        foreach (var node in cluster.Nodes)
            node.Crash();
        foreach (var node in cluster.Nodes)
            node.Start();
        // the image is there at once
        Assert.All(cluster.Nodes, n => Assert.InRange(n.Status()!.AppliedIndex, 150, 240));
        cluster.Elect();

        cluster.Converge();
        Assert.All(cluster.Nodes, n => Assert.Equal(before, n.Content()));
        Assert.Single(cluster.Nodes.Select(n => ((StateHash)n.Ask(new GetStateHash(0))!).Hash).Distinct());
    }

    [Fact]
    public void A_follower_that_was_away_too_long_is_brought_back_by_snapshot_and_no_election_is_held()
    {
        using var cluster = new VirtualRaft(3, tune: s => Often(s) with
        {
            Consensus = s.Consensus with { SnapshotChunkBytes = 200 },
        });
        var leader = cluster.ElectNode();
        cluster.Converge();
        var away = cluster.But(leader).First();
        away.Crash();
        Write(cluster, 400, via: cluster.NumberOf(leader));
        var (term, views) = (leader.View!.Term, cluster.Nodes.Sum(n => n.Views.Count));

        away.Start();
        cluster.Converge();
        cluster.Run(5 * Second);

        Assert.True(away.Status()!.SnapshotIndex > 300);
        Assert.Contains(cluster.World.Trace.Lines, l => l.Contains($"{away} snapshot"));
        Assert.Equal(leader.Content(), away.Content());
        Assert.Equal(term, leader.View!.Term);
        // the returned one: a follower, then of this leader
        Assert.Equal(views + 2, cluster.Nodes.Sum(n => n.Views.Count));
    }

    [Fact]
    public void A_snapshot_that_was_installed_is_what_a_restart_finds()
    {
        using var cluster = new VirtualRaft(3, tune: Often);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var away = cluster.But(leader).First();
        away.Crash();
        Write(cluster, 400, via: cluster.NumberOf(leader));
        away.Start();
        cluster.Converge();

        away.Crash();
        away.Start();

        Assert.InRange(away.Status()!.AppliedIndex, 300, 500);
        cluster.Converge();
        Assert.Equal(leader.Content(), away.Content());
    }

    [Fact]
    public void A_snapshot_that_cannot_be_saved_is_tried_again_and_nothing_is_deleted_for_it()
    {
        using var cluster = new VirtualRaft(1, tune: Often);
        var node = cluster.ElectNode();
        cluster.World.Disk.Faults.Next(node.PersistenceId, DiskOperation.Save, FaultKind.Fail);

        Write(cluster, 60);
        Assert.Empty(cluster.World.Disk.SnapshotSequenceNrs(node.PersistenceId));
        Assert.Equal(1, cluster.World.Disk.SequenceNrs(node.PersistenceId)[0]);
        Assert.Contains(node.LogLines, l => l.Contains("was not saved and will be tried again"));
        Write(cluster, 60);

        Assert.NotEmpty(cluster.World.Disk.SnapshotSequenceNrs(node.PersistenceId));
    }

    [Fact]
    public void A_snapshot_store_that_never_answers_ends_the_node_after_its_deadline_and_not_before()
    {
        using var cluster = new VirtualRaft(1, tune: Often);
        var node = cluster.ElectNode();
        cluster.World.Disk.Faults.Rule = (_, operation) =>
            operation == DiskOperation.Save ? new Fault(FaultKind.Never) : Fault.None;

        Write(cluster, 300);
        cluster.Run(node.Settings.SnapshotDeadline / 2);
        Assert.True(node.Leads);
        Assert.Equal(1, cluster.World.Disk.SequenceNrs(node.PersistenceId)[0]);
        cluster.Run(node.Settings.SnapshotDeadline);

        Assert.Equal("the snapshot store has not answered for 120 s", node.StoppedBecause);
    }

    [Fact]
    public void A_snapshot_from_the_leader_that_cannot_be_saved_stops_the_follower()
    {
        using var cluster = new VirtualRaft(3, tune: Often);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var away = cluster.But(leader).First();
        away.Crash();
        Write(cluster, 400, via: cluster.NumberOf(leader));
        cluster.World.Disk.Faults.Next(away.PersistenceId, DiskOperation.Save, FaultKind.Fail);

        away.Start();
        cluster.Run(5 * Second);

        Assert.Contains("the leader's snapshot cannot be saved", away.StoppedBecause);
        away.Crash();
        away.Start();
        cluster.Converge();
    }

    [Fact]
    public void A_node_may_die_at_any_step_of_taking_or_installing_a_snapshot()
    {
        foreach (var operation in new[] { DiskOperation.Save, DiskOperation.Delete, DiskOperation.DeleteSnapshots })
        {
            foreach (var fault in new[] { FaultKind.Never, FaultKind.NeverButStored })
            {
                using var cluster = new VirtualRaft(3, tune: Often);
                var leader = cluster.ElectNode();
                var victim = cluster.But(leader).First();
                cluster.World.Disk.Faults.Next(victim.PersistenceId, operation, fault);
                Write(cluster, 130, via: cluster.NumberOf(leader));
                victim.Crash();
                Write(cluster, 130, via: cluster.NumberOf(leader));
                cluster.World.Disk.Faults.Next(victim.PersistenceId, DiskOperation.Save, fault);
                victim.Start();
                cluster.Run(2 * Second);

                victim.Crash();
                victim.Start();
                cluster.Converge();
                Assert.Equal(leader.Content(), victim.Content());
            }
        }
    }

    [Fact]
    public void An_image_that_waited_for_the_disk_does_not_undo_the_vote_that_was_given_meanwhile()
    {
        using var lone = new LoneNode();
        lone.Hears(2, LoneNode.Append(1, 0, 0, commit: 1, LoneNode.Entry(1, 1)));
        lone.World.Disk.Faults.Next(lone.Node.PersistenceId, DiskOperation.Save, FaultKind.None, 2 * Second);
        lone.Node.Request(TakeSnapshot.Instance);

        lone.Hears(2, ImageUpTo(9, lone.Node.Settings.InitialConfiguration));
        lone.Hears(3, new RequestVote(2, 9, 1, Transfer: true));
        Assert.True(Assert.Single(lone.Said<VoteReply>(to: 3)).Granted);
        lone.World.Run(5 * Second);
        Assert.Equal(9, lone.Node.OnDisk.Log.BaseIndex);
        lone.Node.Crash();
        lone.Node.Start();

        Assert.Equal((2, new NodeId("n3")), (lone.Status.Term, lone.Status.VotedFor));
    }

    [Fact]
    public void An_operator_is_told_how_far_the_snapshot_asked_for_reaches()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        cluster.Set("x", "1");

        var answer = Assert.IsType<CommandAnswer.Committed>(node.Ask(TakeSnapshot.Instance));

        Assert.Equal(node.Status()!.AppliedIndex, answer.Index);
        Assert.Equal(answer.Index, node.Status()!.SnapshotIndex);
        Assert.Single(cluster.World.Disk.SnapshotSequenceNrs(node.PersistenceId));
    }

    /// <summary>What a leader of term 1 sends, whole: the image of a cluster that was told so much.</summary>
    private static InstallSnapshot ImageUpTo(long index, ClusterConfiguration members)
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        for (var last = node.Status()!.LastIndex; last < index; last++)
            node.Ask(KeyValues.Set("x", $"{last}"));
        var image = Assert.IsType<LedgerSnapshot>(node.Ask(GetBackup.Instance));
        var header = image.Snapshot with { Configuration = members };
        Assert.Equal((index, 1), (header.Index, header.Term));
        return new InstallSnapshot(1, header, 0, image.Image, header.Checksum, 1);
    }

    private static RaftSettings Often(RaftSettings settings) =>
        settings with { SnapshotEveryEntries = 50, RetainEntries = 10 };

    /// <summary>Writes, some at a time, so that batches are small.</summary>
    private static void Write(VirtualRaft cluster, int count, int via = 1)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(Written.Yes, cluster.Set($"k{i % 20}", $"value {i}", via));
    }
}
