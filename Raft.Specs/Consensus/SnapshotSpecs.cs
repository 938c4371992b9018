using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>Snapshots on their way to a follower that lacks what the leader's log no longer holds (§7).</summary>
public sealed class SnapshotSpecs
{
    private static readonly TimeSpan Now = Start + Ms(5050);
    private static readonly byte[] Image = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
    private static readonly SnapshotHeader Header = new(20, 2, 0, Voters(3), Image.Length, Crc32C.Of(Image));

    private static InstallSnapshot Chunk(int offset, int length = 40, long round = 1) =>
        new(2, Header, offset, Image.AsMemory(offset, Math.Min(length, Image.Length - offset)),
            Crc32C.Of(Image.AsSpan(offset, Math.Min(length, Image.Length - offset))), round);

    /// <summary>A leader whose log begins after its snapshot, and a follower that lacks what is in it.</summary>
    private static Leader Compacted()
    {
        var leader = Leader(term: 1, log: [.. Enumerable.Repeat(1L, 20)]);
        Done(leader.Hears(Other, new AppendReply(2, true, 21, 0, 0, 1, 1)));
        Done(leader.On(new SnapshotSaved(Header with { Term = 1 }, RetainFrom: 15), Now));
        return leader;
    }

    private static Turn Refuses(Leader leader) =>
        leader.Hears(Third, new AppendReply(2, false, 20, 0, 1, 1, leader.Peers[Third].Request), Now);

    [Theory]
    [InlineData(20, 5, 1_000, 15)]
    [InlineData(20, 100, 1_000, 0)]
    [InlineData(20, 0, 1_000, 20)]
    [InlineData(20, 100, 0, 20)]
    [InlineData(20, 100, 35, 17)]
    [InlineData(10, 100, 35, 7)]
    [InlineData(25, 100, 1_000, 25)]
    public void A_tail_has_no_more_entries_and_no_more_bytes_than_it_may(long upTo, int entries, long tens, long start)
    {
        var log = new EntryLog();
        log.Replace(0, [.. Enumerable.Range(1, 20).Select(
            i => new LogEntry { Index = i, Term = 1, Kind = EntryKind.Command, Payload = new byte[100] })]);
        var each = log[1].SizeBytes;

        Assert.Equal(start, log.StartOfTail(upTo, entries, tens * each / 10));
    }

    [Fact]
    public void A_follower_behind_the_log_gets_a_snapshot_one_chunk_at_a_time()
    {
        var leader = Compacted();
        var first = Assert.Single(Refuses(leader).Chunks);
        Assert.Equal((Third, 0), (first.To, first.Offset));
        Assert.Equal(ProgressState.Snapshot, leader.Peers[Third].State);

        Assert.Empty(leader.On(HeartbeatDue.Instance, Now + Ms(100)).Chunks);
        var second = leader.Hears(Third, new SnapshotReply(2, 20, 40, false, 1), Now + Ms(110));
        Assert.Equal(40, Assert.Single(second.Chunks).Offset);
        var repeated = leader.Hears(Third, new SnapshotReply(2, 20, 40, false, 1), Now + Ms(120));
        Assert.Empty(repeated.Chunks);
    }

    [Fact]
    public void A_chunk_that_was_lost_is_sent_again_from_where_the_follower_is()
    {
        var leader = Compacted();
        Refuses(leader);
        Done(leader.Hears(Third, new SnapshotReply(2, 20, 40, false, 1), Now));
        var at = Now;
        var again = new List<ChunkWanted>();
        while (at < Now + Ms(900))
        {
            at += Ms(100);
            var beat = leader.On(HeartbeatDue.Instance, at);
            again.AddRange(beat.Chunks);
            leader.Hears(Other, new AppendReply(2, true, 21, 0, 0, beat.Says<AppendEntries>(Other).Round, 1), at);
        }

        Assert.Equal(40, Assert.Single(again).Offset);
    }

    [Fact]
    public void The_tail_that_is_kept_behind_a_snapshot_serves_followers_that_are_a_little_slow()
    {
        var leader = Compacted();

        var turn = leader.Hears(Third, new AppendReply(2, false, 20, 0, 17, 1, leader.Peers[Third].Request), Now);

        Assert.Empty(turn.Chunks);
        Assert.Equal(17, turn.Says<AppendEntries>(Third).PrevLogIndex + 1);
    }

    [Fact]
    public void A_follower_that_has_the_snapshot_goes_on_from_it_and_needs_no_other()
    {
        var leader = Compacted();
        Refuses(leader);

        var turn = leader.Hears(Third, new SnapshotReply(2, 20, 100, true, 1), Now);

        Assert.Empty(turn.Chunks);
        Assert.Equal(20, turn.Says<AppendEntries>(Third).PrevLogIndex);
        Assert.Equal(ProgressState.Replicate, leader.Peers[Third].State);
    }

    [Fact]
    public void Chunks_are_put_together_in_order_and_a_stray_or_damaged_one_is_asked_for_again()
    {
        var follower = Follower(term: 2, log: [1]);
        Assert.Equal(40, follower.Hears(Other, Chunk(0)).Says<SnapshotReply>(Other).NextOffset);
        Assert.Equal(40, follower.Hears(Other, Chunk(80)).Says<SnapshotReply>(Other).NextOffset);
        Assert.Equal(40, follower.Hears(Other, Chunk(0)).Says<SnapshotReply>(Other).NextOffset);
        Assert.Equal(40, follower.Hears(Other, Chunk(40) with { Checksum = 1 }).Says<SnapshotReply>(Other).NextOffset);
        Assert.Equal(80, follower.Hears(Other, Chunk(40)).Says<SnapshotReply>(Other).NextOffset);

        var last = follower.Hears(Other, Chunk(80));

        Assert.Equal(Image, last.Install!.Image.ToArray());
        Assert.Empty(last.Promises);
    }

    [Fact]
    public void An_image_that_is_damaged_as_a_whole_is_not_installed()
    {
        var follower = Follower(term: 2, log: [1]);
        var wrong = Header with { Checksum = Header.Checksum + 1 };
        follower.Hears(Other, Chunk(0, 60) with { Snapshot = wrong });

        var last = follower.Hears(Other, Chunk(60, 60) with { Snapshot = wrong });

        Assert.Null(last.Install);
        Assert.Equal(0, last.Says<SnapshotReply>(Other).NextOffset);
    }

    [Fact]
    public void A_snapshot_is_acknowledged_only_when_it_is_on_disk_and_entries_that_follow_it_are_kept()
    {
        var follower = Follower(term: 2, log: [.. Enumerable.Repeat(1L, 19), 2, 2, 2]);
        var install = follower.Hears(Other, Chunk(0, 100)).Install!;
        Assert.Equal([21L, 22], install.Tail.Select(e => e.Index));

        // What comes meanwhile is not promised: the log is about to be replaced.
        Assert.Empty(follower.Hears(Other, Append(2, 22, 2)).Promises);
        var saved = follower.On(new SnapshotInstalled(install), Now);

        Assert.True(saved.Says<SnapshotReply>(Other).Installed);
        Assert.Equal((20, 22), (follower.Replica.CommitIndex, follower.Replica.Ledger.Log.LastIndex));
    }

    [Fact]
    public void Every_chunk_puts_off_the_followers_candidacy()
    {
        var follower = Follower(term: 2, log: [1]);
        for (var chunk = 0; chunk < 50; chunk++)
        {
            var at = Start + Ms(400 * (chunk + 1));
            Assert.Same(follower, follower.On(ElectionTimeout.Instance, at - Ms(1)).Role);
            follower.Hears(Other, Chunk(0, 1), at);
        }
    }

    [Fact]
    public void A_snapshot_of_what_is_committed_here_already_changes_nothing()
    {
        var follower = Follower(term: 2, log: [.. Enumerable.Repeat(1L, 25)]);
        Done(follower.Hears(Other, Append(2, 25, 1, commit: 25)));

        var turn = follower.Hears(Other, Chunk(0));

        Assert.Null(turn.Install);
        Assert.True(turn.Says<SnapshotReply>(Other).Installed);
        Assert.Equal(25, follower.Replica.Ledger.Log.LastIndex);
    }
}
