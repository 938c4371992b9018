using Akka.Configuration;
using Akka.Dispatch;

namespace Raft.Specs.VirtualTime;

/// <summary>What HOCON names as the type of every dispatcher in a virtual world.</summary>
public sealed class QueueDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly QueueDispatcher _dispatcher;

    /// <summary>Called by Akka; finds the world in the ActorSystem's setup.</summary>
    public QueueDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        var world = VirtualWorld.Of(prerequisites.Settings);
        _dispatcher = new QueueDispatcher(this, world.Queue, config.GetString("id", "queue-dispatcher"));
    }

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>Posts mailboxes to the world's run queue, one message at a time: the queue decides every step.</summary>
public sealed class QueueDispatcher : MessageDispatcher
{
    private readonly RunQueue _queue;

    /// <summary>Creates the dispatcher.</summary>
    public QueueDispatcher(MessageDispatcherConfigurator configurator, RunQueue queue, string id)
        : base(configurator)
    {
        _queue = queue;
        Id = id;
        Throughput = 1;
        ThroughputDeadlineTime = 1; // long past: with no deadline Akka takes one message more than the throughput
    }

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run) => _queue.Post(run);

    /// <summary>Nothing to release: the queue belongs to the world.</summary>
    protected override void Shutdown()
    {
    }
}
