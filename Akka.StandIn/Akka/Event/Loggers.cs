using Akka.Actor;

namespace Akka.Event;

public class InitializeLogger : INoSerializationVerificationNeeded
{
    public InitializeLogger(LoggingBus loggingBus)
    {
        LoggingBus = loggingBus;
    }

    public LoggingBus LoggingBus { get; }
}

public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
}

/// <summary>A logger that works before there are actors and after there are none, on the thread that logs.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    public sealed override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    public sealed override IActorRefProvider Provider =>
        throw new NotSupportedException("This logger does not provide.");

    protected abstract void Log(object message);

    protected sealed override void TellInternal(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Log(message);
    }
}

public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock Console = new();

    public static bool UseColors { get; set; } = true;

    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    protected override void Log(object message)
    {
        var color = UseColors && message is LogEvent logEvent ? ColorFor(logEvent.LogLevel()) : (ConsoleColor?)null;
        string text;
        try
        {
            text = message.ToString()!;
        }
        catch (FormatException e)
        {
            var source = (message as LogEvent)?.LogSource;
            text = $"[ERROR] A log message of {source} does not fit its arguments: {e.Message}";
        }

        lock (Console)
        {
            if (color is not { } chosen || System.Console.IsOutputRedirected)
            {
                System.Console.WriteLine(text);
                return;
            }

            var before = System.Console.ForegroundColor;
            System.Console.ForegroundColor = chosen;
            System.Console.WriteLine(text);
            System.Console.ForegroundColor = before;
        }
    }

    private static ConsoleColor ColorFor(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => DebugColor,
        LogLevel.InfoLevel => InfoColor,
        LogLevel.WarningLevel => WarningColor,
        _ => ErrorColor,
    };
}

/// <summary>Logs to standard output, away from the thread that logs.</summary>
public class DefaultLogger : ActorBase
{
    private MinimalLogger? _stdoutLogger;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _stdoutLogger = Context.System.Settings.StdoutLogger;
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => _stdoutLogger!.Tell(logEvent);
}
