using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>
/// How a leader feeds each follower: in batches, within a window, and in the state that fits it (§5.3).
/// </summary>
public sealed class ReplicatingSpecs
{
    private static readonly TimeSpan Now = Start + Ms(6000);

    private static AppendReply Holds(long term, long match, long request = 1) =>
        new(term, true, match, 0, 0, 1, request);

    /// <summary>
    /// A leader of term 2 whose log ends at its no-op, and whose second node has yet to say what it holds.
    /// </summary>
    private static Leader LeaderOf(int entries, ConsensusSettings settings) =>
        Leader(term: 1, [.. Enumerable.Repeat(1L, entries)], settings: settings);

    private static List<AppendEntries> To(NodeId follower, Turn turn)
    {
        Done(turn);
        return [.. turn.Requests.Concat(turn.Promises).Where(m => m.To == follower).Select(m => m.Message)
            .OfType<AppendEntries>()];
    }

    [Theory]
    [InlineData(1, 1 << 20)]
    [InlineData(7, 1 << 20)]
    [InlineData(1000, 3 * LogEntry.OverheadBytes)]
    [InlineData(1000, 1)]
    public void Each_part_of_a_split_batch_follows_on_the_part_before_it(int mostEntries, int mostBytes)
    {
        var leader = LeaderOf(50,
            new ConsensusSettings { MaxBatchEntries = mostEntries, MaxBatchBytes = mostBytes, WindowMessages = 100 });

        var parts = To(Other, leader.Hears(Other, Holds(2, 10)));

        var expected = 10L;
        foreach (var part in parts)
        {
            Assert.Equal((expected, leader.Replica.Ledger.Log.TermAt(expected)), (part.PrevLogIndex, part.PrevLogTerm));
            Assert.Equal(Enumerable.Range((int)expected + 1, part.Entries.Count).Select(i => (long)i),
                part.Entries.Select(e => e.Index));
            Assert.InRange(part.Entries.Count, 1, mostEntries);
            Assert.True(part.Entries.Count == 1 || part.Entries.Sum(e => (long)e.SizeBytes) <= mostBytes);
            expected += part.Entries.Count;
        }
        Assert.Equal(51, expected);
    }

    [Fact]
    public void The_window_bounds_the_messages_on_their_way_and_opens_with_each_answer()
    {
        var leader = LeaderOf(50, new ConsensusSettings { MaxBatchEntries = 1, WindowMessages = 3 });

        Assert.Equal(3, To(Other, leader.Hears(Other, Holds(2, 1))).Count);
        Assert.Equal([5L], To(Other, leader.Hears(Other, Holds(2, 2))).Select(m => m.PrevLogIndex + 1));
        Assert.Equal([6L, 7L], To(Other, leader.Hears(Other, Holds(2, 4))).Select(m => m.PrevLogIndex + 1));
    }

    [Fact]
    public void The_window_bounds_the_bytes_on_their_way()
    {
        var one = Entry(1, 1).SizeBytes;
        var leader = LeaderOf(
            50, new ConsensusSettings { MaxBatchEntries = 1, WindowMessages = 100, WindowBytes = 4 * one });

        Assert.Equal(4, To(Other, leader.Hears(Other, Holds(2, 1))).Count);
    }

    [Fact]
    public void A_follower_is_probed_with_one_message_until_it_is_known_where_the_logs_agree()
    {
        var leader = LeaderOf(5, new ConsensusSettings { MaxBatchEntries = 1 });
        Assert.Equal((ProgressState.Probe, true), (leader.Peers[Other].State, leader.Peers[Other].IsProbing));

        var more = leader.On(new Propose(1, EntryKind.Command, new byte[] { 1 }), Now);
        Assert.Empty(To(Other, more));

        To(Other, leader.Hears(Other, Holds(2, 6)));
        Assert.Equal(ProgressState.Replicate, leader.Peers[Other].State);

        var last = leader.Peers[Other].Request;
        leader.Hears(Other, new AppendReply(2, false, 7, 0, 7, 1, last));
        Assert.Equal(ProgressState.Probe, leader.Peers[Other].State);
    }

    [Fact]
    public void A_follower_that_hangs_keeps_neither_the_leader_nor_the_others_waiting()
    {
        var leader = Leader(term: 0, log: [], settings: new ConsensusSettings { WindowMessages = 4 });
        var at = Now;
        var toTheSilent = 0;
        for (var n = 1; n <= 100; n++)
        {
            at += Ms(1);
            leader.Hears(Other, Holds(1, leader.Replica.Ledger.Log.LastIndex), at);
            Done(leader.On(new Propose(n, EntryKind.Command, new byte[] { 1 }), at));
            var flush = leader.On(Flush.Instance, at);
            toTheSilent += To(Third, flush).Count;
            Assert.Single(To(Other, flush));
        }

        Assert.Equal(100, leader.Replica.CommitIndex);
        Assert.InRange(toTheSilent, 0, 4);
    }

    [Fact]
    public void A_batch_ends_where_its_entries_or_its_bytes_do()
    {
        var byCount = Leader(term: 0, log: [], settings: new ConsensusSettings { MaxBatchEntries = 3 });
        var byBytes = Leader(
            term: 0, log: [], settings: new ConsensusSettings { MaxBatchBytes = 2 * (LogEntry.OverheadBytes + 100) });

        Assert.Equal(3, FirstBatch(byCount).Count);
        Assert.Equal(2, FirstBatch(byBytes).Count);

        static IReadOnlyList<LogEntry> FirstBatch(Leader leader)
        {
            Done(leader.Hears(Other, Holds(1, 1)));
            for (var n = 1; n <= 10; n++)
                leader.On(new Propose(n, EntryKind.Command, new byte[100]), Now);
            return Assert.IsType<EntriesAppended>(Assert.Single(leader.On(Flush.Instance, Now).Events)).Entries;
        }
    }

    [Fact]
    public void An_answer_to_a_request_from_before_the_follower_went_back_moves_nothing()
    {
        var leader = LeaderOf(5, new ConsensusSettings());
        To(Other, leader.Hears(Other, Holds(2, 3)));
        var refused = leader.Peers[Other].Request;
        leader.Hears(Other, new AppendReply(2, false, 6, 0, 5, 1, refused));
        var next = leader.Peers[Other].Next;

        leader.Hears(Other, new AppendReply(2, false, 5, 0, 1, 1, refused));

        Assert.Equal((3, next), (leader.Peers[Other].Match, leader.Peers[Other].Next));
    }

    [Fact]
    public void An_acknowledgement_of_an_earlier_term_counts_for_nothing()
    {
        var leader = LeaderOf(5, new ConsensusSettings());

        leader.Hears(Other, Holds(term: 1, match: 6));

        Assert.Equal(0, leader.Peers[Other].Match);
        Assert.Equal(0, leader.Replica.CommitIndex);
    }

    [Fact]
    public void A_heartbeat_tells_a_follower_no_commit_index_that_it_could_not_check()
    {
        var leader = LeaderOf(5, new ConsensusSettings());
        To(Other, leader.Hears(Other, Holds(2, 6)));
        Assert.Equal(6, leader.Replica.CommitIndex);

        var beat = Assert.Single(To(Third, leader.On(HeartbeatDue.Instance, Now)));
        var behind = Follower(term: 2, log: [1]);
        var heard = behind.Hears(Me, beat);

        Assert.InRange(behind.Replica.CommitIndex, 0, 1);
        Assert.Empty(heard.Events);
    }
}
