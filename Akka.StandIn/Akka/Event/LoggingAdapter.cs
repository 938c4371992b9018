namespace Akka.Event;

public interface ILoggingAdapter
{
    ILogMessageFormatter Formatter { get; }

    bool IsDebugEnabled { get; }

    bool IsInfoEnabled { get; }

    bool IsWarningEnabled { get; }

    bool IsErrorEnabled { get; }

    bool IsEnabled(LogLevel logLevel);

    void Log(LogLevel logLevel, Exception? cause, string format);

    void Log(LogLevel logLevel, Exception? cause, LogMessage message);
}

public abstract class LoggingAdapterBase : ILoggingAdapter
{
    protected LoggingAdapterBase(ILogMessageFormatter logMessageFormatter)
    {
        Formatter = logMessageFormatter;
    }

    public ILogMessageFormatter Formatter { get; }

    public abstract bool IsDebugEnabled { get; }

    public abstract bool IsInfoEnabled { get; }

    public abstract bool IsWarningEnabled { get; }

    public abstract bool IsErrorEnabled { get; }

    protected abstract void NotifyLog(LogLevel logLevel, object message, Exception? cause = null);

    public bool IsEnabled(LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => IsDebugEnabled,
        LogLevel.InfoLevel => IsInfoEnabled,
        LogLevel.WarningLevel => IsWarningEnabled,
        LogLevel.ErrorLevel => IsErrorEnabled,
        _ => throw new NotSupportedException($"Unknown LogLevel {logLevel}"),
    };

    public void Log(LogLevel logLevel, Exception? cause, string format)
    {
        if (IsEnabled(logLevel))
            NotifyLog(logLevel, format, cause);
    }

    public void Log(LogLevel logLevel, Exception? cause, LogMessage message)
    {
        if (IsEnabled(logLevel))
            NotifyLog(logLevel, message, cause);
    }
}

/// <summary>Publishes what is logged, if the bus's level lets it through.</summary>
public sealed class BusLogging : LoggingAdapterBase
{
    public BusLogging(LoggingBus bus, string logSource, Type logClass, ILogMessageFormatter logMessageFormatter)
        : base(logMessageFormatter)
    {
        Bus = bus;
        LogSource = logSource;
        LogClass = logClass;
    }

    public LoggingBus Bus { get; }

    public string LogSource { get; }

    public Type LogClass { get; }

    public override bool IsDebugEnabled => Bus.LogLevel <= LogLevel.DebugLevel;

    public override bool IsInfoEnabled => Bus.LogLevel <= LogLevel.InfoLevel;

    public override bool IsWarningEnabled => Bus.LogLevel <= LogLevel.WarningLevel;

    public override bool IsErrorEnabled => Bus.LogLevel <= LogLevel.ErrorLevel;

    protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause = null)
    {
        LogEvent logEvent = logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, LogSource, LogClass, message),
            LogLevel.InfoLevel => new Info(cause, LogSource, LogClass, message),
            LogLevel.WarningLevel => new Warning(cause, LogSource, LogClass, message),
            _ => new Error(cause, LogSource, LogClass, message),
        };
        Bus.Publish(logEvent);
    }
}

public sealed class NoLogger : LoggingAdapterBase
{
    public static readonly ILoggingAdapter Instance = new NoLogger();

    private NoLogger() : base(DefaultLogMessageFormatter.Instance)
    {
    }

    public override bool IsDebugEnabled => false;

    public override bool IsInfoEnabled => false;

    public override bool IsWarningEnabled => false;

    public override bool IsErrorEnabled => false;

    protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause = null)
    {
    }
}

/// <summary>Without arguments the text is logged as it is, braces and all.</summary>
public static class LoggingExtensions
{
    public static void Debug(this ILoggingAdapter log, string format, params object?[] args) =>
        Log(log, LogLevel.DebugLevel, null, format, args);

    public static void Debug(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) =>
        Log(log, LogLevel.DebugLevel, cause, format, args);

    public static void Info(this ILoggingAdapter log, string format, params object?[] args) =>
        Log(log, LogLevel.InfoLevel, null, format, args);

    public static void Info(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) =>
        Log(log, LogLevel.InfoLevel, cause, format, args);

    public static void Warning(this ILoggingAdapter log, string format, params object?[] args) =>
        Log(log, LogLevel.WarningLevel, null, format, args);

    public static void Warning(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) =>
        Log(log, LogLevel.WarningLevel, cause, format, args);

    public static void Error(this ILoggingAdapter log, string format, params object?[] args) =>
        Log(log, LogLevel.ErrorLevel, null, format, args);

    public static void Error(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) =>
        Log(log, LogLevel.ErrorLevel, cause, format, args);

    public static void Log(this ILoggingAdapter log, LogLevel level, string format, params object?[] args) =>
        Log(log, level, null, format, args);

    public static void Log(
        this ILoggingAdapter log, LogLevel level, Exception? cause, string format, params object?[] args)
    {
        if (!log.IsEnabled(level))
            return;
        if (args.Length == 0)
            log.Log(level, cause, format);
        else
            log.Log(level, cause, new FormattedLogMessage(log.Formatter, format, args!));
    }
}
