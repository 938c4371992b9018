using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

public interface ISemantics
{
}

public interface IUnboundedMessageQueueSemantics : ISemantics
{
}

public interface IBoundedMessageQueueSemantics : ISemantics
{
    TimeSpan PushTimeOut { get; }
}

public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    void EnqueueFirst(Envelope envelope);
}

public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics,
    IUnboundedMessageQueueSemantics
{
}

public interface IBoundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics,
    IBoundedMessageQueueSemantics
{
}

/// <summary>Says of an actor class which kind of queue its mailbox must have.</summary>
public interface IRequiresMessageQueue<T> where T : ISemantics
{
}

/// <summary>Says of a mailbox type which queue it makes.</summary>
public interface IProducesMessageQueue<TQueue> where TQueue : IMessageQueue
{
}

public abstract class MailboxType
{
    protected readonly Settings Settings;
    protected readonly Config Config;

    protected MailboxType(Settings settings, Config config)
    {
        Settings = settings;
        Config = config;
    }

    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}

public sealed class UnboundedMailbox : MailboxType, IProducesMessageQueue<UnboundedMessageQueue>
{
    public UnboundedMailbox(Settings settings, Config config) : base(settings, config)
    {
    }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}

public sealed class UnboundedDequeBasedMailbox : MailboxType, IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    public UnboundedDequeBasedMailbox(Settings settings, Config config) : base(settings, config)
    {
    }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedDequeMessageQueue();
}

public sealed class BoundedMailbox : MailboxType, IProducesMessageQueue<BoundedMessageQueue>
{
    public BoundedMailbox(Settings settings, Config config) : base(settings, config)
    {
        (Capacity, PushTimeout) = MailboxBounds.Of(config);
    }

    public int Capacity { get; }

    public TimeSpan PushTimeout { get; }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new BoundedMessageQueue(Capacity, PushTimeout);
}

public class BoundedDequeBasedMailbox : MailboxType, IProducesMessageQueue<BoundedDequeMessageQueue>
{
    public BoundedDequeBasedMailbox(Settings settings, Config config) : base(settings, config)
    {
        (Capacity, PushTimeout) = MailboxBounds.Of(config);
    }

    public int Capacity { get; }

    public TimeSpan PushTimeout { get; }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new BoundedDequeMessageQueue(Capacity, PushTimeout);
}

internal static class MailboxBounds
{
    public static (int Capacity, TimeSpan PushTimeout) Of(Config config)
    {
        var capacity = config.GetInt("mailbox-capacity", 0);
        var pushTimeout = config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(-1));
        if (capacity <= 0)
            throw new ArgumentException("The capacity of a bounded mailbox must be positive", nameof(config));
        return pushTimeout < TimeSpan.Zero
            ? throw new ArgumentException("The push time-out of a bounded mailbox must not be negative", nameof(config))
            : (capacity, pushTimeout);
    }
}
