using System.Threading.Channels;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A spec's ActorSystem, an actor of its own that keeps what it receives, and assertions about it. An adapter to a test
/// framework derives from it.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static long _testActorNumber;

    private readonly ITestKitAssertions _assertions;
    private readonly Channel<MessageEnvelope> _queue = Channel.CreateUnbounded<MessageEnvelope>();
    private MessageEnvelope _lastMessage = NullMessageEnvelope.Instance;

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null,
        string? testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, SetupOf(config), actorSystemName, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup config, string? actorSystemName,
        string? testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        Sys = system ?? ActorSystem.Create(actorSystemName ?? "test", WithDefaults(config));
        if (system is not null)
            Sys.Settings.InjectTopLevelFallback(DefaultConfig);

        Sys.RegisterExtension(new TestKitExtension());
        TestKitSettings = TestKitExtension.For(Sys);
        Log = Logging.GetLogger(Sys, GetType());
        EventFilter = new EventFilterFactory(this);
        if (string.IsNullOrEmpty(testActorName))
            testActorName = "testActor" + Interlocked.Increment(ref _testActorNumber);
        TestActor = CreateTestActor(testActorName);
        BecomeImplicitSender();
    }

    public static Config DefaultConfig { get; } =
        ConfigurationFactory.FromResource<TestKitBase>("Akka.TestKit.Internal.Reference.conf");

    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = DEBUG
          stdout-loglevel = DEBUG
          log-dead-letters = on
          log-dead-letters-during-shutdown = on
          actor.debug {
            receive = on
            autoreceive = on
            lifecycle = on
            event-stream = on
            unhandled = on
          }
        }
        """);

    /// <summary>The clock of all the time limits here: real time.</summary>
    public static TimeSpan Now => TimeSpan.FromTicks(DateTime.UtcNow.Ticks);

    public ActorSystem Sys { get; }

    public TestKitSettings TestKitSettings { get; }

    public IActorRef TestActor { get; }

    public ILoggingAdapter Log { get; }

    public EventFilterFactory EventFilter { get; }

    public object LastMessage => _lastMessage.Message;

    public IActorRef LastSender => _lastMessage.Sender;

    public bool HasMessages => _queue.Reader.Count > 0;

    internal ITestKitAssertions FrameworkAssertions => _assertions;

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new TestActor.SetIgnore(message => shouldIgnoreMessage(message)));

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    public void IgnoreNoMessages() => TestActor.Tell(new TestActor.SetIgnore(null));

    /// <summary>Returns when the watch is in force.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        WatchAsync(actorToWatch).GetAwaiter().GetResult();
        return actorToWatch;
    }

    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await TestActor.Ask(new TestActor.Watch(actorToWatch), RemainingOrDefault);
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        UnwatchAsync(actorToUnwatch).GetAwaiter().GetResult();
        return actorToUnwatch;
    }

    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        await TestActor.Ask(new TestActor.Unwatch(actorToUnwatch), RemainingOrDefault);
        return actorToUnwatch;
    }

    public void SetAutoPilot(AutoPilot pilot) => TestActor.Tell(new TestActor.SetAutoPilot(pilot));

    public IActorRef CreateTestActor(string name)
    {
        var props = Props.Create(() => new InternalTestActor(_queue.Writer))
            .WithDispatcher("akka.test.test-actor.dispatcher");
        return ((ExtendedActorSystem)Sys).SystemActorOf(props, name);
    }

    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(Sys, name);

    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var limit = duration ?? Min(Dilated(TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(10));
        if (system.Terminate().Wait(limit))
            return;
        ((ExtendedActorSystem)system).Abort();
        var message = $"ActorSystem {system.Name} did not stop within {limit} and is aborted.";
        if (verifySystemShutdown)
            throw new TimeoutException(message);
        system.Log.Warning(message);
    }

    private static ActorSystemSetup SetupOf(Config config) =>
        ActorSystemSetup.Empty.WithSetup(BootstrapSetup.Create().WithConfig(config));

    private static ActorSystemSetup WithDefaults(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>() is { HasValue: true } found ? found.Value : BootstrapSetup.Create();
        var config = bootstrap.Config is { HasValue: true } own
            ? own.Value.WithFallback(DefaultConfig)
            : DefaultConfig;
        return setup.WithSetup(bootstrap.WithConfig(config));
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
