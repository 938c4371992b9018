using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

/// <summary>
/// A lease read trusts that nobody else can be elected yet: whatever happens, only time may end that.
/// </summary>
public class LeaseSpecs
{
    private static readonly ConsensusSettings Leases = new() { LeaseReads = true };

    [Fact]
    public void A_broken_connection_does_not_end_the_leaders_lease()
    {
        var follower = Following(Other);
        var patience = follower.Wake.At;

        Done(follower.On(new PeerLost(Other), Start + Ms(10)));

        Assert.Equal(patience, follower.Wake.At);
        Assert.False(follower.Hears(Third, new RequestVote(3, 0, 0), Start + Ms(100)).Says<VoteReply>(Third).Granted);
    }

    [Fact]
    public void Without_lease_reads_a_broken_connection_ends_the_wait()
    {
        var follower = Following(Other, new ConsensusSettings());

        Done(follower.On(new PeerLost(Other), Start + Ms(10)));

        Assert.True(follower.Wake.At <= Start + Ms(110));
    }

    [Fact]
    public void A_later_term_does_not_end_the_lease_of_the_earlier_ones_leader()
    {
        var follower = Following(Other);
        var later = Done(follower.Hears(Third, new VoteReply(5, 5, false), Start + Ms(50)));

        Assert.Equal(5, later.Replica.Ledger.Term);
        Assert.False(later.Hears(Third, new RequestVote(6, 0, 0), Start + Ms(100)).Says<VoteReply>(Third).Granted);
        Assert.True(later.Hears(Third, new RequestVote(6, 0, 0), Start + Ms(501)).Says<VoteReply>(Third).Granted);
    }

    [Fact]
    public void A_leader_that_once_told_an_heir_to_stand_reads_by_lease_no_more_in_that_term()
    {
        var at = Start + TimeSpan.FromSeconds(5);
        var leader = Leader(term: 1, log: [], settings: Leases);
        Done(leader.Hears(Other, new AppendReply(2, true, 1, 0, 0, 1, 1), at));
        Assert.Single(leader.On(new Read(1, ReadConsistency.Lease), at).Reads);

        Assert.Single(leader.On(new TransferLeadership(2, Other), at).Requests, o => o.Message is TimeoutNow);
        Done(leader.Hears(Other, new AppendReply(2, true, 1, 0, 0, 1, 2), at + Ms(900)));
        // the transfer is given up; its message may still arrive
        Done(leader.On(HeartbeatDue.Instance, at + Ms(1001)));
        Done(leader.Hears(Other, new AppendReply(2, true, 1, 0, 0, 2, 3), at + Ms(1002)));

        Assert.Empty(leader.On(new Read(3, ReadConsistency.Lease), at + Ms(1003)).Reads);
    }

    private static Follower Following(NodeId leader, ConsensusSettings? settings = null)
    {
        var follower = Follower(term: 2, log: [], settings: settings ?? Leases);
        Done(follower.Hears(leader, Append(2, 0, 0), Start));
        return follower;
    }
}
