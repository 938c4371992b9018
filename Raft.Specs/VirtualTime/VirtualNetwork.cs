using Akka.Actor;

namespace Raft.Specs.VirtualTime;

/// <summary>How the links of a network behave, drawn anew for each message.</summary>
public sealed record NetworkWeather
{
    /// <summary>A quiet network: every message arrives once, after one millisecond.</summary>
    public static readonly NetworkWeather Fair = new();

    /// <summary>The shortest way of a message.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest way of a message.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The share of messages that get lost, from 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>
    /// The share of messages that arrive twice, from 0 to 1; requests that have a sender, and answers, never do.
    /// </summary>
    public double Duplication { get; init; }

    /// <summary>
    /// Whether messages of one sender to one receiver may overtake each other. Akka.Remote keeps them in order while
    /// its connection lives, so that is the default.
    /// </summary>
    public bool Reorders { get; init; }
}

/// <summary>
/// Carries messages between endpoints that have names, over links with delay, loss, duplication and partitions, all
/// drawn from the seed. It stands in for Akka.Remote where several ActorSystems share one process in virtual time.
/// </summary>
public sealed class VirtualNetwork
{
    private readonly VirtualWorld _world;
    private readonly Random _dice;
    private readonly Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<(string From, string To)> _cuts = [];
    private readonly Dictionary<(string From, string To), TimeSpan> _lastArrivals = [];

    internal VirtualNetwork(VirtualWorld world, Random dice) => (_world, _dice) = (world, dice);

    /// <summary>How links behave from now on.</summary>
    public NetworkWeather Weather { get; set; } = NetworkWeather.Fair;

    /// <summary>
    /// Whether a message crosses as bytes, by the serializer its sender's ActorSystem binds to it. On by default: what
    /// cannot be serialized cannot reach a peer.
    /// </summary>
    public bool Serializes { get; set; } = true;

    /// <summary>Says how a message is written into the trace; null writes nothing.</summary>
    public Func<object, string>? Describe { get; set; } = message => message.ToString() ?? "";

    /// <summary>Messages delivered so far.</summary>
    public long Delivered { get; private set; }

    /// <summary>Messages lost so far, for whatever reason.</summary>
    public long Lost { get; private set; }

    /// <summary>Gives an actor a name on the network. A name that is taken moves, as after a restart.</summary>
    public void Register(string name, ActorSystem system, IActorRef actor)
    {
        _names.Add(name);
        _endpoints[name] = new Endpoint(system, actor);
    }

    /// <summary>Takes a name off the network.</summary>
    public void Unregister(string name) => _endpoints.Remove(name);

    /// <summary>
    /// Sends a message; nothing says whether it arrives. Without a sender the receiver sees none; what it answers to
    /// one takes the same network back.
    /// </summary>
    public void Send(string from, string to, object message, IActorRef? sender = null) =>
        Post(new Letter(from, to, message, sender));

    /// <summary>Cuts the link between two endpoints, one way or both; what is on its way is lost too.</summary>
    public void Cut(string from, string to, bool bothWays = true)
    {
        _cuts.Add((from, to));
        if (bothWays)
            _cuts.Add((to, from));
    }

    /// <summary>Cuts an endpoint off from all others, those that are down included.</summary>
    public void Isolate(string name) => Partition(name);

    /// <summary>Splits the network: messages pass only within the given group and among all the others.</summary>
    public void Partition(params string[] group)
    {
        foreach (var inside in group)
            foreach (var outside in _names.Except(group))
                Cut(inside, outside);
    }

    /// <summary>Mends the link between two endpoints, both ways.</summary>
    public void Mend(string one, string other)
    {
        _cuts.Remove((one, other));
        _cuts.Remove((other, one));
    }

    /// <summary>Mends all links. The weather stays as it is.</summary>
    public void Heal() => _cuts.Clear();

    internal void Disconnect(ActorSystem system)
    {
        foreach (var name in _endpoints.Where(pair => pair.Value.System == system).Select(pair => pair.Key).ToList())
            _endpoints.Remove(name);
    }

    private bool IsCut(string from, string to) => _cuts.Contains((from, to));

    private bool Happens(double share) => share > 0 && _dice.NextDouble() < share;

    private TimeSpan DrawDelay(string from, string to)
    {
        var spread = (Weather.MaxDelay - Weather.MinDelay).Ticks;
        var delay = Weather.MinDelay + TimeSpan.FromTicks(spread > 0 ? _dice.NextInt64(spread + 1) : 0);
        var arrival = _world.Now + delay;
        if (!Weather.Reorders && _lastArrivals.TryGetValue((from, to), out var last) && last > arrival)
            arrival = last;
        _lastArrivals[(from, to)] = arrival;
        return arrival - _world.Now;
    }

    private void Post(Letter letter)
    {
        var (from, to) = (letter.From, letter.To);
        if (!_endpoints.TryGetValue(from, out var origin) || IsCut(from, to) || Happens(Weather.Loss))
        {
            Lose(from, to, letter.Message);
            return;
        }

        var frozen = Serializes ? Frozen.Of(origin.System, letter.Message) : null;
        var copies = !letter.IsPartOfRequest && Happens(Weather.Duplication) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
            _world.Clock.Schedule(DrawDelay(from, to), () => Deliver(letter, frozen));
    }

    private void Deliver(Letter letter, Frozen? frozen)
    {
        var (from, to, message, sender) = letter;
        if (!_endpoints.TryGetValue(to, out var receiver) || IsCut(from, to))
        {
            Lose(from, to, message);
            return;
        }

        Delivered++;
        Note(from, "->", to, message);
        var answersTo = sender is null ? ActorRefs.NoSender : new ReturnAddress(this, letter, sender, receiver.System);
        (letter.Receiver ?? receiver.Actor).Tell(frozen is null ? message : frozen.Thaw(receiver.System), answersTo);
    }

    private void Lose(string from, string to, object message)
    {
        Lost++;
        Note(from, "-x", to, message);
    }

    private void Note(string from, string arrow, string to, object message)
    {
        if (Describe is { } describe)
            _world.Trace.Note($"{from} {arrow} {to} {describe(message)}");
    }

    private sealed record Endpoint(ActorSystem System, IActorRef Actor);

    private sealed record Letter(string From, string To, object Message, IActorRef? Sender)
    {
        /// <summary>Set on an answer, which goes to whoever asked and not to the endpoint's actor.</summary>
        public IActorRef? Receiver { get; init; }

        /// <summary>Akka delivers at most once, and whoever counts answers relies on it.</summary>
        public bool IsPartOfRequest => Sender is not null || Receiver is not null;
    }

    /// <summary>The sender of a letter as its receiver sees it.</summary>
    private sealed class ReturnAddress(VirtualNetwork network, Letter letter, IActorRef asker, ActorSystem here)
        : MinimalActorRef
    {
        public override ActorPath Path => asker.Path;

        public override IActorRefProvider Provider => ((ExtendedActorSystem)here).Provider;

        protected override void TellInternal(object message, IActorRef sender) =>
            network.Post(new Letter(letter.To, letter.From, message, null) { Receiver = asker });
    }
}
