using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence.Sqlite;

public class SqlitePersistence : IExtension
{
    public const string JournalConfigPath = "akka.persistence.journal.sqlite";
    public const string SnapshotConfigPath = "akka.persistence.snapshot-store.sqlite";

    public readonly Config DefaultJournalConfig;
    public readonly Config DefaultSnapshotConfig;

    public SqlitePersistence(ExtendedActorSystem system)
    {
        var defaults = DefaultConfiguration();
        system.Settings.InjectTopLevelFallback(defaults);
        DefaultJournalConfig = defaults.GetConfig(JournalConfigPath);
        DefaultSnapshotConfig = defaults.GetConfig(SnapshotConfigPath);
    }

    public static Config DefaultConfiguration() =>
        ConfigurationFactory.FromResource<SqlitePersistence>("Akka.Persistence.Sqlite.sqlite.conf");

    public static SqlitePersistence Get(ActorSystem system) =>
        system.WithExtension<SqlitePersistence, SqlitePersistenceProvider>();
}

public class SqlitePersistenceProvider : ExtensionIdProvider<SqlitePersistence>
{
    public override SqlitePersistence CreateExtension(ExtendedActorSystem system) => new(system);
}
