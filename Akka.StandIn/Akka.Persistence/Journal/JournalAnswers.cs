using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>What an actor is told about a write, in the one order that it understands.</summary>
internal static class JournalAnswers
{
    /// <summary>The journal has decided: each atomic write is stored, or rejected where an exception stands.</summary>
    public static void Succeed(WriteMessages request, IReadOnlyList<Exception?>? results, IActorRef journal)
    {
        var actor = request.PersistentActor;
        var instance = request.ActorInstanceId;
        actor.Tell(WriteMessagesSuccessful.Instance, journal);
        var i = 0;
        foreach (var envelope in request.Messages)
        {
            if (envelope is not AtomicWrite write)
            {
                actor.Tell(new LoopMessageSuccess(envelope.Payload, instance), envelope.Sender);
                continue;
            }

            var cause = results?[i++];
            foreach (var e in Events(write))
            {
                object answer = cause is null
                    ? new WriteMessageSuccess(e, instance)
                    : new WriteMessageRejected(e, cause, instance);
                actor.Tell(answer, e.Sender);
            }
        }
    }

    /// <summary>Nobody knows what of it was stored.</summary>
    public static void Fail(WriteMessages request, Exception cause, int writeCount, IActorRef journal)
    {
        var actor = request.PersistentActor;
        var instance = request.ActorInstanceId;
        actor.Tell(new WriteMessagesFailed(cause, writeCount), journal);
        foreach (var envelope in request.Messages)
        {
            if (envelope is not AtomicWrite write)
            {
                actor.Tell(new LoopMessageSuccess(envelope.Payload, instance), envelope.Sender);
                continue;
            }

            foreach (var e in Events(write))
                actor.Tell(new WriteMessageFailure(e, cause, instance), e.Sender);
        }
    }

    public static IImmutableList<IPersistentRepresentation> Events(AtomicWrite write) =>
        (IImmutableList<IPersistentRepresentation>)write.Payload;
}
