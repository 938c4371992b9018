using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.TestKit;

public class CallingThreadDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new CallingThreadDispatcher(this);
}

/// <summary>Runs an actor on the thread that tells it something, before Tell returns.</summary>
public class CallingThreadDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    /// <summary>A field that can be set, as in Akka.NET.</summary>
#pragma warning disable CA2211
    public static new string Id = "akka.test.calling-thread-dispatcher";
#pragma warning restore CA2211

    protected override void ExecuteTask(IRunnable run) => run.Run();

    protected override void Shutdown()
    {
    }
}
