using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.VirtualTime;

/// <summary>A journal in virtual time, in the protocol between Akka's persistent actors and their journals.</summary>
public sealed class InstantJournal : VirtualPlugin
{
    /// <inheritdoc />
    protected override bool Handle(object message)
    {
        var self = Self;
        switch (message)
        {
            case WriteMessages write:
                Perform(Writer(write), DiskOperation.Write, (journal, fault) => Write(journal, fault, write, self));
                return true;
            case ReplayMessages replay:
                Perform(
                    replay.PersistenceId, DiskOperation.Replay,
                    (journal, fault) => Replay(journal, fault, replay, self));
                return true;
            case DeleteMessagesTo delete:
                Perform(
                    delete.PersistenceId, DiskOperation.Delete,
                    (journal, fault) => Delete(journal, fault, delete, self));
                return true;
            default:
                return false;
        }
    }

    private static string Writer(WriteMessages write) =>
        write.Messages.OfType<AtomicWrite>().FirstOrDefault()?.PersistenceId ?? "";

    private static IImmutableList<IPersistentRepresentation> Events(AtomicWrite write) =>
        (IImmutableList<IPersistentRepresentation>)write.Payload;

    private void Write(VirtualJournal journal, Fault fault, WriteMessages write, IActorRef self)
    {
        var batches = write.Messages.OfType<AtomicWrite>().ToList();
        var events = batches.SelectMany(Events).ToList();
        Exception error = Injected(fault, DiskOperation.Write);
        if (events.Exists(item => journal.Events.ContainsKey(item.SequenceNr)))
        {
            fault = new Fault(FaultKind.Fail);
            error = new VirtualDiskException("UNIQUE constraint failed: persistence_id, sequence_nr");
            Disk.Conflicts++;
        }

        if (fault.Takes)
            events.ForEach(item => Store(journal, item));
        if (fault.Answers)
            Answer(write, batches.Count, fault.Kind, error, self);
    }

    private void Store(VirtualJournal journal, IPersistentRepresentation item)
    {
        var stored = item.Update(item.SequenceNr, item.PersistenceId, false, ActorRefs.NoSender, item.WriterGuid);
        journal.Events[item.SequenceNr] = new StoredEvent(stored, Disk.Keep(System, item.Payload));
        journal.HighestSequenceNr = Math.Max(journal.HighestSequenceNr, item.SequenceNr);
        Disk.Writes++;
    }

    private static void Answer(WriteMessages write, int batches, FaultKind kind, Exception error, IActorRef self)
    {
        var failed = kind is FaultKind.Fail or FaultKind.FailButStored;
        var actor = write.PersistentActor;
        actor.Tell(failed ? new WriteMessagesFailed(error, batches) : WriteMessagesSuccessful.Instance, self);
        foreach (var envelope in write.Messages)
        {
            if (envelope is AtomicWrite batch)
                foreach (var item in Events(batch))
                    actor.Tell(AnswerFor(item, kind, error, write.ActorInstanceId), item.Sender);
            else
                actor.Tell(new LoopMessageSuccess(envelope.Payload, write.ActorInstanceId), envelope.Sender);
        }
    }

    private static object AnswerFor(IPersistentRepresentation item, FaultKind kind, Exception error, int instance) =>
        kind switch
        {
            FaultKind.Fail or FaultKind.FailButStored => new WriteMessageFailure(item, error, instance),
            FaultKind.Reject => new WriteMessageRejected(item, error, instance),
            _ => new WriteMessageSuccess(item, instance),
        };

    private void Replay(VirtualJournal journal, Fault fault, ReplayMessages replay, IActorRef self)
    {
        if (!fault.Answers)
            return;
        var actor = replay.PersistentActor;
        if (fault.Kind != FaultKind.None)
        {
            actor.Tell(new ReplayMessagesFailure(Injected(fault, DiskOperation.Replay)), self);
            return;
        }

        var asked = journal.Events.Values
            .SkipWhile(item => item.Event.SequenceNr < replay.FromSequenceNr)
            .TakeWhile(item => item.Event.SequenceNr <= replay.ToSequenceNr)
            .Take((int)Math.Min(replay.Max, int.MaxValue));
        foreach (var (item, payload) in asked)
            actor.Tell(new ReplayedMessage(item.WithPayload(payload(System))), ActorRefs.NoSender);
        actor.Tell(new RecoverySuccess(journal.HighestSequenceNr), self);
    }

    private static void Delete(VirtualJournal journal, Fault fault, DeleteMessagesTo delete, IActorRef self)
    {
        if (fault.Takes)
            while (journal.Events.Count > 0 && journal.Events.GetKeyAtIndex(0) <= delete.ToSequenceNr)
                journal.Events.RemoveAt(0);
        if (!fault.Answers)
            return;
        delete.PersistentActor.Tell(
            fault.Kind == FaultKind.None
                ? new DeleteMessagesSuccess(delete.ToSequenceNr)
                : new DeleteMessagesFailure(Injected(fault, DiskOperation.Delete), delete.ToSequenceNr),
            self);
    }
}
