using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Persistence;

public class Persistence : ExtensionIdProvider<PersistenceExtension>
{
    public static Persistence Instance { get; } = new();

    public override PersistenceExtension CreateExtension(ExtendedActorSystem system) => new(system);

    public static Config DefaultConfig() =>
        ConfigurationFactory.FromResource<Persistence>("Akka.Persistence.persistence.conf");
}

/// <summary>Starts each journal and snapshot store when it is first asked for, and knows their settings.</summary>
public class PersistenceExtension : IExtension
{
    private const string JournalFallback = "akka.persistence.journal-plugin-fallback";
    private const string SnapshotStoreFallback = "akka.persistence.snapshot-store-plugin-fallback";
    private const string NoSnapshotStore = "akka.persistence.no-snapshot-store";

    private readonly ExtendedActorSystem _system;
    private readonly Config _config;
    private readonly ILoggingAdapter _log;
    private readonly ConcurrentDictionary<string, Plugin> _plugins = new();
    private readonly Lazy<IActorRef> _recoveryPermitter;
    private readonly Lazy<string> _defaultSnapshotStore;

    public PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        system.Settings.InjectTopLevelFallback(Persistence.DefaultConfig());
        _config = system.Settings.Config.GetConfig("akka.persistence");
        _log = Logging.GetLogger(system, this);
        _defaultSnapshotStore = new Lazy<string>(DefaultSnapshotStore);
        _recoveryPermitter = new Lazy<IActorRef>(() =>
        {
            var permits = _config.GetInt("max-concurrent-recoveries");
            return system.SystemActorOf(Props.Create(() => new RecoveryPermitter(permits)), "recoveryPermitter");
        });
        foreach (var id in _config.GetStringList("journal.auto-start-journals"))
            JournalFor(id);
        foreach (var id in _config.GetStringList("snapshot-store.auto-start-snapshot-stores"))
            SnapshotStoreFor(id);
    }

    internal IActorRef RecoveryPermitter => _recoveryPermitter.Value;

    /// <summary>The journal at that path, anywhere in the configuration; null or "" is the default one.</summary>
    public IActorRef JournalFor(string? journalPluginId) => JournalPlugin(journalPluginId).Ref;

    public IActorRef SnapshotStoreFor(string? snapshotPluginId) =>
        PluginFor(IdOr(snapshotPluginId, _defaultSnapshotStore.Value), SnapshotStoreFallback).Ref;

    public string PersistenceId(IActorRef actor) => actor.Path.ToStringWithoutAddress();

    internal Config JournalConfigFor(string? journalPluginId) => JournalPlugin(journalPluginId).Config;

    /// <summary>The settings of a plug-in actor, which is named for its configuration path.</summary>
    internal Config ConfigFor(IActorRef plugin) =>
        _plugins.TryGetValue(plugin.Path.Name, out var found)
            ? found.Config
            : throw new ArgumentException($"Unknown plugin actor {plugin}");

    private Plugin JournalPlugin(string? id) =>
        PluginFor(string.IsNullOrEmpty(id) ? DefaultJournal() : id, JournalFallback);

    private string DefaultJournal()
    {
        var id = _config.GetString("journal.plugin", null);
        return string.IsNullOrEmpty(id)
            ? throw new ConfigurationException("Default journal plugin is not configured")
            : id;
    }

    private string DefaultSnapshotStore()
    {
        var id = _config.GetString("snapshot-store.plugin", null);
        if (!string.IsNullOrEmpty(id))
            return id;
        _log.Warning("No default snapshot store configured! "
            + "To configure one set the `akka.persistence.snapshot-store.plugin` key.");
        return NoSnapshotStore;
    }

    private static string IdOr(string? id, string fallback) => string.IsNullOrEmpty(id) ? fallback : id;

    private Plugin PluginFor(string id, string fallbackPath) =>
        _plugins.GetOrAdd(id, path => new Plugin(_system, path, fallbackPath));

    /// <summary>
    /// One journal or snapshot store. Its settings are known before its actor is created, so that the actor's
    /// constructor may ask for them on whatever thread it runs.
    /// </summary>
    private sealed class Plugin
    {
        private readonly Lazy<IActorRef> _ref;

        public Plugin(ExtendedActorSystem system, string path, string fallbackPath)
        {
            var all = system.Settings.Config;
            if (!all.HasPath(path))
                throw new ArgumentException($"Persistence config is missing plugin config path for: {path}");
            Config = all.GetConfig(path).WithFallback(all.GetConfig(fallbackPath));
            if (Config.HasPath("event-adapters") || Config.HasPath("event-adapter-bindings"))
                throw new ConfigurationException($"Event adapters are not supported here: {path}");
            _ref = new Lazy<IActorRef>(() => system.SystemActorOf(CreateProps(path), path));
        }

        public Config Config { get; }

        public IActorRef Ref => _ref.Value;

        private Props CreateProps(string path)
        {
            var typeName = Config.GetString("class", null);
            if (string.IsNullOrEmpty(typeName))
                throw new ArgumentException($"Plugin class name must be defined in config property [{path}.class]");
            var type = Type.GetType(typeName, throwOnError: true)!;
            var takesConfig = type.GetConstructor([typeof(Config)]) is not null;
            return Props.Create(type, takesConfig ? [Config] : [])
                .WithDispatcher(Config.GetString("plugin-dispatcher", null));
        }
    }
}
