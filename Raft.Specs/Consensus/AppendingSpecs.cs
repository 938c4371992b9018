using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public class AppendingSpecs
{
    [Fact]
    public void Entries_are_on_disk_before_they_are_acknowledged()
    {
        var turn = Follower(term: 1, log: [1]).Hears(Other, Append(1, 1, 1, Entries(2, 1, 1)));

        Assert.Equal(2, Assert.IsType<EntriesAppended>(Assert.Single(turn.Unsaved())).Entries.Count);
        Assert.Empty(turn.Requests);
        Assert.Equal(3, turn.Says<AppendReply>(Other).MatchIndex);
    }

    [Fact]
    public void A_gap_is_refused_and_told_where_the_log_ends()
    {
        var reply = Follower(term: 2, log: [1, 1]).Hears(Other, Append(2, 5, 2)).Says<AppendReply>(Other);
        Assert.Equal((false, 0, 3), (reply.Success, reply.ConflictTerm, reply.ConflictIndex));
    }

    [Fact]
    public void A_conflict_is_refused_and_told_where_its_term_begins()
    {
        var reply = Follower(term: 4, log: [1, 2, 2, 2]).Hears(Other, Append(4, 4, 3)).Says<AppendReply>(Other);
        Assert.Equal((false, 2, 2), (reply.Success, reply.ConflictTerm, reply.ConflictIndex));
    }

    [Fact]
    public void A_refused_request_still_proves_that_the_leader_lives()
    {
        var follower = Follower(term: 2, log: []);
        Done(follower.Hears(Other, Append(2, 5, 2), Start + Ms(450)));
        Assert.True(follower.Wake.At >= Start + Ms(950));
    }

    [Fact]
    public void A_conflicting_suffix_gives_way()
    {
        var turn = Follower(term: 3, log: [1, 2, 2]).Hears(Other, Append(3, 1, 1, Entries(2, 3)));
        Assert.Equal(1, Assert.IsType<EntriesAppended>(Assert.Single(turn.Events)).After);
        Assert.Equal(2, turn.Role.Replica.Ledger.Log.LastIndex);
    }

    [Fact]
    public void A_delayed_shorter_request_deletes_nothing()
    {
        var turn = Follower(term: 1, log: [1, 1, 1]).Hears(Other, Append(1, 0, 0, Entries(1, 1)));
        Assert.Empty(turn.Events);
        Assert.Equal(3, turn.Role.Replica.Ledger.Log.LastIndex);
    }

    [Fact]
    public void A_committed_entry_is_never_overwritten()
    {
        var follower = Follower(term: 1, log: [1, 1]);
        Done(follower.Hears(Other, Append(1, 2, 1, commit: 2)));
        Assert.Throws<InvariantViolation>(() => follower.Hears(Third, Append(2, 0, 0, Entries(1, 2))));
    }

    [Fact]
    public void A_follower_commits_no_further_than_the_request_proves()
    {
        var turn = Follower(term: 2, log: [1, 1, 1]).Hears(Other, Append(2, 1, 1, commit: 3));
        Assert.Equal([1L], turn.Committed.Select(c => c.Entry.Index));
    }

    [Fact]
    public void A_commit_index_beyond_the_log_is_bounded_and_not_fatal()
    {
        var turn = Follower(term: 2, log: [1]).Hears(Other, Append(2, 1, 1, Entries(2, 2), commit: 99));
        Assert.Equal(2, turn.Role.Replica.CommitIndex);
    }

    [Fact]
    public void A_follower_acknowledges_no_more_than_the_request_proves()
    {
        var reply = Follower(term: 2, log: [1, 1, 1]).Hears(Other, Append(2, 1, 1)).Says<AppendReply>(Other);
        Assert.Equal((true, 1), (reply.Success, reply.MatchIndex));
    }

    [Fact]
    public void A_commit_index_does_not_go_back()
    {
        Role follower = Follower(term: 2, log: [1, 2]);
        follower = Done(follower.Hears(Other, Append(2, 2, 2, commit: 2)));
        var late = follower.Hears(Other, Append(2, 2, 2, commit: 1));

        Assert.Equal(2, late.Role.Replica.CommitIndex);
    }

    [Fact]
    public void A_leader_of_an_earlier_term_is_told_the_current_one()
    {
        var follower = Follower(term: 5, log: []);
        var wake = follower.Wake.At;
        var reply = follower.Hears(Other, Append(4, 0, 0), Start + Ms(300)).Says<AppendReply>(Other);
        Assert.Equal((5, false), (reply.Term, reply.Success));
        Assert.Equal(wake, follower.Wake.At);
    }
}
