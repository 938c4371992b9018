using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message as a test actor received it.</summary>
public abstract class MessageEnvelope
{
    public abstract object Message { get; }

    public abstract IActorRef Sender { get; }
}

public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    public override object Message { get; } = message;

    public override IActorRef Sender { get; } = sender;

    public override string ToString() =>
        $"<{Message ?? "null"}> from {(Sender is null || Sender.IsNobody() ? "NoSender" : Sender.ToString())}";
}

/// <summary>What stands where no message was received.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    public static NullMessageEnvelope Instance { get; } = new();

    private NullMessageEnvelope()
    {
    }

    public override object Message => throw new IllegalActorStateException("last receive did not dequeue a message");

    public override IActorRef Sender => throw new IllegalActorStateException("last receive did not dequeue a message");

    public override string ToString() => "<null>";
}
