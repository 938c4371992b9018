using System.Collections.Immutable;
using Akka.Actor;
using Akka.Pattern;

namespace Akka.Persistence.Journal;

public interface IAsyncRecovery
{
    Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback);

    Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);
}

/// <summary>
/// The frame of a journal: a plug-in says how to store, replay and delete, and this says to whom the outcome is told
/// and in which order.
/// </summary>
public abstract class AsyncWriteJournal : ActorBase, IAsyncRecovery
{
    private readonly CircuitBreaker _breaker;
    private readonly ReplayFilterSettings _replayFilter;
    private readonly AnswersInOrder _answers = new();

    protected AsyncWriteJournal()
    {
        var config = Persistence.Instance.Apply(Context.System).ConfigFor(Self);
        _breaker = config.Breaker(Context.System.Scheduler);
        _replayFilter = new ReplayFilterSettings(config.GetConfig("replay-filter"));
    }

    public abstract Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback);

    public abstract Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);

    /// <summary>
    /// Stores each atomic write all or none. Null, or null in a write's place, is success; an exception in its place
    /// rejects that write; a failed task means that nobody knows, and stops the actors.
    /// </summary>
    protected abstract Task<IImmutableList<Exception>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages);

    protected abstract Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr);

    protected virtual bool ReceivePluginInternal(object message) => false;

    protected sealed override bool Receive(object message) =>
        ReceiveWriteJournal(message) || ReceivePluginInternal(message);

    protected bool ReceiveWriteJournal(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                _ = WriteAsync(write, _answers.Take(), Self);
                return true;
            case ReplayMessages replay:
                _ = ReplayAsync(replay, Context, Self);
                return true;
            case DeleteMessagesTo delete:
                _ = DeleteAsync(delete, Self);
                return true;
            default:
                return false;
        }
    }

    protected static Exception TryUnwrapException(Exception e) =>
        e is AggregateException many && many.Flatten().InnerExceptions is [var only] ? only : e;

    private async Task WriteAsync(WriteMessages request, long ticket, IActorRef self)
    {
        var writes = WithoutSenders(request.Messages);
        IImmutableList<Exception>? results;
        try
        {
            results = await _breaker.WithCircuitBreaker(() => WriteMessagesAsync(writes)).ConfigureAwait(false);
            if (results is not null && results.Count != writes.Count)
            {
                throw new IllegalStateException("WriteMessagesAsync returned an invalid number of results: "
                    + $"expected [{writes.Count}], but got [{results.Count}].");
            }
        }
        catch (Exception cause)
        {
            _answers.Give(ticket, () => JournalAnswers.Fail(request, cause, writes.Count, self));
            return;
        }

        _answers.Give(ticket, () => JournalAnswers.Succeed(request, results, self));
    }

    // A journal has no business with the senders of commands, and would keep them alive.
    private static List<AtomicWrite> WithoutSenders(IEnumerable<IPersistentEnvelope> envelopes)
    {
        var writes = new List<AtomicWrite>();
        foreach (var envelope in envelopes)
        {
            if (envelope is not AtomicWrite write)
                continue;
            var events = (IImmutableList<IPersistentRepresentation>)write.Payload;
            var bare = ImmutableArray.CreateBuilder<IPersistentRepresentation>(events.Count);
            foreach (var e in events)
                bare.Add(e.Update(e.SequenceNr, e.PersistenceId, e.IsDeleted, ActorRefs.NoSender, e.WriterGuid));
            writes.Add(new AtomicWrite(bare.DrainToImmutable()));
        }

        return writes;
    }

    private async Task ReplayAsync(ReplayMessages request, IActorContext context, IActorRef self)
    {
        var filter = new ReplayFilter(request.PersistentActor, _replayFilter, context.System.Log);
        try
        {
            var from = Math.Max(0, request.FromSequenceNr - 1);
            var highest = await _breaker
                .WithCircuitBreaker(() => ReadHighestSequenceNrAsync(request.PersistenceId, from))
                .ConfigureAwait(false);
            var to = Math.Min(request.ToSequenceNr, highest);
            if (to > 0 && request.FromSequenceNr <= to)
            {
                await ReplayMessagesAsync(
                    context, request.PersistenceId, request.FromSequenceNr, to, request.Max, filter.Offer)
                    .ConfigureAwait(false);
            }

            filter.Complete(new RecoverySuccess(highest), self);
        }
        catch (OperationCanceledException cause)
        {
            var told = new OperationCanceledException(
                "ReplayMessagesAsync canceled, possibly due to timing out.", cause);
            filter.Complete(new ReplayMessagesFailure(told), self);
        }
        catch (Exception cause)
        {
            filter.Complete(new ReplayMessagesFailure(TryUnwrapException(cause)), self);
        }
    }

    private async Task DeleteAsync(DeleteMessagesTo request, IActorRef self)
    {
        try
        {
            await _breaker
                .WithCircuitBreaker(() => DeleteMessagesToAsync(request.PersistenceId, request.ToSequenceNr))
                .ConfigureAwait(false);
            request.PersistentActor.Tell(new DeleteMessagesSuccess(request.ToSequenceNr), self);
        }
        catch (Exception cause)
        {
            var failure = new DeleteMessagesFailure(TryUnwrapException(cause), request.ToSequenceNr);
            request.PersistentActor.Tell(failure, self);
        }
    }

    /// <summary>Writes may end in any order; their answers are given in the order of the requests.</summary>
    private sealed class AnswersInOrder
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, Action> _early = [];
        private long _taken;
        private long _due;

        public long Take() => _taken++;

        public void Give(long ticket, Action answer)
        {
            lock (_gate)
            {
                _early.Add(ticket, answer);
                while (_early.Remove(_due, out var next))
                {
                    _due++;
                    next();
                }
            }
        }
    }
}
