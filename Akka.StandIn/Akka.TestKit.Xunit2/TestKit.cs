using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2.Internals;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base class of specs that xunit runs.</summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where the log goes, if anywhere.</summary>
    protected readonly ITestOutputHelper? Output;

    private bool _disposed;

    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output)
    {
    }

    public static new Config DefaultConfig => TestKitBase.DefaultConfig;

    public static new Config FullDebugConfig => TestKitBase.FullDebugConfig;

    protected static XunitAssertions Assertions { get; } = new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called at the end of each spec, before its ActorSystem stops.</summary>
    protected virtual void AfterAll()
    {
    }

    protected void InitializeLogger(ActorSystem system)
    {
        if (Output is not { } output)
            return;
        var logger = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new TestOutputLogger(output)), "log-test");
        logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), TimeSpan.FromSeconds(3))
            .GetAwaiter().GetResult();
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            Shutdown();
        }
    }
}
