using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Stands for an actor that does not exist: answers watchers and askers, and mourns the rest.</summary>
public class EmptyLocalActorRef : MinimalActorRef
{
    private readonly EventStream _eventStream;

    public EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        _eventStream = eventStream;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override bool IsTerminated => true;

    protected override void TellInternal(object message, IActorRef sender)
    {
        InvalidMessageException.ThrowIfNull(message);
        if (message is DeadLetter letter)
            SpecialHandle(letter.Message, letter.Sender);
        else if (!SpecialHandle(message, sender))
            _eventStream.Publish(new DeadLetter(message, SenderOrDeadLetters(sender), this));
    }

    public override void SendSystemMessage(ISystemMessage message) => SpecialHandle(message, Provider.DeadLetters);

    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                    watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            case ActorSelectionMessage selection:
                MournSelection(selection, sender);
                return true;
            case IDeadLetterSuppression suppressed:
                _eventStream.Publish(new SuppressedDeadLetter(suppressed, SenderOrDeadLetters(sender), this));
                return true;
            default:
                return false;
        }
    }

    private void MournSelection(ActorSelectionMessage selection, IActorRef sender)
    {
        switch (selection.Message)
        {
            case Identify identify:
                if (!selection.WildCardFanOut)
                    sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            case IDeadLetterSuppression suppressed:
                _eventStream.Publish(new SuppressedDeadLetter(suppressed, SenderOrDeadLetters(sender), this));
                break;
            default:
                _eventStream.Publish(new DeadLetter(selection.Message, SenderOrDeadLetters(sender), this));
                break;
        }
    }

    private IActorRef SenderOrDeadLetters(IActorRef sender) => sender.IsNobody() ? Provider.DeadLetters : sender;
}

public class DeadLetterActorRef : EmptyLocalActorRef
{
    private readonly EventStream _eventStream;

    public DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
        : base(provider, path, eventStream)
    {
        _eventStream = eventStream;
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        InvalidMessageException.ThrowIfNull(message);
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, ActorRefs.Nobody), ActorRefs.NoSender);
                break;
            case DeadLetter letter:
                if (!SpecialHandle(letter.Message, letter.Sender))
                    _eventStream.Publish(letter);
                break;
            default:
                if (!SpecialHandle(message, sender))
                    _eventStream.Publish(new DeadLetter(message, sender.IsNobody() ? this : sender, this));
                break;
        }
    }

    protected override bool SpecialHandle(object message, IActorRef sender)
    {
        if (message is not Watch watch)
            return base.SpecialHandle(message, sender);
        if (!watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
        return true;
    }
}
