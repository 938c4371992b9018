using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Event;

/// <summary>
/// Actors subscribe to a class or an interface and get everything of that kind. Who receives an event of some class is
/// worked out once, and again after a subscription has changed. Used from any thread.
/// </summary>
public class LoggingBus
{
    private static int _lastLoggerId;

    private readonly Lock _lock = new();
    private readonly Dictionary<IActorRef, HashSet<Type>> _subscriptions = [];
    private readonly List<IActorRef> _loggers = [];
    private volatile ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    public LogLevel LogLevel { get; private set; }

    public virtual bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(subscriber, out var channels))
                _subscriptions[subscriber] = channels = [];
            if (!channels.Add(channel))
                return false;
            _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }

    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        lock (_lock)
        {
            if (!_subscriptions.Remove(subscriber))
                return false;
            _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }

    public virtual bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(subscriber, out var channels) || !channels.Remove(channel))
                return false;
            if (channels.Count == 0)
                _subscriptions.Remove(subscriber);
            _receivers = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }

    public virtual void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var receivers = _receivers;
        if (!receivers.TryGetValue(@event.GetType(), out var subscribers))
            subscribers = receivers[@event.GetType()] = FindReceivers(@event.GetType());
        foreach (var subscriber in subscribers)
        {
            // who has stopped without a word is no subscriber any more: no dead letters about dead letters
            if (subscriber is LocalActorRef { IsTerminated: true })
                Unsubscribe(subscriber);
            else
                subscriber.Tell(@event, ActorRefs.NoSender);
        }
    }

    private IActorRef[] FindReceivers(Type eventType)
    {
        lock (_lock)
        {
            return
            [
                .. _subscriptions
                    .Where(entry => entry.Value.Any(channel => channel.IsAssignableFrom(eventType)))
                    .Select(entry => entry.Key),
            ];
        }
    }

    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        foreach (var logger in _loggers.ToArray())
            SubscribeFrom(logLevel, logger);
    }

    public void StartStdoutLogger(Settings config) =>
        SubscribeFrom(Logging.LogLevelFor(config.StdoutLogLevel), config.StdoutLogger);

    /// <summary>
    /// Starts the configured loggers and waits until they are ready; standard output is theirs from then on.
    /// </summary>
    internal void StartDefaultLoggers(ActorSystem system)
    {
        var settings = system.Settings;
        LogLevel = Logging.LogLevelFor(settings.LogLevel);
        var keepsStandardOutput = false;
        var starting = new List<Task>();
        foreach (var name in settings.Loggers)
        {
            var type = Type.GetType(name) ??
                throw new ConfigurationException($"Logger specified in config cannot be found: \"{name}\"");
            if (typeof(MinimalLogger).IsAssignableFrom(type))
                keepsStandardOutput = true;
            else
                starting.Add(AddLogger((ExtendedActorSystem)system, type));
        }

        if (!settings.LoggerAsyncStart && !Task.WaitAll([.. starting], settings.LoggerStartTimeout))
        {
            Publish(new Warning(
                Logging.SimpleName(this),
                GetType(),
                $"Not all loggers have answered within {settings.LoggerStartTimeout}: they may miss the start"));
        }

        if (settings.DebugUnhandledMessage)
            Subscribe(
                ((ExtendedActorSystem)system).SystemActorOf<UnhandledMessageForwarder>(), typeof(UnhandledMessage));
        if (!keepsStandardOutput)
            Unsubscribe(settings.StdoutLogger);
        Publish(new Debug(Logging.SimpleName(this), GetType(), "Default Loggers started"));
    }

    internal void StopDefaultLoggers(ActorSystem system)
    {
        StartStdoutLogger(system.Settings);
        foreach (var logger in _loggers.ToArray())
        {
            Unsubscribe(logger);
            (logger as IInternalActorRef)?.Stop();
        }

        Publish(new Debug(Logging.SimpleName(this), GetType(), "All default loggers stopped"));
    }

    private async Task AddLogger(ExtendedActorSystem system, Type type)
    {
        var props = Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher);
        var name = $"log{Interlocked.Increment(ref _lastLoggerId)}-{Logging.SimpleName(type)}";
        var logger = system.SystemActorOf(props, name);
        var answer = await logger.Ask(new InitializeLogger(this), Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (answer is not LoggerInitialized)
        {
            Publish(new Error(
                null,
                Logging.SimpleName(this),
                GetType(),
                $"Logger [{type}] did not respond with LoggerInitialized, sent instead {answer}. Stopping logger."));
            ((IInternalActorRef)logger).Stop();
            return;
        }

        lock (_lock)
            _loggers.Add(logger);
        SubscribeFrom(LogLevel, logger);
    }

    private void SubscribeFrom(LogLevel logLevel, IActorRef logger)
    {
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            if (level >= logLevel)
                Subscribe(logger, level.ClassFor());
            else
                Unsubscribe(logger, level.ClassFor());
        }
    }

    private sealed class UnhandledMessageForwarder : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is not UnhandledMessage unhandled)
                return false;
            Context.System.EventStream.Publish(new Debug(
                unhandled.Recipient.Path.ToString(),
                unhandled.Recipient.GetType(),
                $"Unhandled message from {unhandled.Sender} : {unhandled.Message}"));
            return true;
        }
    }
}

public class EventStream : LoggingBus
{
    private readonly bool _debug;

    public EventStream(bool debug)
    {
        _debug = debug;
    }

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        var added = base.Subscribe(subscriber, channel);
        if (_debug)
            Publish(new Debug(Logging.SimpleName(this), GetType(), $"subscribing {subscriber} to channel {channel}"));
        return added;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        var removed = base.Unsubscribe(subscriber, channel);
        if (_debug)
            Publish(new Debug(Logging.SimpleName(this), GetType(),
                $"unsubscribing {subscriber} from channel {channel}"));
        return removed;
    }
}

public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
