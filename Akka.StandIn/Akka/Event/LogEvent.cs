using System.Globalization;
using Akka.Actor;

namespace Akka.Event;

public enum LogLevel
{
    DebugLevel,
    InfoLevel,
    WarningLevel,
    ErrorLevel,
}

public abstract class LogEvent : INoSerializationVerificationNeeded
{
    protected LogEvent(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    public Exception? Cause { get; protected set; }

    public DateTime Timestamp { get; } = DateTime.UtcNow;

    public Thread Thread { get; } = Thread.CurrentThread;

    public string LogSource { get; protected set; }

    public Type LogClass { get; protected set; }

    public object Message { get; protected set; }

    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"[{LogLevel().StringFor()}][{Timestamp:MM/dd/yyyy HH:mm:ss.fffK}][Thread {Thread.ManagedThreadId:0000}]" +
            $"[{LogSource}] {Message}");
        return Cause is null ? text : $"{text}{Environment.NewLine}Cause: {Cause}";
    }
}

public class Debug : LogEvent
{
    public Debug(string logSource, Type logClass, object message) : base(null, logSource, logClass, message)
    {
    }

    public Debug(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

public class Info : LogEvent
{
    public Info(string logSource, Type logClass, object message) : base(null, logSource, logClass, message)
    {
    }

    public Info(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

public class Warning : LogEvent
{
    public Warning(string logSource, Type logClass, object message) : base(null, logSource, logClass, message)
    {
    }

    public Warning(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

public class Error : LogEvent
{
    public Error(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
