using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What an actor system reads from its configuration for itself.</summary>
public class Settings
{
    private readonly Config _own;
    private Config _fallback;

    public Settings(ActorSystem system, Config config) : this(system, config, ActorSystemSetup.Empty)
    {
    }

    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _own = config;
        _fallback = ConfigurationFactory.Default();
        Config = _own.SafeWithFallback(_fallback);
        ProviderSelectionType = setup.Get<BootstrapSetup>()
            .FlatSelect(bootstrap => bootstrap.ActorRefProvider)
            .GetOrElse(ProviderSelection.Parse(Config.GetString("akka.actor.provider", null)));
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy", null);
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        SerializeAllMessages = Config.GetBoolean("akka.actor.serialize-messages");
        SchedulerClass = Config.GetString("akka.scheduler.implementation", null);
        CoordinatedShutdownTerminateActorSystem =
            Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate =
            Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and " +
                "akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
        }

        LogLevel = Config.GetString("akka.loglevel", null);
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel", null);
        StdoutLogger = CreateStdoutLogger(Config.GetString("akka.stdout-logger-class", null));
        Loggers = Config.GetStringList("akka.loggers");
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher", null);
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout");
        LoggerAsyncStart = Config.GetBoolean("akka.logger-async-start");
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = ParseLogDeadLetters(Config.GetString("akka.log-dead-letters", null));
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = Config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
    }

    public ActorSystem System { get; }

    public ActorSystemSetup Setup { get; }

    public Config Config { get; private set; }

    public ProviderSelection ProviderSelectionType { get; }

    public string ProviderClass => ProviderSelectionType.TypeName;

    public bool HasCluster => ProviderSelectionType.HasCluster;

    public string SupervisorStrategyClass { get; }

    public string SchedulerClass { get; }

    public TimeSpan AskTimeout { get; }

    public bool SerializeAllMessages { get; }

    public bool CoordinatedShutdownTerminateActorSystem { get; }

    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    public string LogLevel { get; }

    public string StdoutLogLevel { get; }

    public MinimalLogger StdoutLogger { get; }

    public IList<string> Loggers { get; }

    public string LoggersDispatcher { get; }

    public TimeSpan LoggerStartTimeout { get; }

    public bool LoggerAsyncStart { get; }

    public bool LogConfigOnStart { get; }

    public int LogDeadLetters { get; }

    public bool LogDeadLettersDuringShutdown { get; }

    public TimeSpan LogDeadLettersSuspendDuration { get; }

    public bool AddLoggingReceive { get; }

    public bool DebugAutoReceive { get; }

    public bool DebugLifecycle { get; }

    public bool DebugEventStream { get; }

    public bool DebugUnhandledMessage { get; }

    /// <summary>Adds an extension's defaults, below everything that the user has set.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        if (config.IsNullOrEmpty())
            return;
        _fallback = config.SafeWithFallback(_fallback);
        Config = _own.SafeWithFallback(_fallback);
        ConfigChanged?.Invoke();
    }

    internal event Action? ConfigChanged;

    private static MinimalLogger CreateStdoutLogger(string? typeName)
    {
        if (string.IsNullOrWhiteSpace(typeName))
            return new StandardOutLogger();
        var type = Type.GetType(typeName) ??
            throw new ArgumentException($"Could not load type of {typeName} for standard out logger.");
        return typeof(MinimalLogger).IsAssignableFrom(type)
            ? (MinimalLogger)Activator.CreateInstance(type)!
            : throw new ArgumentException($"{typeName} is no {nameof(MinimalLogger)}, and so no standard out logger.");
    }

    private static int ParseLogDeadLetters(string? text) => text switch
    {
        "on" or "true" or "yes" => int.MaxValue,
        null or "off" or "false" or "no" => 0,
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    public override string ToString() => Config.ToString();
}
