using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// Several ActorSystems, one per node, on one thread, one virtual clock, one network and one set of disks. The same
/// seed gives the same trace, in every process. Create, drive and dispose of it on one thread, so in synchronous specs.
/// What follows real time or the thread pool in Akka stays out of it: Ask, Task-based journals, Terminate.
/// </summary>
public sealed class VirtualWorld : IDisposable
{
    private static readonly Config Base = ConfigurationFactory.ParseString(VirtualConfig.Hocon);

    [ThreadStatic]
    private static VirtualWorld? _underConstruction;

    private readonly List<ActorSystem> _systems = [];
    private readonly List<string> _log = [];

    /// <summary>Creates an empty world at virtual time zero.</summary>
    /// <param name="seed">Draws everything that is drawn: network, dice, and the interleaving if shuffled.</param>
    /// <param name="shuffle">Whether ready actors run in an order drawn from the seed.</param>
    public VirtualWorld(int seed = 0, bool shuffle = false)
    {
        Seed = seed;
        Queue = new RunQueue(shuffle ? seed : null);
        Clock = new VirtualClock(Queue);
        Trace = new Trace(Clock);
        Dice = new Random(seed);
        Network = new VirtualNetwork(this, new Random(unchecked(seed * 31 + 1)));
        Disk = new VirtualDisk();
    }

    /// <summary>The seed of this world.</summary>
    public int Seed { get; }

    /// <summary>Randomness for scenarios; the network has dice of its own.</summary>
    public Random Dice { get; }

    /// <summary>Everything ready to run now.</summary>
    public RunQueue Queue { get; }

    /// <summary>Everything that will be due later.</summary>
    public VirtualClock Clock { get; }

    /// <summary>What happened.</summary>
    public Trace Trace { get; }

    /// <summary>Carries messages between the systems.</summary>
    public VirtualNetwork Network { get; }

    /// <summary>What survives the death of a system: journals and snapshots, by persistence id.</summary>
    public VirtualDisk Disk { get; }

    /// <summary>Virtual time since the world began.</summary>
    public TimeSpan Now => Clock.Now;

    /// <summary>What the systems logged at warning level and above.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>The world whose ActorSystem this thread creates; Akka builds the scheduler by reflection.</summary>
    internal static VirtualWorld UnderConstruction => _underConstruction
        ?? throw new InvalidOperationException("Only VirtualWorld.StartSystem creates an ActorSystem in virtual time.");

    internal static VirtualWorld Of(Settings settings)
    {
        var setup = settings.Setup.Get<VirtualWorldSetup>();
        return setup.HasValue
            ? setup.Value.World
            : throw new ConfigurationException("Only VirtualWorld.StartSystem creates an ActorSystem in virtual time.");
    }

    /// <summary>Starts a node's ActorSystem.</summary>
    /// <param name="name">The system's name.</param>
    /// <param name="config">HOCON above the world's own; it must not give dispatchers other than the world's.</param>
    /// <param name="setups">More setups for the system.</param>
    public ActorSystem StartSystem(string name, string config = "", params Setup[] setups)
    {
        var full = ConfigurationFactory.ParseString(config).WithFallback(Base);
        var setup = ActorSystemSetup.Create([new VirtualWorldSetup(this), .. setups])
            .WithSetup(BootstrapSetup.Create().WithConfig(full));
        var outer = _underConstruction;
        _underConstruction = this;
        try
        {
            var system = ActorSystem.Create(name, setup);
            _systems.Add(system);
            Queue.Drain();
            return system;
        }
        finally
        {
            _underConstruction = outer;
        }
    }

    /// <summary>
    /// The process of this system dies: its actors stop and its scheduled work reaches nobody. Writes that are under
    /// way on the disk go on; <see cref="VirtualDisk.LosePending"/> makes it the death of the machine.
    /// </summary>
    public void Abort(ActorSystem system)
    {
        _systems.Remove(system);
        Network.Disconnect(system);
        ((ExtendedActorSystem)system).Abort();
        Queue.Drain();
    }

    /// <summary>Starts an actor and lets it finish its start.</summary>
    public IActorRef Spawn(ActorSystem system, Props props, string name)
    {
        var actor = system.ActorOf(props, name);
        Queue.Drain();
        return actor;
    }

    /// <summary>Starts a probe.</summary>
    public Recorder Record(ActorSystem system, string name) => new(this, system, name);

    /// <summary>Lets virtual time pass, with everything that happens in it.</summary>
    public void Run(TimeSpan duration)
    {
        var end = Now + duration;
        Queue.Drain();
        while (Clock.FireNext(end))
            Queue.Drain();
    }

    /// <summary>Lets time pass until the condition holds; it is looked at after each instant's work.</summary>
    /// <exception cref="VirtualTimeException">It did not hold within <paramref name="limit"/>.</exception>
    public void RunUntil(Func<bool> condition, TimeSpan limit, string reason)
    {
        var end = Now + limit;
        Queue.Drain();
        while (!condition())
        {
            if (!Clock.FireNext(end))
                throw new VirtualTimeException($"After {limit} of waiting for: {reason}\n{Trace.Tail()}\n{LogTail()}");
            Queue.Drain();
        }
    }

    /// <summary>Stops all systems.</summary>
    public void Dispose()
    {
        foreach (var system in _systems)
            ((ExtendedActorSystem)system).Abort();
        Queue.RunOut();
    }

    internal void Logged(LogEvent entry)
    {
        if (entry.LogLevel() >= LogLevel.WarningLevel)
            _log.Add($"{Now.TotalSeconds:0.000000} {entry.LogLevel()} {entry.LogSource} {entry.Message} {entry.Cause}");
    }

    private string LogTail() => string.Join('\n', _log.TakeLast(10));
}

/// <summary>Leads what Akka builds by reflection to its world.</summary>
internal sealed class VirtualWorldSetup(VirtualWorld world) : Setup
{
    public VirtualWorld World { get; } = world;
}
