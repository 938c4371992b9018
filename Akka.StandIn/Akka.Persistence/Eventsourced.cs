using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

/// <summary>
/// An actor whose state is the sum of its stored events. This part is what its author calls; what happens to each
/// message is in Eventsourced.Commands.cs, and how it comes back after a restart in Eventsourced.Recovery.cs.
/// </summary>
public abstract partial class Eventsourced : ActorBase, IPersistentIdentity, IPersistenceRecovery, IWithUnboundedStash
{
    private static int _instances;

    private readonly int _instanceId = Interlocked.Increment(ref _instances);
    private readonly string _writerGuid = Guid.NewGuid().ToString();

    // Holds what arrives while the actor recovers or waits for the journal. It has no limit, as in Akka.NET.
    private readonly IStash _internalStash;
    private IStash? _userStash;
    private IActorRef? _journal;
    private IActorRef? _snapshotStore;
    private long _lastIssuedSequenceNr;

    protected Eventsourced()
    {
        Extension = Persistence.Instance.Apply(Context.System);
        Log = Context.GetLogger();
        _internalStash = Context.CreateStash(GetType());
        _recoveryBehavior = RecoveryBehavior;
    }

    protected PersistenceExtension Extension { get; }

    protected virtual ILoggingAdapter Log { get; }

    public abstract string PersistenceId { get; }

    public string JournalPluginId { get; protected set; } = string.Empty;

    public string SnapshotPluginId { get; protected set; } = string.Empty;

    public virtual Recovery Recovery => Recovery.Default;

    public IActorRef Journal => _journal ??= Extension.JournalFor(JournalPluginId);

    public IActorRef SnapshotStore => _snapshotStore ??= Extension.SnapshotStoreFor(SnapshotPluginId);

    public string SnapshotterId => PersistenceId;

    public bool IsRecovering => _phase < Phase.Processing;

    public bool IsRecoveryFinished => !IsRecovering;

    /// <summary>The highest sequence number that was replayed or answered by the journal.</summary>
    public long LastSequenceNr { get; private set; }

    public long SnapshotSequenceNr => LastSequenceNr;

    public IStash Stash
    {
        get => _userStash!;
        set => _userStash = new UserStash(value, _internalStash);
    }

    /// <summary>Stores the event; everything else waits until the handler has run.</summary>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        Expect(Untyped(handler), stashing: true);
        _outbox.Add(new AtomicWrite(Represent(@event)));
    }

    /// <summary>Stores the events, all or none; everything else waits until the handler has run for each.</summary>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        if (events is not null)
            EnqueueAll(events, handler, stashing: true);
    }

    /// <summary>Stores the event; other messages may be handled before its handler runs.</summary>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        Expect(Untyped(handler), stashing: false);
        _outbox.Add(new AtomicWrite(Represent(@event)));
    }

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        EnqueueAll(events, handler, stashing: false);
    }

    /// <summary>Runs the handler once everything persisted before is answered, or at once if nothing is.</summary>
    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        RefuseWhileRecovering();
        if (_expected.Count == 0)
        {
            handler(evt);
            return;
        }

        Expect(Untyped(handler), stashing: false);
        _outbox.Add(new NonPersistentMessage(evt!, Sender));
    }

    public void SaveSnapshot(object snapshot)
    {
        var now = Context.System.Scheduler.Now.UtcDateTime;
        var metadata = new SnapshotMetadata(SnapshotterId, SnapshotSequenceNr, now);
        SnapshotStore.Tell(new SaveSnapshot(metadata, snapshot), Self);
    }

    public void LoadSnapshot(string persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr) =>
        SnapshotStore.Tell(new LoadSnapshot(persistenceId, criteria, toSequenceNr), Self);

    public void DeleteSnapshot(long sequenceNr)
    {
        var anyTime = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
        SnapshotStore.Tell(new DeleteSnapshot(new SnapshotMetadata(SnapshotterId, sequenceNr, anyTime)), Self);
    }

    public void DeleteSnapshots(SnapshotSelectionCriteria criteria) =>
        SnapshotStore.Tell(new DeleteSnapshots(SnapshotterId, criteria), Self);

    /// <summary>Deletes the events up to and with that number; a DeleteMessagesSuccess or -Failure answers.</summary>
    public void DeleteMessages(long toSequenceNr)
    {
        if (toSequenceNr == long.MaxValue)
            toSequenceNr = LastSequenceNr;
        if (toSequenceNr <= LastSequenceNr)
        {
            Journal.Tell(new DeleteMessagesTo(PersistenceId, toSequenceNr, Self), Self);
            return;
        }

        var cause = new InvalidOperationException(
            $"toSequenceNr [{toSequenceNr}] must be less than or equal to LastSequenceNr [{LastSequenceNr}]");
        Self.Tell(new DeleteMessagesFailure(cause, toSequenceNr), Self);
    }

    protected abstract bool ReceiveRecover(object message);

    protected abstract bool ReceiveCommand(object message);

    protected virtual void OnReplaySuccess()
    {
    }

    protected virtual void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (message is null)
        {
            Log.Error(reason, "Persistence failure when replaying events for persistenceId [{0}]. "
                + "Last known sequence number [{1}]", PersistenceId, LastSequenceNr);
        }
        else
        {
            Log.Error(reason, "Exception in ReceiveRecover when replaying event type [{0}] with sequence number [{1}] "
                + "for persistenceId [{2}]", message.GetType(), LastSequenceNr, PersistenceId);
        }
    }

    /// <summary>The event may or may not have been stored. The actor stops after this call.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Failed to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].",
            @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>It was not stored. Its handler does not run, its number is used up, and the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Rejected to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}] "
            + "due to [{3}].", @event.GetType(), sequenceNr, PersistenceId, cause.Message);

    private static Action<object> Untyped<TEvent>(Action<TEvent> handler) => o => handler((TEvent)o);

    private void EnqueueAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, bool stashing)
    {
        var untyped = Untyped(handler);
        var batch = ImmutableArray.CreateBuilder<IPersistentRepresentation>();
        foreach (var @event in events)
        {
            Expect(untyped, stashing);
            batch.Add(Represent(@event));
        }

        // As in Akka.NET: PersistAll of nothing does nothing, PersistAllAsync of nothing is an error.
        if (batch.Count > 0 || !stashing)
            _outbox.Add(new AtomicWrite(batch.DrainToImmutable()));
    }

    private Persistent Represent<TEvent>(TEvent @event) =>
        new(@event!, ++_lastIssuedSequenceNr, PersistenceId, sender: Sender, writerGuid: _writerGuid);

    private void Expect(Action<object> handler, bool stashing)
    {
        _expected.Enqueue(new Expected(handler, stashing));
        if (stashing)
            _stashingExpected++;
    }

    private void RefuseWhileRecovering()
    {
        if (IsRecovering)
        {
            throw new InvalidOperationException(
                "Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later.");
        }
    }

    /// <summary>Messages leave the internal stash one by one, so what the author unstashes goes before them.</summary>
    private sealed class UserStash(IStash user, IStash inner) : IStash
    {
        public int Count => user.Count;

        public bool IsEmpty => user.IsEmpty;

        public bool NonEmpty => user.NonEmpty;

        public bool IsFull => user.IsFull;

        public int Capacity => user.Capacity;

        public void Stash() => user.Stash();

        public void Unstash() => user.Unstash();

        public void UnstashAll() => inner.Prepend(user.ClearStash());

        public void UnstashAll(Func<Envelope, bool> predicate) => user.UnstashAll(predicate);

        public IEnumerable<Envelope> ClearStash() => user.ClearStash();

        public void Prepend(IEnumerable<Envelope> envelopes) => user.Prepend(envelopes);
    }
}
