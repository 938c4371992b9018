using Raft.Actors.Protocol;

namespace Raft.Specs.Node;

/// <summary>What an observer sees of a node, and that it changes nothing.</summary>
public sealed class WatchSpecs
{
    [Fact]
    public void Whoever_watches_an_election_sees_who_asked_who_voted_and_who_leads()
    {
        using var cluster = Watched(seed: 3);

        var leader = cluster.ElectNode();

        var term = leader.View!.Term;
        Assert.Contains(leader.Eye.Pictures, picture => picture.IsCanvassing);
        Assert.Contains(
            leader.Eye.Pictures, picture => picture.Sent.Any(sent => sent.Message is RequestVote { PreVote: false }));
        Assert.Contains(
            cluster.But(leader).SelectMany(node => node.Eye.Pictures),
            picture => picture.VotedFor == leader.Id && picture.Term == term
                && picture.Sent.Any(sent =>
                    sent.To == leader.Id && sent.Message is VoteReply { Granted: true, PreVote: false }));
        Assert.Equal((NodeRole.Leader, term, leader.Id), Now(leader));
    }

    [Fact]
    public void Whoever_watches_a_write_sees_it_appended_then_committed_and_applied()
    {
        using var cluster = Watched(seed: 4);
        var leader = cluster.ElectNode();

        cluster.Set("ana", "4");

        var index = leader.Status()!.LastIndex;
        var appended = leader.Eye.Pictures.First(picture => picture.LastIndex == index);
        Assert.Equal(index, appended.Tail[^1].Index);
        Assert.True(appended.CommitIndex < index);
        Assert.Contains(leader.Eye.Pictures, picture => picture.CommitIndex == index && picture.AppliedIndex == index);
    }

    [Fact]
    public void A_followers_picture_says_how_long_its_patience_lasts()
    {
        using var cluster = Watched(seed: 5);
        var leader = cluster.ElectNode();
        cluster.Converge();

        var follower = cluster.But(leader).First();

        Assert.InRange(
            follower.Eye.Pictures[^1].WakesIn!.Value, TimeSpan.Zero, follower.Settings.Consensus.ElectionTimeoutMax);
    }

    [Fact]
    public void A_node_that_nobody_watches_makes_no_pictures()
    {
        using var cluster = new VirtualRaft(3);

        cluster.ElectNode();

        Assert.All(cluster.Nodes, node => Assert.Empty(node.Eye.Pictures));
    }

    [Fact]
    public void That_somebody_watches_changes_nothing()
    {
        using var watched = Watched(seed: 6);
        using var alone = new VirtualRaft(3, seed: 6);

        foreach (var cluster in new[] { watched, alone })
        {
            cluster.ElectNode();
            cluster.Run(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(alone.World.Network.Delivered, watched.World.Network.Delivered);
        Assert.Equal(alone.Nodes.SelectMany(node => node.Views), watched.Nodes.SelectMany(node => node.Views));
    }

    private static VirtualRaft Watched(int seed)
    {
        var cluster = new VirtualRaft(3, seed);
        foreach (var node in cluster.Nodes)
            node.Eye.IsWatched = true;
        return cluster;
    }

    private static (NodeRole Role, long Term, NodeId? Leader) Now(VirtualNode node) =>
        (node.Eye.Pictures[^1].Role, node.Eye.Pictures[^1].Term, node.Eye.Pictures[^1].Leader);
}
