using Akka.Actor;
using Akka.Event;
using Akka.Pattern;

namespace Akka.Persistence.Snapshot;

/// <summary>The frame of a snapshot store: a plug-in says how to save, load and delete.</summary>
public abstract class SnapshotStore : ActorBase
{
    private readonly CircuitBreaker _breaker;

    protected SnapshotStore()
    {
        var config = Persistence.Instance.Apply(Context.System).ConfigFor(Self);
        _breaker = config.Breaker(Context.System.Scheduler);
    }

    /// <summary>The youngest snapshot that fits, or null.</summary>
    protected abstract Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    protected abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    protected abstract Task DeleteAsync(SnapshotMetadata metadata);

    protected abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Sees what the store itself does not know, and the outcome of each save and delete.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case LoadSnapshot load:
                _ = LoadAsync(load, Sender);
                return true;
            case SaveSnapshot save:
                Save(save);
                return true;
            case DeleteSnapshot delete:
                _ = RunAsync(
                    () => DeleteAsync(delete.Metadata),
                    () => new DeleteSnapshotSuccess(delete.Metadata),
                    cause => new DeleteSnapshotFailure(delete.Metadata, cause),
                    Self,
                    Sender);
                return true;
            case DeleteSnapshots delete:
                _ = RunAsync(
                    () => DeleteAsync(delete.PersistenceId, delete.Criteria),
                    () => new DeleteSnapshotsSuccess(delete.Criteria),
                    cause => new DeleteSnapshotsFailure(delete.Criteria, cause),
                    Self,
                    Sender);
                return true;
            case ISnapshotResponse outcome:
                Report(outcome);
                return true;
            default:
                return ReceivePluginInternal(message);
        }
    }

    private async Task LoadAsync(LoadSnapshot request, IActorRef actor)
    {
        // By reference, as in Akka.NET: None is a wish to have no snapshot, and no question to the store.
        if (ReferenceEquals(request.Criteria, SnapshotSelectionCriteria.None))
        {
            actor.Tell(new LoadSnapshotResult(null, request.ToSequenceNr), ActorRefs.NoSender);
            return;
        }

        ISnapshotResponse answer;
        try
        {
            var criteria = request.Criteria.Limit(request.ToSequenceNr);
            var snapshot = await _breaker
                .WithCircuitBreaker(() => LoadAsync(request.PersistenceId, criteria))
                .ConfigureAwait(false);
            answer = new LoadSnapshotResult(snapshot, request.ToSequenceNr);
        }
        catch (Exception cause)
        {
            answer = new LoadSnapshotFailed(cause);
        }

        actor.Tell(answer, ActorRefs.NoSender);
    }

    private void Save(SaveSnapshot save)
    {
        var asked = save.Metadata;
        var metadata = asked.Timestamp == DateTime.MinValue
            ? new SnapshotMetadata(asked.PersistenceId, asked.SequenceNr, DateTime.UtcNow)
            : asked;
        _ = RunAsync(
            () => SaveAsync(metadata, save.Snapshot),
            () => new SaveSnapshotSuccess(metadata),
            cause => new SaveSnapshotFailure(asked, cause),
            Self,
            Sender);
    }

    // The outcome comes by way of this actor, so that the plug-in sees it in its own turn.
    private async Task RunAsync(
        Func<Task> body,
        Func<ISnapshotResponse> success,
        Func<Exception, ISnapshotResponse> failure,
        IActorRef self,
        IActorRef actor)
    {
        ISnapshotResponse outcome;
        try
        {
            await _breaker.WithCircuitBreaker(body).ConfigureAwait(false);
            outcome = success();
        }
        catch (Exception cause)
        {
            outcome = failure(cause);
        }

        self.Tell(outcome, actor);
    }

    private void Report(ISnapshotResponse outcome)
    {
        try
        {
            ReceivePluginInternal(outcome);
            if (outcome is SaveSnapshotFailure failure)
                _ = DiscardAsync(failure.Metadata, Context.GetLogger());
        }
        finally
        {
            Sender.Tell(outcome, Self);
        }
    }

    // Half a snapshot is worse than none.
    private async Task DiscardAsync(SnapshotMetadata metadata, ILoggingAdapter log)
    {
        try
        {
            await _breaker.WithCircuitBreaker(() => DeleteAsync(metadata)).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            log.Error(cause, "DeleteAsync operation after SaveSnapshot failure failed.");
        }
    }
}
