using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>One description of log events, and how many fitted it so far.</summary>
internal sealed class EventFilter(string description, Predicate<LogEvent> isMatch)
{
    private int _matched;

    public int Matched => Volatile.Read(ref _matched);

    public bool Apply(LogEvent entry)
    {
        if (!isMatch(entry))
            return false;
        Interlocked.Increment(ref _matched);
        return true;
    }

    public override string ToString() => description;
}

/// <summary>What the text of a log event must be like.</summary>
internal sealed class Text
{
    private readonly Predicate<string> _isMatch;
    private readonly string _description;

    public Text(Regex pattern)
        : this(pattern.IsMatch, $"like {pattern}")
    {
    }

    private Text(Predicate<string> isMatch, string description)
    {
        _isMatch = isMatch;
        _description = description;
    }

    public static Text Of(string? message, string? start, string? contains) => (message, start, contains) switch
    {
        ({ } exact, _, _) => new Text(
            text => string.Equals(exact, text, StringComparison.OrdinalIgnoreCase), $"== \"{exact}\""),
        (_, { } first, _) => new Text(
            text => text.StartsWith(first, StringComparison.OrdinalIgnoreCase), $"starts with \"{first}\""),
        (_, _, { } part) => new Text(
            text => text.Contains(part, StringComparison.OrdinalIgnoreCase), $"contains \"{part}\""),
        _ => new Text(_ => true, ""),
    };

    public bool Matches(object? message) => _isMatch(message?.ToString() ?? "null");

    public override string ToString() => _description;
}

/// <summary>Where a log event must come from.</summary>
internal static class Source
{
    public static bool Matches(string? expected, string actual) =>
        expected is null
        || string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase)
        || (ActorPath.TryParse(actual, out var path)
            && path is not null
            && string.Equals(expected, path.ToStringWithoutAddress(), StringComparison.OrdinalIgnoreCase));
}
