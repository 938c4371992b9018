using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>The typed form of <c>akka.remote</c>.</summary>
public class RemoteSettings
{
    public RemoteSettings(Config config)
    {
        Config = config;
        LogReceive = config.GetBoolean("akka.remote.log-received-messages");
        LogSend = config.GetBoolean("akka.remote.log-sent-messages");
        LogBufferSizeExceeding = BufferSizeToWarnAt(config.GetString("akka.remote.log-buffer-size-exceeding"));
        UntrustedMode = config.GetBoolean("akka.remote.untrusted-mode");
        TrustedSelectionPaths = [.. config.GetStringList("akka.remote.trusted-selection-paths")];
        RemoteLifecycleEventsLogLevel = LevelName(config.GetString("akka.remote.log-remote-lifecycle-events"));
        FlushWait = config.GetTimeSpan("akka.remote.flush-wait-on-shutdown");
        ShutdownTimeout = config.GetTimeSpan("akka.remote.shutdown-timeout");
        StartupTimeout = config.GetTimeSpan("akka.remote.startup-timeout");
        RetryGateClosedFor = config.GetTimeSpan("akka.remote.retry-gate-closed-for");
        HandshakeTimeout = config.GetTimeSpan("akka.remote.handshake-timeout");
        HeartbeatInterval = config.GetTimeSpan("akka.remote.transport-failure-detector.heartbeat-interval");
        AcceptableHeartbeatPause =
            config.GetTimeSpan("akka.remote.transport-failure-detector.acceptable-heartbeat-pause");
    }

    public static readonly string AkkaScheme = "akka";

    public Config Config { get; }

    public HashSet<string> TrustedSelectionPaths { get; set; }

    public bool UntrustedMode { get; set; }

    public bool LogSend { get; set; }

    public bool LogReceive { get; set; }

    public int LogBufferSizeExceeding { get; set; }

    public string RemoteLifecycleEventsLogLevel { get; set; }

    public TimeSpan ShutdownTimeout { get; set; }

    public TimeSpan FlushWait { get; set; }

    public TimeSpan RetryGateClosedFor { get; set; }

    public TimeSpan StartupTimeout { get; set; }

    internal TimeSpan HandshakeTimeout { get; }

    internal TimeSpan HeartbeatInterval { get; }

    internal TimeSpan AcceptableHeartbeatPause { get; }

    /// <summary>The lowest level at which a lifecycle event is logged, or null when none is.</summary>
    internal LogLevel? LifecycleLogLevel => RemoteLifecycleEventsLogLevel.ToUpperInvariant() switch
    {
        "OFF" or "NO" or "FALSE" => null,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "DEBUG" => LogLevel.DebugLevel,
        var other => throw new ConfigurationException(
            $"akka.remote.log-remote-lifecycle-events is [{other}]: it must be on, off or the name of a log level"),
    };

    private static string LevelName(string value) =>
        value.ToUpperInvariant() is "ON" or "YES" or "TRUE" ? "DEBUG" : value;

    private static int BufferSizeToWarnAt(string value) =>
        value.ToUpperInvariant() is "OFF" or "NO" or "FALSE"
            ? int.MaxValue
            : int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
}
