using Akka.Actor;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Conformance;

public sealed class VirtualNetworkSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualWorld _world = new(seed: 7);
    private readonly Dictionary<string, ActorSystem> _systems = [];
    private readonly Dictionary<string, Recorder> _nodes = [];

    public VirtualNetworkSpecs()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Start(name);
    }

    private VirtualNetwork Network => _world.Network;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_message_takes_its_time_and_comes_once()
    {
        Network.Weather = new NetworkWeather { MinDelay = Second, MaxDelay = Second };

        Network.Send("a", "b", "hello");
        _world.Run(10 * Second);

        Assert.Equal(("hello", Second), (_nodes["b"].Messages.Single(), _nodes["b"].Received[0].At));
        Assert.Empty(_nodes["c"].Received);
    }

    [Fact]
    public void Messages_of_one_link_keep_their_order_unless_the_weather_says_otherwise()
    {
        var jitter = new NetworkWeather { MinDelay = TimeSpan.Zero, MaxDelay = Second };

        Assert.Equal(Enumerable.Range(0, 50), Arrivals(jitter));
        Assert.NotEqual(Enumerable.Range(0, 50), Arrivals(jitter with { Reorders = true }));
    }

    [Fact]
    public void Messages_get_lost_and_doubled_in_the_given_share()
    {
        Assert.InRange(Arrivals(new NetworkWeather { Loss = 0.5 }).Count, 10, 40);
        Assert.InRange(Arrivals(new NetworkWeather { Duplication = 0.5 }).Count, 60, 90);
        Assert.Empty(Arrivals(new NetworkWeather { Loss = 1 }));
    }

    [Fact]
    public void A_message_crosses_as_bytes()
    {
        var sent = new Greeting("hello", 3);

        Network.Send("a", "b", sent);
        _world.Run(Second);

        var received = Assert.Single(_nodes["b"].Messages);
        Assert.Equal(sent, received);
        Assert.NotSame(sent, received);
    }

    [Fact]
    public void Nothing_passes_between_the_parts_of_a_partition_until_it_heals()
    {
        Network.Partition("a", "b");
        SendAll();
        Assert.Equal(["b"], Heard("a"));
        Assert.Equal(["a"], Heard("b"));
        Assert.Empty(Heard("c"));

        Network.Heal();
        SendAll();

        Assert.Equal(["b", "c"], Heard("a"));
        Assert.Equal(["a", "b"], Heard("c"));
    }

    [Fact]
    public void A_link_can_be_cut_one_way()
    {
        Network.Cut("a", "b", bothWays: false);

        SendAll();

        Assert.Equal(["b", "c"], Heard("a"));
        Assert.Equal(["c"], Heard("b"));
    }

    [Fact]
    public void What_is_on_its_way_when_the_link_is_cut_is_lost()
    {
        Network.Send("a", "b", "hello");
        Network.Isolate("b");

        _world.Run(Second);

        Assert.Empty(_nodes["b"].Received);
        Assert.Equal(1, Network.Lost);
    }

    [Fact]
    public void A_node_that_is_down_hears_nothing_and_one_that_is_back_hears_again()
    {
        _world.Abort(_systems["b"]);
        Network.Send("a", "b", "lost");
        Network.Send("b", "a", "from the grave");
        _world.Run(Second);

        Start("b");
        Network.Send("a", "b", "hello again");
        _world.Run(Second);

        Assert.Equal(["hello again"], _nodes["b"].Messages);
        Assert.Empty(_nodes["a"].Received);
    }

    [Fact]
    public void A_node_stays_isolated_over_its_restart()
    {
        _world.Abort(_systems["b"]);
        Network.Isolate("a");
        Start("b");

        Network.Send("a", "b", "hello");
        _world.Run(Second);

        Assert.Empty(_nodes["b"].Received);
    }

    private void Start(string name)
    {
        var system = _systems[name] = _world.StartSystem(name);
        _nodes[name] = _world.Record(system, "node");
        Network.Register(name, system, _nodes[name].Ref);
    }

    private void SendAll()
    {
        foreach (var node in _nodes.Values)
            node.Clear();
        foreach (var from in _nodes.Keys)
            foreach (var to in _nodes.Keys.Where(to => to != from))
                Network.Send(from, to, from);
        _world.Run(Second);
    }

    private IEnumerable<object> Heard(string name) => _nodes[name].Messages;

    private List<int> Arrivals(NetworkWeather weather)
    {
        _nodes["b"].Clear();
        Network.Weather = weather;
        for (var i = 0; i < 50; i++)
            Network.Send("a", "b", new Greeting("hello", i));
        _world.Run(10 * Second);
        return [.. _nodes["b"].Of<Greeting>().Select(greeting => greeting.Number)];
    }

    private sealed record Greeting(string Text, int Number);
}
