using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Finds dispatchers by the path of their section in the configuration.</summary>
public sealed class Dispatchers
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";
    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private readonly ActorSystem _system;
    private readonly ILoggingAdapter _log;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators =
        new(StringComparer.Ordinal);

    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger)
    {
        _system = system;
        Prerequisites = prerequisites;
        _log = logger;
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public MessageDispatcher DefaultGlobalDispatcher => Lookup(DefaultDispatcherId);

    internal MessageDispatcher InternalDispatcher => Lookup(InternalDispatcherId);

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    public MessageDispatcher Lookup(string dispatcherName)
    {
        if (!_configurators.TryGetValue(dispatcherName, out var configurator))
        {
            // not two of one id: a configurator may start threads
            lock (_lock)
                configurator = _configurators.GetOrAdd(dispatcherName, Create);
        }

        return configurator.Dispatcher();
    }

    /// <summary>False if there is one of this id already, which stays.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) =>
        _configurators.TryAdd(id, configurator);

    private MessageDispatcherConfigurator Create(string id)
    {
        var config = GetConfig(_system.Settings.Config, id);
        var type = config.GetString("type", null);
        switch (type)
        {
            case "Dispatcher" or "TaskDispatcher" or "ForkJoinDispatcher" or "ThreadPoolDispatcher":
                return new DispatcherConfigurator(config, Prerequisites);
            case "PinnedDispatcher":
                return new PinnedDispatcherConfigurator(config, Prerequisites);
            case null or "":
                throw new ConfigurationException($"Could not resolve dispatcher for path {id}. type is null");
        }

        var configuratorType = Type.GetType(type) ?? throw new ConfigurationException(
            $"Could not resolve dispatcher type {type} for path {id}");
        _log.Debug("Dispatcher [{0}] is made by [{1}]", id, configuratorType);
        return (MessageDispatcherConfigurator)Activator.CreateInstance(configuratorType, config, Prerequisites)!;
    }

    /// <summary>The section at <paramref name="id"/>, or where it points to, over the default dispatcher's.</summary>
    private static Config GetConfig(Config config, string id, int depth = 0)
    {
        const int maxAliases = 20;
        if (depth > maxAliases)
            throw new ConfigurationException($"Didn't find dispatcher config after {maxAliases} aliases");
        if (!config.HasPath(id))
            throw new ConfigurationException($"Dispatcher [{id}] not configured");
        var value = config.GetValue(id);
        if (value.IsString())
            return GetConfig(config, value.GetString(), depth + 1);
        return ConfigurationFactory.ParseString($"id = \"{id}\"")
            .WithFallback(config.GetConfig(id))
            .WithFallback(config.GetConfig(DefaultDispatcherId));
    }
}
