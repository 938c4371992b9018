using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Raft.Actors.Consensus;
using Raft.Actors.Metrics;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;
using Raft.Actors.Tracing;

namespace Raft.Actors.Node;

/// <summary>
/// One node: a persistent actor that becomes follower, candidate and leader. Roles decide, this actor acts. It knows
/// who is asking, when to wake and where bytes go; what is true and what may be promised is the role's.
/// </summary>
internal sealed partial class RaftNode : UntypedPersistentActor, IWithTimers
{
    private readonly NodeSetup _setup;
    private readonly JournalWatch _watch;
    private readonly JournalWatch _saves;
    private readonly Ledger _ledger = new();
    private readonly Applier _applier;
    private readonly NodeMetrics _metrics;
    private readonly ReplicationTimes _replicationTimes;
    private readonly NodeTraces _traces;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Replica _replica = null!;           // there once recovery is done, and nothing is taken before
    private Role _role = null!;

    public RaftNode(NodeSetup setup, JournalWatch watch, JournalWatch saves)
    {
        _setup = setup;
        _watch = watch;
        _saves = saves;
        _applier = new Applier(setup.Machine());
        _metrics = new NodeMetrics(setup.Group, setup.Settings.Node);
        _replicationTimes = new ReplicationTimes(_metrics);
        _traces = new NodeTraces(setup.Group, setup.Settings.Node);
        JournalPluginId = setup.Settings.JournalPluginId;
        SnapshotPluginId = setup.Settings.SnapshotPluginId;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public override string PersistenceId => $"raft-{_setup.Group}-{_setup.Settings.Node}";

    private NodeId Me => _setup.Settings.Node;

    private string ClusterId => _setup.Settings.ClusterId;

    /// <summary>The node's actor.</summary>
    internal static Props Props(NodeSetup setup, JournalWatch watch, JournalWatch saves) =>
        Akka.Actor.Props.Create(() => new RaftNode(setup, watch, saves));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _metrics.End();
        _traces.End();
    }

    /// <inheritdoc/>
    // replaced by a role's behaviour before any message
    protected override void OnCommand(object message) => Unhandled(message);

    // ---- the three behaviours: they differ in who serves a client ----

    private void Follower(object message)
    {
        switch (message)
        {
            case IClientRequest request when _replica.Leader is { } leader: PassOn(request, leader); break;
            case IClientRequest request: Park(request); break;
            default: Common(message); break;
        }
    }

    private void Candidate(object message)
    {
        switch (message)
        {
            case IClientRequest request: Park(request); break;
            default: Common(message); break;
        }
    }

    private void Leader(object message)
    {
        switch (message)
        {
            case IClientRequest request: Serve(request); break;
            default: Common(message); break;
        }
    }

    private void Common(object message)
    {
        switch (message)
        {
            case PeerEnvelope envelope: Receive(envelope); break;
            case Distrusted distrusted: Disbelieve(distrusted); break;
            case ElectionTimeout or HeartbeatDue: Awake(message); break;
            case Consensus.Flush or PeerLost or StandNow or StepDownNow: Take(message); break;
            case Suspend: Leave(); break;
            case Resume: break;                 // it is there
            case ParkedDue: GiveUpParked(); break;
            default:
                if (!HandleSnapshot(message))
                    Unhandled(message);
                break;
        }
    }

    /// <summary>What another cluster says, or what is meant for another node, is not believed.</summary>
    private void Receive(PeerEnvelope envelope)
    {
        if (envelope.ClusterId != ClusterId || envelope.To != Me || envelope.From == Me)
        {
            _metrics.Refused();
            if (IsWorthTelling(Sender.Path.Address))
                _log.Warning("A message for {0} of cluster {1} from {2} reached {3} of cluster {4} and is ignored",
                    envelope.To, envelope.ClusterId, envelope.From, Me, ClusterId);
            return;
        }

        _setup.Peers.Meet(envelope.From, Sender);
        _traces.Hears(envelope);
        _replicationTimes.Heard(envelope.From, envelope.Message, _setup.Clock());
        Take(new Received(envelope.From, envelope.Message, envelope.FromIncarnation));
    }

    /// <summary>Becomes the behaviour of a role.</summary>
    private void Enter(Role role)
    {
        _role = role;
        if (role is Candidate { IsCanvassing: false })
            _metrics.StoodForElection();
        switch (role.Kind)
        {
            case NodeRole.Follower: Become(Follower); break;
            case NodeRole.Candidate: Become(Candidate); break;
            case NodeRole.Leader: Become(Leader); break;
            default: throw new InvalidOperationException($"no behaviour for {role.Kind}");
        }
    }

    /// <summary>
    /// A promise could be broken by going on: say why, and stop. What is in the journal is all that counts.
    /// </summary>
    private void Fail(string reason, Exception? cause)
    {
        Context.Parent.Tell(new NodeFailed(reason, cause));
        Context.Stop(Self);
    }
}
