using System.Runtime.Serialization;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public partial class ActorCell
{
    // how much an actor listens to system messages: a higher state keeps more of them for later
    private const int Listening = 0;
    private const int Suspended = 1;
    private const int WaitingForChildren = 2;

    private readonly Queue<SystemMessage> _systemStash = new(0);

    /// <summary>Called from any thread.</summary>
    public virtual void SendMessage(IActorRef sender, object message) => SendMessage(new Envelope(message, sender));

    public virtual void SendMessage(Envelope message)
    {
        try
        {
            if (_system.Settings.SerializeAllMessages)
                message = SerializeAndDeserialize(message);
            Dispatcher.Dispatch(this, message);
        }
        catch (Exception e)
        {
            PublishError(e, "Swallowing exception during message send");
        }
    }

    public virtual void SendSystemMessage(ISystemMessage systemMessage)
    {
        try
        {
            Dispatcher.SystemDispatch(this, (SystemMessage)systemMessage);
        }
        catch (Exception e)
        {
            PublishError(e, "Swallowing exception during message send");
        }
    }

    /// <summary>Lets the actor handle one message from its mailbox.</summary>
    public void Invoke(Envelope envelope)
    {
        var message = envelope.Message;
        var restartsReceiveTimeout = _receiveTimeout is not null && message is not INotInfluenceReceiveTimeout;
        try
        {
            CurrentMessage = message;
            CurrentEnvelopeId = unchecked(CurrentEnvelopeId + 1);
            _sender = envelope.Sender;
            if (restartsReceiveTimeout)
                CancelReceiveTimeout();
            if (message is IAutoReceivedMessage)
                AutoReceiveMessage(envelope);
            else
                ReceiveMessage(message);
            CurrentMessage = null;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
        finally
        {
            CheckReceiveTimeout(restartsReceiveTimeout);
        }
    }

    protected virtual void ReceiveMessage(object message)
    {
        var handled = _actor!.AroundReceive(_behaviors.Peek(), message);
        if (_system.Settings.AddLoggingReceive && _actor is ILogReceive)
        {
            PublishDebug($"received {(handled ? "handled" : "unhandled")} message {message} from {Sender.Path}");
        }
    }

    protected internal virtual void AutoReceiveMessage(Envelope envelope)
    {
        if (_system.Settings.DebugAutoReceive)
            PublishDebug("received AutoReceiveMessage " + envelope.Message);
        switch (envelope.Message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                _self.Stop();
                break;
            case ActorSelectionMessage selection:
                new ActorSelection(_self, selection.Elements).Tell(selection.Message, Sender);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                break;
        }
    }

    /// <summary>
    /// Has the actor handle a message without its mailbox, with failures thrown at the caller: for TestKit.
    /// </summary>
    public void ReceiveMessageForTest(Envelope envelope)
    {
        CurrentMessage = envelope.Message;
        _sender = envelope.Sender;
        try
        {
            ReceiveMessage(envelope.Message);
        }
        finally
        {
            CurrentMessage = null;
            _sender = null;
        }
    }

    /// <summary>Handles one system message, and those that had to wait for what it changes.</summary>
    internal void SystemInvoke(SystemMessage first)
    {
        var state = ListeningState();
        Queue<SystemMessage>? todo = null;
        for (var message = first; ; message = todo.Dequeue())
        {
            if (MustWait(message, state))
                _systemStash.Enqueue(message);
            else
                HandleSystemMessage(message);

            var next = ListeningState();
            if (next < state && _systemStash.Count > 0)
            {
                todo ??= new Queue<SystemMessage>();
                while (_systemStash.TryDequeue(out var waiting))
                    todo.Enqueue(waiting);
            }

            if (IsTerminated)
            {
                while (todo?.TryDequeue(out var late) == true)
                    _system.DeadLetters.Tell(late, _self);
                return;
            }

            if (todo is null || todo.Count == 0)
                return;
            state = next;
        }
    }

    private int ListeningState() =>
        IsWaitingForChildren ? WaitingForChildren : _mailbox.IsSuspended ? Suspended : Listening;

    private static bool MustWait(SystemMessage message, int state) => state switch
    {
        WaitingForChildren => message is Failed or Recreate or Dispatch.SysMsg.Suspend or Dispatch.SysMsg.Resume,
        Suspended => message is Failed,
        _ => false,
    };

    private void HandleSystemMessage(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case Create create:
                    Create(create.Failure);
                    break;
                case Watch watch:
                    AddWatcher(watch.Watchee, watch.Watcher);
                    break;
                case Unwatch unwatch:
                    RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                    break;
                case DeathWatchNotification notification:
                    WatchedActorTerminated(
                        notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated);
                    break;
                case Failed failed:
                    HandleFailed(failed);
                    break;
                case Recreate recreate:
                    FaultRecreate(recreate.Cause);
                    break;
                case Dispatch.SysMsg.Suspend:
                    FaultSuspend();
                    break;
                case Dispatch.SysMsg.Resume resume:
                    FaultResume(resume.CausedByFailure);
                    break;
                case Dispatch.SysMsg.Terminate:
                    Terminate();
                    break;
                default:
                    throw new NotSupportedException($"Unknown message {message.GetType().Name}");
            }
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    private Envelope SerializeAndDeserialize(Envelope envelope)
    {
        var message = WrappedMessage.Unwrap(envelope.Message);
        if (envelope.Message is INoSerializationVerificationNeeded || message is INoSerializationVerificationNeeded)
            return envelope;
        try
        {
            var serialization = _system.Serialization;
            var serializer = serialization.FindSerializerFor(message);
            var bytes = Serialization.Serialization.WithTransport(_system, () => serializer.ToBinary(message));
            var manifest = Serialization.Serialization.ManifestFor(serializer, message);
            var copy = serialization.Deserialize(bytes, serializer.Identifier, manifest);
            return ReferenceEquals(message, envelope.Message) ? new Envelope(copy, envelope.Sender) : envelope;
        }
        catch (Exception e)
        {
            throw new SerializationException(
                $"Failed to serialize and deserialize payload object [{message.GetType()}]. Envelope: [{envelope}]", e);
        }
    }
}

public interface ILogReceive
{
}
