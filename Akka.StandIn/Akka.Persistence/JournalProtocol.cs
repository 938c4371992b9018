using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

public interface IPersistenceMessage : INoSerializationVerificationNeeded
{
}

public interface IJournalMessage : IPersistenceMessage
{
}

public interface IJournalRequest : IJournalMessage
{
}

public interface IJournalResponse : IJournalMessage
{
}

/// <summary>Asks a journal to store, in order, everything an actor persisted since its last write.</summary>
public sealed class WriteMessages(
    IEnumerable<IPersistentEnvelope> messages, IActorRef persistentActor, int actorInstanceId) : IJournalRequest
{
    public IEnumerable<IPersistentEnvelope> Messages { get; } = messages;

    public IActorRef PersistentActor { get; } = persistentActor;

    /// <summary>Answers carry it back, so that a restarted actor ignores those meant for its predecessor.</summary>
    public int ActorInstanceId { get; } = actorInstanceId;

    public override bool Equals(object? obj) =>
        obj is WriteMessages other && ActorInstanceId == other.ActorInstanceId
        && Equals(PersistentActor, other.PersistentActor) && Equals(Messages, other.Messages);

    public override int GetHashCode() => HashCode.Combine(Messages, PersistentActor, ActorInstanceId);

    public override string ToString() => $"WriteMessages<actorInstanceId: {ActorInstanceId}, actor: {PersistentActor}>";
}

/// <summary>Precedes the answers to each event of a write: the actor may send its next write.</summary>
public sealed class WriteMessagesSuccessful : IJournalResponse
{
    private WriteMessagesSuccessful()
    {
    }

    public static WriteMessagesSuccessful Instance { get; } = new();
}

public sealed class WriteMessagesFailed(Exception cause, int writeCount) : IJournalResponse
{
    public Exception Cause { get; } = cause;

    /// <summary>How many atomic writes the request held; if more than none, a failure for each event follows.</summary>
    public int WriteCount { get; } = writeCount;

    public override bool Equals(object? obj) => obj is WriteMessagesFailed other && Equals(Cause, other.Cause);

    public override int GetHashCode() => Cause.GetHashCode();

    public override string ToString() => $"WriteMessagesFailed<cause: {Cause}>";
}

public sealed class WriteMessageSuccess(IPersistentRepresentation persistent, int actorInstanceId) : IJournalResponse
{
    public IPersistentRepresentation Persistent { get; } = persistent;

    public int ActorInstanceId { get; } = actorInstanceId;

    public override bool Equals(object? obj) =>
        obj is WriteMessageSuccess other && ActorInstanceId == other.ActorInstanceId
        && Equals(Persistent, other.Persistent);

    public override int GetHashCode() => HashCode.Combine(Persistent, ActorInstanceId);

    public override string ToString() =>
        $"WriteMessageSuccess<actorInstanceId: {ActorInstanceId}, message: {Persistent}>";
}

/// <summary>The journal did not take this event; the actor goes on without its handler.</summary>
public sealed class WriteMessageRejected(
    IPersistentRepresentation persistent, Exception cause, int actorInstanceId) : IJournalResponse
{
    public IPersistentRepresentation Persistent { get; } = persistent;

    public Exception Cause { get; } = cause ?? throw new ArgumentNullException(nameof(cause));

    public int ActorInstanceId { get; } = actorInstanceId;

    public override bool Equals(object? obj) =>
        obj is WriteMessageRejected other && ActorInstanceId == other.ActorInstanceId
        && Equals(Persistent, other.Persistent) && Equals(Cause, other.Cause);

    public override int GetHashCode() => HashCode.Combine(Persistent, Cause, ActorInstanceId);

    public override string ToString() =>
        $"WriteMessageRejected<actorInstanceId: {ActorInstanceId}, message: {Persistent}, cause: {Cause}>";
}

/// <summary>It is not known whether this event was stored; the actor stops.</summary>
public sealed class WriteMessageFailure(
    IPersistentRepresentation persistent, Exception cause, int actorInstanceId) : IJournalResponse
{
    public IPersistentRepresentation Persistent { get; } = persistent;

    public Exception Cause { get; } = cause ?? throw new ArgumentNullException(nameof(cause));

    public int ActorInstanceId { get; } = actorInstanceId;

    public override bool Equals(object? obj) =>
        obj is WriteMessageFailure other && ActorInstanceId == other.ActorInstanceId
        && Equals(Persistent, other.Persistent) && Equals(Cause, other.Cause);

    public override int GetHashCode() => HashCode.Combine(Persistent, Cause, ActorInstanceId);

    public override string ToString() =>
        $"WriteMessageFailure<actorInstanceId: {ActorInstanceId}, message: {Persistent}, cause: {Cause}>";
}

/// <summary>Brings a deferred message back, in its place among the events around it.</summary>
public sealed class LoopMessageSuccess(object message, int actorInstanceId) : IJournalResponse
{
    public object Message { get; } = message;

    public int ActorInstanceId { get; } = actorInstanceId;

    public override bool Equals(object? obj) =>
        obj is LoopMessageSuccess other && ActorInstanceId == other.ActorInstanceId && Equals(Message, other.Message);

    public override int GetHashCode() => HashCode.Combine(Message, ActorInstanceId);

    public override string ToString() => $"LoopMessageSuccess<actorInstanceId: {ActorInstanceId}, message: {Message}>";
}

public sealed class ReplayMessages(
    long fromSequenceNr, long toSequenceNr, long max, string persistenceId, IActorRef persistentActor)
    : IJournalRequest
{
    public long FromSequenceNr { get; } = fromSequenceNr;

    public long ToSequenceNr { get; } = toSequenceNr;

    public long Max { get; } = max;

    public string PersistenceId { get; } = persistenceId;

    public IActorRef PersistentActor { get; } = persistentActor;

    public override bool Equals(object? obj) =>
        obj is ReplayMessages other && FromSequenceNr == other.FromSequenceNr && ToSequenceNr == other.ToSequenceNr
        && Max == other.Max && PersistenceId == other.PersistenceId && Equals(PersistentActor, other.PersistentActor);

    public override int GetHashCode() =>
        HashCode.Combine(FromSequenceNr, ToSequenceNr, Max, PersistenceId, PersistentActor);

    public override string ToString() =>
        $"ReplayMessages<fromSequenceNr: {FromSequenceNr}, toSequenceNr: {ToSequenceNr}, max: {Max}, "
        + $"persistenceId: {PersistenceId}>";
}

public sealed class ReplayedMessage(IPersistentRepresentation persistent) : IJournalResponse, IDeadLetterSuppression
{
    public IPersistentRepresentation Persistent { get; } = persistent;

    public override bool Equals(object? obj) => obj is ReplayedMessage other && Equals(Persistent, other.Persistent);

    public override int GetHashCode() => Persistent.GetHashCode();

    public override string ToString() => $"ReplayedMessage<message: {Persistent}>";
}

public sealed class RecoverySuccess(long highestSequenceNr) : IJournalResponse, IDeadLetterSuppression
{
    public long HighestSequenceNr { get; } = highestSequenceNr;

    public override bool Equals(object? obj) =>
        obj is RecoverySuccess other && HighestSequenceNr == other.HighestSequenceNr;

    public override int GetHashCode() => HighestSequenceNr.GetHashCode();

    public override string ToString() => $"RecoverySuccess<highestSequenceNr: {HighestSequenceNr}>";
}

public sealed class ReplayMessagesFailure(Exception cause) : IJournalResponse, IDeadLetterSuppression
{
    public Exception Cause { get; } = cause ?? throw new ArgumentNullException(nameof(cause));

    public override bool Equals(object? obj) => obj is ReplayMessagesFailure other && Equals(Cause, other.Cause);

    public override int GetHashCode() => Cause.GetHashCode();

    public override string ToString() => $"ReplayMessagesFailure<cause: {Cause}>";
}

public sealed class DeleteMessagesTo(string persistenceId, long toSequenceNr, IActorRef persistentActor)
    : IJournalRequest
{
    public string PersistenceId { get; } = persistenceId;

    public long ToSequenceNr { get; } = toSequenceNr;

    public IActorRef PersistentActor { get; } = persistentActor;

    public override bool Equals(object? obj) =>
        obj is DeleteMessagesTo other && PersistenceId == other.PersistenceId && ToSequenceNr == other.ToSequenceNr
        && Equals(PersistentActor, other.PersistentActor);

    public override int GetHashCode() => HashCode.Combine(PersistenceId, ToSequenceNr, PersistentActor);

    public override string ToString() =>
        $"DeleteMessagesTo<pid: {PersistenceId}, seqNr: {ToSequenceNr}, persistentActor: {PersistentActor}>";
}

public sealed class DeleteMessagesSuccess(long toSequenceNr)
{
    public long ToSequenceNr { get; } = toSequenceNr;

    public override bool Equals(object? obj) =>
        obj is DeleteMessagesSuccess other && ToSequenceNr == other.ToSequenceNr;

    public override int GetHashCode() => ToSequenceNr.GetHashCode();

    public override string ToString() => $"DeleteMessagesSuccess<toSequenceNr: {ToSequenceNr}>";
}

public sealed class DeleteMessagesFailure(Exception cause, long toSequenceNr) : INoSerializationVerificationNeeded
{
    public Exception Cause { get; } = cause ?? throw new ArgumentNullException(nameof(cause));

    public long ToSequenceNr { get; } = toSequenceNr;

    public override bool Equals(object? obj) =>
        obj is DeleteMessagesFailure other && ToSequenceNr == other.ToSequenceNr && Equals(Cause, other.Cause);

    public override int GetHashCode() => HashCode.Combine(Cause, ToSequenceNr);

    public override string ToString() => $"DeleteMessagesFailure<cause: {Cause}, toSequenceNr: {ToSequenceNr}>";
}
