using Akka.Actor;

namespace Akka.Event;

/// <summary>Stands in as the class of a log source that is given as a mere name.</summary>
public class DummyClassForStringSources
{
}

public static class Logging
{
    private const LogLevel Off = (LogLevel)int.MaxValue;

    public static string SimpleName(object o) => SimpleName(o.GetType());

    public static string SimpleName(Type t) => t.Name;

    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
    };

    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => "DEBUG",
        LogLevel.InfoLevel => "INFO",
        LogLevel.WarningLevel => "WARNING",
        LogLevel.ErrorLevel => "ERROR",
        Off => "OFF",
        _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
    };

    public static LogLevel LogLevelFor(string logLevel) => logLevel?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => Off,
        _ => throw new ArgumentException(
            $"Unknown LogLevel: \"{logLevel}\". Valid values are: \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\", \"OFF\"",
            nameof(logLevel)),
    };

    public static ILoggingAdapter GetLogger(
        this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        Create(context.System.EventStream, SourceOf(context, context.System), context.Props.Type, logMessageFormatter);

    public static ILoggingAdapter GetLogger(
        ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        Create(system.EventStream, SourceOf(logSourceObj, system), ClassOf(logSourceObj), logMessageFormatter);

    public static ILoggingAdapter GetLogger(
        LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        Create(loggingBus, SourceOf(logSourceObj, null), ClassOf(logSourceObj), logMessageFormatter);

    private static BusLogging Create(LoggingBus bus, string source, Type type, ILogMessageFormatter? formatter) =>
        new(bus, source, type, formatter ?? DefaultLogMessageFormatter.Instance);

    private static Type ClassOf(object source) => source switch
    {
        Type type => type,
        IActorContext context => context.Props.Type,
        string => typeof(DummyClassForStringSources),
        _ => source.GetType(),
    };

    private static string SourceOf(object source, ActorSystem? system)
    {
        switch (source)
        {
            case IActorContext context:
                return PathOf(context.Self, system);
            case IActorRef reference:
                return PathOf(reference, system);
        }

        var name = source switch
        {
            string text => text,
            Type type => SimpleName(type),
            _ => SimpleName(source),
        };
        return system is null ? name : $"{name} ({system})";
    }

    /// <summary>With the address that other hosts know, once there is one.</summary>
    private static string PathOf(IActorRef reference, ActorSystem? system)
    {
        try
        {
            return (system as ExtendedActorSystem)?.Provider.DefaultAddress is { } address
                ? reference.Path.ToStringWithAddress(address)
                : reference.Path.ToString();
        }
        catch (Exception)
        {
            return reference.Path.ToString(); // remoting has not come up yet
        }
    }
}
