using Raft.Actors.Consensus;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Host.Demo;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

/// <summary>What listeners hear of a node.</summary>
public sealed class NodeFeedSpecs : IDisposable
{
    private static readonly NodeId Other = new("node-2");

    private readonly NodeFeed _feed = new("node-1", new ConsensusSettings());

    public void Dispose() => _feed.Dispose();

    [Fact]
    public void While_nobody_listens_the_node_is_not_asked()
    {
        Assert.False(_feed.IsWatched);

        var client = _feed.Listen()!;
        Assert.True(_feed.IsWatched);

        _feed.Leave(client);
        Assert.False(_feed.IsWatched);
    }

    [Fact]
    public void A_slow_listener_hears_the_latest_and_how_much_it_missed()
    {
        var client = _feed.Listen()!;
        for (var term = 1; term <= 300; term++)
            _feed.Turned(Picture(term, new RequestVote(term, 0, 0)));

        var (picture, news, dropped) = client.Take();

        Assert.Equal(300, picture!.Term);
        Assert.Equal(256, news.Count);
        Assert.Equal(600 - 256, dropped);                  // each turn brought a new term and a question
        Assert.Equal(("vote", 300L), (news[^1].Kind, news[^1].Term));
        Assert.Equal((null, 0, 0), (client.Take().Picture, client.Take().News.Count, client.Take().Dropped));
    }

    [Fact]
    public void Of_messages_that_repeat_themselves_it_hears_as_many_as_an_eye_can_follow_and_of_votes_every_one()
    {
        var client = _feed.Listen()!;
        var heartbeats = Enumerable.Repeat<PeerMessage>(new AppendEntries(1, 0, 0, [], 0, 0, 0), 200);
        _feed.Turned(Picture(1, [.. heartbeats, .. Enumerable.Repeat<PeerMessage>(new VoteReply(1, 1, true), 20)]));

        var (_, news, dropped) = client.Take();

        Assert.InRange(news.Count(item => item.Kind == "append"), 50, 60);
        Assert.Equal(20, news.Count(item => item is { Kind: "voteReply", Ok: true, To: "node-2" }));
        Assert.Equal(200 - news.Count(item => item.Kind == "append"), dropped);
    }

    [Fact]
    public void A_leader_tells_how_long_entries_took_to_be_committed()
    {
        _feed.Turned(
            Picture(1) with { Role = NodeRole.Leader, CommitIndex = 3, LastIndex = 3, At = TimeSpan.FromSeconds(1) });
        _feed.Turned(
            Picture(1) with { Role = NodeRole.Leader, CommitIndex = 3, LastIndex = 4, At = TimeSpan.FromSeconds(2) });
        var committed = Picture(1) with
        {
            Role = NodeRole.Leader,
            CommitIndex = 4,
            LastIndex = 4,
            At = TimeSpan.FromSeconds(2.025),
        };
        _feed.Turned(committed);

        Assert.Equal(25, _feed.StateOf(committed).LatencyMs);
    }

    [Fact]
    public void Time_that_is_slowed_down_goes_on_from_where_it_is()
    {
        var wall = TimeSpan.FromSeconds(100);
        var network = new DemoNetwork("node-1", "word");
        var clock = network.Adjust(
            new NodeSetup
            {
                Group = "kv",
                Settings = null!,
                Machine = null!,
                Peers = null!,
                Clock = () => wall,
                Dice = Random.Shared,
            },
            scheduler: null!).Clock;

        wall += TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.FromSeconds(101), clock());
        network.Change(new DemoWeather([], 50));
        Assert.Equal(TimeSpan.FromSeconds(101), clock());
        wall += TimeSpan.FromSeconds(50);
        Assert.Equal(TimeSpan.FromSeconds(102), clock());
        network.Change(new DemoWeather([], 1));
        wall += TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.FromSeconds(103), clock());
    }

    [Fact]
    public void A_node_that_is_cut_off_reaches_nobody_and_nobody_reaches_it()
    {
        var (cutOff, other) = (new DemoNetwork("node-1", "word"), new DemoNetwork("node-2", "word"));
        foreach (var network in new[] { cutOff, other })
            network.Change(new DemoWeather(["node-1"], 1));

        Assert.True(cutOff.Drops("node-2"));
        Assert.True(other.Drops("node-1"));
        Assert.False(other.Drops("node-3"));
    }

    private static NodePicture Picture(long term, params PeerMessage[] sent) => new()
    {
        Node = new NodeId("node-1"),
        At = TimeSpan.Zero,
        Role = NodeRole.Candidate,
        Term = term,
        CommitIndex = 0,
        AppliedIndex = 0,
        LastIndex = 0,
        SnapshotIndex = 0,
        Tail = [],
        Sent = [.. sent.Select(message => new Outbound(Other, message))],
    };
}
