using Akka.Actor;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Host.Nodes;

namespace Raft.Host.Demo;

/// <summary>
/// A node's clock and network as the demo's page wants them: slowed down, so that an election can be watched message by
/// message, and cut. There is one in a node that <c>raft demo</c> started, and in no other.
/// </summary>
/// <param name="self">The node's name.</param>
/// <param name="token">The word without which it takes no orders.</param>
internal sealed class DemoNetwork(string self, string token)
{
    /// <summary>
    /// The environment variable in which the demo tells its nodes where it listens, and the word: a command line is for
    /// all to see.
    /// </summary>
    public const string Variable = "RAFT_DEMO_CONTROL";

    /// <summary>The header that carries the word.</summary>
    public const string TokenHeader = "X-Demo-Token";

    /// <summary>The slowest that it goes.</summary>
    public const double Slowest = 100;

    // At fifty-fold a message takes a second, a tenth of the shortest silence that a follower puts up with.
    private const double MessageMs = 20;

    private readonly Lock _gate = new();
    private Func<TimeSpan> _clock = () => TimeSpan.Zero;
    private TimeSpan _outerStart;
    private TimeSpan _innerStart;
    private volatile DemoWeather _weather = new([], 1);

    /// <summary>The demo that started this process, if one did.</summary>
    public static DemoAccess? Access() =>
        Environment.GetEnvironmentVariable(Variable)?.Split(' ') is [var control, var token]
            ? new DemoAccess(control, token)
            : null;

    /// <summary>The word without which it takes no orders.</summary>
    public string Token => token;

    /// <summary>By how much time goes slower.</summary>
    public double Slow => _weather.Slow;

    /// <summary>How long a message is kept on its way, by the wall's clock.</summary>
    public double DelayMs => Slow > 1 ? MessageMs * Slow : 0;

    /// <summary>Whether messages to a node are dropped.</summary>
    public bool Drops(string to) =>
        _weather.Isolated is { Count: > 0 } isolated && (isolated.Contains(self) || isolated.Contains(to));

    /// <summary>Gives the node this clock and this network.</summary>
    public NodeSetup Adjust(NodeSetup setup, IScheduler scheduler)
    {
        _clock = setup.Clock;
        _outerStart = _innerStart = _clock();
        return setup with { Clock = Clock, Peers = new Peers(this, setup.Peers, scheduler) };
    }

    /// <summary>The weather changes. The clock goes on from where it is, at another speed.</summary>
    public void Change(DemoWeather weather)
    {
        lock (_gate)
        {
            _innerStart = Clock();
            _outerStart = _clock();
            _weather = weather with { Slow = Math.Clamp(weather.Slow, 1, Slowest) };
        }
    }

    private TimeSpan Clock()
    {
        lock (_gate)
            return _innerStart + ((_clock() - _outerStart) / _weather.Slow);
    }

    /// <summary>
    /// Delays and drops. Delayed messages leave from the scheduler's thread, so it takes turns with the node's.
    /// </summary>
    private sealed class Peers(DemoNetwork network, IPeers inner, IScheduler scheduler) : IPeers
    {
        private readonly Lock _turns = new();

        public void Learn(ClusterConfiguration configuration)
        {
            lock (_turns)
                inner.Learn(configuration);
        }

        public NodeId? At(Address address)
        {
            lock (_turns)
                return inner.At(address);
        }

        public void Send(NodeId to, object message, IActorRef sender)
        {
            if (network.DelayMs is > 0 and var delay)
                scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(delay), () => SendNow(to, message, sender));
            else
                SendNow(to, message, sender);
        }

        private void SendNow(NodeId to, object message, IActorRef sender)
        {
            if (network.Drops(to.Value))
                return;
            lock (_turns)
                inner.Send(to, message, sender);
        }
    }
}
