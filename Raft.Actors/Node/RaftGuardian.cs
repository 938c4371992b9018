using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Raft.Actors.Consensus;
using Raft.Actors.Metrics;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// Parent of one node. Starts it, watches the clock while it writes, tells it of broken connections, and says why when
/// it ended: a node that cannot keep a promise stops, and is not quietly started again over a journal that may be
/// damaged.
/// </summary>
internal sealed class RaftGuardian : UntypedActor, IWithTimers
{
    /// <summary>The node's name below the guardian.</summary>
    public const string NodeName = "node";

    private readonly NodeSetup _setup;
    private readonly TaskCompletionSource _stopped;
    private readonly JournalWatch _watch = new();
    private readonly JournalWatch _saves = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _node = ActorRefs.Nobody;
    private NodeFailed? _failure;

    public RaftGuardian(NodeSetup setup, TaskCompletionSource stopped)
    {
        _setup = setup;
        _stopped = stopped;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The guardian's name below <c>/user</c>.</summary>
    public static string NameOf(string group) => $"raft-{group}";

    /// <summary>The guardian's actor.</summary>
    public static Props Props(NodeSetup setup, TaskCompletionSource stopped) =>
        Akka.Actor.Props.Create(() => new RaftGuardian(setup, stopped));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _node = Context.Watch(Context.ActorOf(RaftNode.Props(_setup, _watch, _saves), NodeName));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Timers.StartPeriodicTimer(nameof(LookAtJournal), LookAtJournal.Instance, _setup.Settings.JournalDeadline / 4);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _stopped.TrySetResult();
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide, loggingEnabled: false);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeFailed failed: _failure ??= failed; break;
            case Terminated ended when ended.ActorRef.Equals(_node): Report(); break;
            case Consensus.StandNow or Consensus.StepDownNow or Suspend or Resume: _node.Tell(message); break;
            case DisassociatedEvent gone: Hint(gone.RemoteAddress); break;
            case DeadLetter { Message: PeerEnvelope lost } when IsOurs(lost):
                NodeMetrics.Dropped(_setup.Group, lost.From);
                break;
            case DeadLetter: break;
            case LookAtJournal: Look(); break;
            case IClientRequest: _node.Forward(message); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>
    /// A node that comes back does so by a restart. Any other failure is its end, and reported when it came.
    /// </summary>
    private Directive Decide(Exception failure)
    {
        if (failure is RaftNode.ComingBack)
            return Directive.Restart;
        _failure ??= new NodeFailed(failure.Message, failure);
        return Directive.Stop;
    }

    private bool IsOurs(PeerEnvelope sent) =>
        sent.From == _setup.Settings.Node && sent.ClusterId == _setup.Settings.ClusterId;

    private void Report()
    {
        var failure = _failure ?? new NodeFailed("the node's actor was stopped", null);
        _log.Error(failure.Cause, "Raft node {0} of group {1} stopped: {2}", _setup.Settings.Node, _setup.Group,
            failure.Reason);
        _stopped.TrySetException(new RaftNodeFailedException(failure.Reason, failure.Cause));
        Context.Stop(Self);
    }

    private void Hint(Address address)
    {
        if (_setup.Peers.At(address) is { } peer)
            _node.Tell(new PeerLost(peer));
    }

    /// <summary>
    /// A write that is not answered leaves the node deaf for ever. It has lost office long ago; now it must end.
    /// </summary>
    private void Look()
    {
        var (write, save) = (_setup.Settings.JournalDeadline, _setup.Settings.SnapshotDeadline);
        if (IsOver(_watch, write))
            End($"the journal has not answered a write for {write.TotalSeconds:0.#} s");
        else if (IsOver(_saves, save))
            End($"the snapshot store has not answered for {save.TotalSeconds:0.#} s");
    }

    private bool IsOver(JournalWatch watch, TimeSpan deadline) =>
        watch.Since is { } since && _setup.Clock() - since >= deadline;

    private void End(string reason)
    {
        _failure ??= new NodeFailed(reason, null);
        Context.Stop(_node);
    }

    private sealed record LookAtJournal
    {
        public static readonly LookAtJournal Instance = new();
    }
}
