using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using static Raft.Specs.Consensus.Given;

namespace Raft.Specs.Consensus;

public sealed class MembershipSpecs
{
    [Fact]
    public void A_newcomer_that_never_spoke_has_not_caught_up_however_short_the_log()
    {
        var replica = Given.Node(0, [], voters: 1);
        var now = Start + TimeSpan.FromSeconds(5);
        Role role = Done(new Follower(replica, Start).On(ElectionTimeout.Instance, now));
        Assert.IsType<Leader>(role);

        role = Done(role.On(new ChangeMembers(7, [.. Voters(2).Members.Values], new HashSet<NodeId> { Me, Other }), now));
        for (var beat = 0; beat < 20; beat++)
            role = Done(role.On(HeartbeatDue.Instance, now += Ms(100)));

        Assert.IsType<Leader>(role);
        Assert.Equal([Me], replica.Ledger.Configuration.Voters);
        Assert.Contains(Other, replica.Ledger.Configuration.Target!);
    }
}
