using System.Globalization;

namespace Akka.Event;

public interface ILogMessageFormatter
{
    string Format(string format, params object[] args);

    string Format(string format, IEnumerable<object> args);
}

public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter()
    {
    }

    public string Format(string format, params object[] args) =>
        string.Format(CultureInfo.CurrentCulture, format, args);

    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}

/// <summary>A message and its arguments, put together only when somebody reads it.</summary>
public abstract class LogMessage
{
    protected readonly ILogMessageFormatter Formatter;

    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    public string Format { get; }

    public abstract string Unformatted();

    public abstract IEnumerable<object> Parameters();
}

internal sealed class FormattedLogMessage(ILogMessageFormatter formatter, string format, object[] arguments)
    : LogMessage(formatter, format)
{
    public override string Unformatted() => string.Join(",", arguments);

    public override IEnumerable<object> Parameters() => arguments;

    public override string ToString() => Formatter.Format(Format, arguments);
}
