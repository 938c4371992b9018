using Akka.Actor;
using Raft.Actors;
using Raft.Actors.Client;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// A real node, with its guardian and its client gateway, in an ActorSystem of its own in a virtual world.
/// </summary>
internal sealed class VirtualNode
{
    /// <summary>The group that every node of these specs belongs to.</summary>
    public const string GroupName = "specs";

    /// <summary>The library's own configuration.</summary>
    public static readonly string Defaults = ReadDefaults();

    private readonly VirtualWorld _world;
    private readonly VirtualAudit _audit;
    private readonly List<LeadershipChanged> _views = [];
    private ActorSystem? _system;
    private RaftGroup? _group;
    private Recorder? _asker;
    private int _lives;
    private int _asked;

    public VirtualNode(VirtualWorld world, VirtualAudit audit, RaftSettings settings)
    {
        _world = world;
        _audit = audit;
        Settings = settings;
        Start();
    }

    /// <summary>Its settings, which may be changed between two lives.</summary>
    public RaftSettings Settings { get; set; }

    /// <summary>Its name.</summary>
    public NodeId Id => Settings.Node;

    /// <summary>The name of its part of the disk.</summary>
    public string PersistenceId => $"raft-{GroupName}-{Id}";

    /// <summary>Whether its process runs. Its node may have stopped all the same.</summary>
    public bool IsUp => _system is not null;

    /// <summary>Its system.</summary>
    public ActorSystem System => _system ?? throw new InvalidOperationException($"{Id} is down");

    /// <summary>The state machine of its present life.</summary>
    public AuditedMachine Machine { get; private set; } = null!;

    /// <summary>Its views of its role, its term and its leader, in all its lives.</summary>
    public IReadOnlyList<LeadershipChanged> Views => _views;

    /// <summary>Its latest view in its present life, or null.</summary>
    public LeadershipChanged? View { get; private set; }

    /// <summary>Whether it runs and believes to lead.</summary>
    public bool Leads => IsUp && View is { Role: NodeRole.Leader };

    /// <summary>What looks over its shoulder, once a spec opens it.</summary>
    public WatchfulEye Eye { get; } = new();

    /// <summary>Its group.</summary>
    public RaftGroup Group => _group ?? throw new InvalidOperationException($"{Id} is down");

    /// <summary>Why it stopped by itself, or null.</summary>
    public string? StoppedBecause => (Group.Stopped.Exception?.InnerException as RaftNodeFailedException)?.Message;

    /// <summary>What was not to happen to it, as it was logged.</summary>
    public IEnumerable<string> LogLines => _world.Log.Where(l => l.Contains($"//{Id}/", StringComparison.Ordinal));

    /// <summary>What its disk would tell it after a restart.</summary>
    public Raft.Actors.Consensus.Ledger OnDisk => _audit.Promises.OnDisk(Id);

    /// <summary>Starts it from what its disk holds.</summary>
    public void Start()
    {
        _lives++;
        View = null;
        _system = _world.StartSystem(Id.Value, Defaults);
        _audit.Promises.Watch(Id, _system, PersistenceId);
        _world.Spawn(_system, Props.Create(() => new Witness(this)), "witness");
        _asker = _world.Record(_system, "asker");
        var setup = new NodeSetup
        {
            Group = GroupName,
            Settings = Settings,
            Machine = () => Machine = new AuditedMachine(Id, _audit.Agreement),
            Peers = new VirtualPeers(_world, Id, _audit.Promises),
            Clock = () => _world.Now,
            Background = (work, to) => to.Tell(work(), ActorRefs.NoSender),
            Dice = new Random(HashOf(_world.Seed, Id.Value, _lives)),
            Observer = Eye,
        };
        _group = RaftGroups.For(_system).Start(setup);
        _world.Queue.Drain();
        var node = ((ExtendedActorSystem)_system).Provider.ResolveActorRef(
            $"akka://{Id}{RemotePeers.LocalPath(GroupName)}");
        _world.Network.Register(Id.Value, _system, node);
    }

    /// <summary>
    /// Its process dies. What its disk has in hand is written all the same, unless the machine dies too.
    /// </summary>
    public void Crash(bool machine = false)
    {
        if (_system is not { } system)
            return;
        (_system, _group, View) = (null, null, null);
        _world.Abort(system);
        if (machine)
            _world.Disk.LosePending(PersistenceId);
    }

    /// <summary>Its picture of itself, or null when it does not answer at once, as when it writes.</summary>
    public NodeStatus? Status() => Ask(GetStatus.Instance) as NodeStatus;

    /// <summary>The machine's content.</summary>
    public IReadOnlyDictionary<string, string> Content() => KeyValues.ContentOf(Machine);

    /// <summary>Says something to the node by itself.</summary>
    public void Tell(object message, IActorRef? sender = null)
    {
        Group.Node.Tell(message, sender ?? ActorRefs.NoSender);
        _world.Queue.Drain();
    }

    /// <summary>Asks the node by itself and gives the answer that comes without time passing, or null.</summary>
    public object? Ask(IClientRequest request)
    {
        var reply = Request(request);
        return reply.Answer;
    }

    /// <summary>Asks the node by itself; the answer may come later.</summary>
    public Reply Request(IClientRequest request, int timeoutMs = 5000)
    {
        var call = ++_asked;
        var reply = new Reply(_asker!, call);
        Tell(new ClientCall(call, request, timeoutMs), _asker!.Ref);
        return reply;
    }

    /// <summary>Asks through the process's client gateway.</summary>
    public Task<object> Submit(IClientRequest request, TimeSpan? timeout = null, string? traceParent = null)
    {
        var waiting = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        System.ActorSelection($"/user/raft-{GroupName}-client").Tell(
            new ClientGateway.Submit(request, timeout ?? TimeSpan.FromSeconds(5), waiting, traceParent),
            ActorRefs.NoSender);
        _world.Queue.Drain();
        return waiting.Task;
    }

    /// <inheritdoc/>
    public override string ToString() => Id.Value;

    private static int HashOf(int seed, string name, int life) => unchecked((((seed * 31) + name[^1]) * 31) + life);

    private static string ReadDefaults()
    {
        using var stream = typeof(RaftSettings).Assembly.GetManifestResourceStream("Raft.Actors.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Saw(LeadershipChanged change)
    {
        View = change;
        _views.Add(change);
        _audit.Saw(change);
        _world.Trace.Note($"{Id} is {change.Role} of term {change.Term} under {change.Leader?.Value ?? "nobody"}");
    }

    /// <summary>The answer to a request, once it is there. A bare request's is told by its type alone.</summary>
    public sealed class Reply(Recorder asker, long call)
    {
        /// <summary>The answer, or null so far.</summary>
        public object? Answer => asker.Of<ClientReturn>().FirstOrDefault(r => r.Call == call)?.Answer;

        /// <summary>How many answers came.</summary>
        public int Count => asker.Of<ClientReturn>().Count(r => r.Call == call);
    }

    private sealed class Witness(VirtualNode node) : UntypedActor
    {
        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(LeadershipChanged));

        protected override void OnReceive(object message) => node.Saw((LeadershipChanged)message);
    }
}
