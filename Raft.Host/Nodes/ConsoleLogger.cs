using Akka.Actor;
using Akka.Event;

namespace Raft.Host.Nodes;

/// <summary>
/// Akka's log on the node's console (<c>akka.loggers</c>): warnings and errors, one line each, and none that was said a
/// moment ago. That a peer cannot be reached is not repeated at every attempt: <see cref="NodeReporter"/> tells when it
/// changes.
/// </summary>
public sealed class ConsoleLogger : UntypedActor
{
    private const int MostRemembered = 100;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    // Strangers can make a node complain of ever new things; its disk shall not be full of that.
    private const int MostAMinute = 60;

    private readonly NodeLog _log = new(
        Console.Out, LogSettings.Create(Context.System.Settings.Config),
        Context.System.Settings.Config.GetString("raft.node"));

    private DateTime _minute;
    private int _inMinute;
    private readonly Dictionary<string, DateTime> _said = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent happened when IsWorthALine(happened) && IsNews(happened) && HasRoom(happened.Timestamp):
                Write(happened);
                break;
            case LogEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static bool IsWorthALine(LogEvent happened) => happened.LogLevel() switch
    {
        LogLevel.ErrorLevel => true,
        LogLevel.WarningLevel => !IsFromRemoting(happened),
        _ => false,
    };

    // Its actors log under their class, the rest of it under a name.
    private static bool IsFromRemoting(LogEvent happened) =>
        happened.LogClass.Namespace?.StartsWith("Akka.Remote", StringComparison.Ordinal) == true
        || happened.LogSource.StartsWith("remoting", StringComparison.Ordinal);

    private bool IsNews(LogEvent happened)
    {
        // Attempts differ in their numbers: ids, ports that the system chose, counts.
        var gist = happened.LogClass.Name + string.Concat(OneLine(happened).Where(c => !char.IsAsciiDigit(c)));
        if (_said.TryGetValue(gist, out var last) && happened.Timestamp - last < Silence)
            return false;
        if (_said.Count >= MostRemembered)
            _said.Clear();
        _said[gist] = happened.Timestamp;
        return true;
    }

    private bool HasRoom(DateTime now)
    {
        if (now - _minute >= TimeSpan.FromMinutes(1))
        {
            if (_inMinute > MostAMinute)
                _log.Line(LogEventId.AkkaWarning, $"{_inMinute - MostAMinute} more warnings and errors in that minute");
            (_minute, _inMinute) = (now, 0);
        }
        return ++_inMinute <= MostAMinute;
    }

    private void Write(LogEvent happened)
    {
        var kind = happened.LogLevel() == LogLevel.ErrorLevel ? LogEventId.AkkaError : LogEventId.AkkaWarning;
        var cause = happened.Cause is { } thrown
            ? $" ({thrown.GetType().Name}: {thrown.Message.ReplaceLineEndings(" ")})"
            : "";
        _log.Line(kind, OneLine(happened) + cause, ("source", happened.LogClass.Name));
    }

    private static string OneLine(LogEvent happened) => $"{happened.Message}".ReplaceLineEndings(" ");
}
