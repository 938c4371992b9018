using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// Describes log events that a spec expects or wants muted. Of message, start and contains the first that is given
/// counts; source is the log source, or an actor's path with or without its address.
/// </summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilter> _filters;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys)
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilter> filters)
    {
        _testkit = testkit;
        _system = system;
        _filters = filters;
    }

    public IEventFilterApplier Error(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Error>(Text.Of(message, start, contains), source);

    public IEventFilterApplier Error(Regex pattern, string? source = null) => OfLevel<Error>(new Text(pattern), source);

    public IEventFilterApplier Warning(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Warning>(Text.Of(message, start, contains), source);

    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        OfLevel<Warning>(new Text(pattern), source);

    public IEventFilterApplier Info(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Info>(Text.Of(message, start, contains), source);

    public IEventFilterApplier Info(Regex pattern, string? source = null) => OfLevel<Info>(new Text(pattern), source);

    public IEventFilterApplier Debug(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel<Debug>(Text.Of(message, start, contains), source);

    public IEventFilterApplier Debug(Regex pattern, string? source = null) => OfLevel<Debug>(new Text(pattern), source);

    public IEventFilterApplier Exception<TException>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception =>
        Exception(typeof(TException), Text.Of(message, start, contains), source, false);

    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception =>
        Exception(typeof(TException), new Text(pattern), source, false);

    public IEventFilterApplier Exception(
        Type exceptionType, string? message = null, string? start = null, string? contains = null,
        string? source = null, bool checkInnerExceptions = false) =>
        Exception(exceptionType, Text.Of(message, start, contains), source, checkInnerExceptions);

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Apply(new EventFilter("Custom", predicate));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent =>
        Custom(entry => entry is TLogEvent typed && predicate(typed));

    public IEventFilterApplier DeadLetter() => DeadLetter<object>();

    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        DeadLetter<TMessage>(_ => true, source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        Apply(new EventFilter(
            $"DeadLetter of {typeof(TMessage)}",
            entry => entry is Warning { Message: DeadLetter { Message: TMessage message } }
                && Source.Matches(source, entry.LogSource)
                && isMatch(message)));

    private EventFilterApplier OfLevel<TLogEvent>(Text text, string? source)
        where TLogEvent : LogEvent =>
        Apply(new EventFilter(
            $"{typeof(TLogEvent).Name} {text}",
            entry => entry is TLogEvent
                && Source.Matches(source, entry.LogSource)
                && (text.Matches(entry.Message)
                    || (entry is Error { Cause: { } cause } && text.Matches(cause.Message)))));

    private EventFilterApplier Exception(Type type, Text text, string? source, bool checkInnerExceptions)
    {
        return Apply(new EventFilter(
            $"{type} {text}",
            entry => entry is Error error
                && Source.Matches(source, entry.LogSource)
                && Matches(error.Cause, error.Message)));

        bool Matches(Exception? cause, object message) =>
            cause is not null
            && ((type.IsInstanceOfType(cause) && (text.Matches(message) || text.Matches(cause.Message)))
                || (checkInnerExceptions && Matches(cause.InnerException, message)));
    }

    private EventFilterApplier Apply(EventFilter filter) => new(_testkit, _system, [.. _filters, filter]);
}
