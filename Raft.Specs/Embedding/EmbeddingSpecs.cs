using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;
using Shop;

namespace Raft.Specs.Embedding;

/// <summary>Raft in an actor system that is someone else's.</summary>
public sealed class EmbeddingSpecs : IDisposable
{
    // An election of one takes a few hundred milliseconds; the rest is for machines that do other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-embedding-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_sample_in_the_README_is_the_one_that_is_compiled_here_and_short()
    {
        var sample = Text("Sample.cs");

        Assert.Contains($"```csharp\n{sample}```\n", Text("README.md"), StringComparison.Ordinal);
        Assert.InRange(sample.TrimEnd().Split('\n').Length, 1, 39);
    }

    [Fact]
    public async Task The_sample_runs_with_the_configuration_in_the_README()
    {
        var hocon = Text("README.md").Split("```hocon\n")[1].Split("```")[0];

        Assert.Equal(
            4, await Embedded.Run(hocon.Replace("Data Source=", $"Data Source={_folder}/", StringComparison.Ordinal)));
        Assert.Equal(
            8, await Embedded.Run(hocon.Replace("Data Source=", $"Data Source={_folder}/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_containers_in_the_README_are_the_ones_that_are_compiled_here_and_work()
    {
        Assert.Contains($"```csharp\n{Text("SharedState.cs")}```\n", Text("README.md"), StringComparison.Ordinal);
        var config = ConfigurationFactory.ParseString(Theirs("own")).WithFallback(RaftSettings.DefaultConfig());
        var settings = RaftSettings.Create(
            ConfigurationFactory.ParseString(Node("a")).WithFallback(config.GetConfig("raft")));
        var system = ActorSystem.Create("theirs", config);

        var seen = await SharedState.Run(RaftGroups.For(system), settings);

        Assert.Equal("2, 1, 1, tea for ana, tea for bob, milk for eve", seen);
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    [Fact]
    public async Task Two_groups_live_in_one_system_and_leave_its_own_journal_alone()
    {
        var system = ActorSystem.Create("theirs", ConfigurationFactory.ParseString(Theirs("own")));
        await Write(system, "their own event");
        var groups = RaftGroups.For(system);
        var section = system.Settings.Config.GetConfig("raft");
        var first = RaftSettings.Create(ConfigurationFactory.ParseString(Node("a")).WithFallback(section));
        var second = RaftSettings.Create(ConfigurationFactory.ParseString(Node("b")).WithFallback(section)) with
        {
            JournalPluginId = "second.journal",
            SnapshotPluginId = "second.snapshots",
        };

        var bank = new TypedClient<Deposit, BalanceOf, Balance>(
            groups.Start("bank", first, () => new Bank(system)).Client, system);
        var store = new KeyValueStore(groups.Start("kv", second, () => new KeyValueMachine()).Client);
        var deposited = await bank.Execute(new Deposit("ana", 4), Patience);
        var stored = await store.Put("ana", new byte[] { 8 }, null, null, Patience);

        Assert.Equal((true, 4), (deposited.IsCommitted, deposited.Value!.Amount));
        Assert.IsType<KeyValueReply.Written>(stored);
        Assert.Throws<InvalidOperationException>(() => groups.Start("bank", first, () => new Bank(system)));
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        Assert.Equal(["theirs"], WritersOf("own.db"));
        Assert.Equal(["raft-bank-a"], WritersOf("first.db"));
        Assert.Equal(["raft-kv-b"], WritersOf("second.db"));
    }

    [Fact]
    public async Task A_state_of_ones_own_types_survives_by_snapshot()
    {
        var config = ConfigurationFactory.ParseString(Theirs("own")).WithFallback(RaftSettings.DefaultConfig());
        var settings = RaftSettings.Create(
            ConfigurationFactory.ParseString(Node("a")).WithFallback(config.GetConfig("raft")));
        for (var expected = 4; expected <= 8; expected += 4)
        {
            var system = ActorSystem.Create("theirs", config);
            var group = RaftGroups.For(system).Start("bank", settings, () => new Bank(system));
            var bank = new TypedClient<Deposit, BalanceOf, Balance>(group.Client, system);

            Assert.Equal(expected, (await bank.Execute(new Deposit("ana", 4), Patience)).Value!.Amount);
            Assert.IsType<CommandAnswer.Committed>(await group.Client.Order(TakeSnapshot.Instance, Patience));

            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        }
    }

    [Fact]
    public async Task What_the_machine_cannot_read_is_refused_and_the_node_goes_on()
    {
        var config = ConfigurationFactory.ParseString(Theirs("own")).WithFallback(RaftSettings.DefaultConfig());
        var system = ActorSystem.Create("theirs", config);
        var settings = RaftSettings.Create(
            ConfigurationFactory.ParseString(Node("a")).WithFallback(config.GetConfig("raft")));
        var client = RaftGroups.For(system).Start("bank", settings, () => new Bank(system)).Client;

        var strange = await new TypedClient<string, string, Balance>(client, system).Execute("give me all", Patience);
        var question = await new TypedClient<string, string, Balance>(client, system)
            .Read("why?", ReadConsistency.Linearizable, Patience);
        var good = await new TypedClient<Deposit, BalanceOf, Balance>(client, system).Execute(
            new Deposit("ana", 4), Patience);

        Assert.Equal(new CommandAnswer.Refused("a String does not belong here"), strange.Outcome);
        Assert.Equal(new ReadAnswer.Unavailable("a String does not belong here"), question.Outcome);
        Assert.Equal(4, good.Value!.Amount);
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    private static string Text(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Embedding", file)).ReplaceLineEndings("\n");

    private static string Node(string name) => $"node = {name}, members {{ {name} = \"127.0.0.1:9101\" }}";

    // A system as its owner made it: a journal of its own by default, and a second plug-in for the second group.
    private string Theirs(string own) =>
        $$"""
        akka.loglevel = OFF
        akka.persistence.journal.plugin = "theirs.journal"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        raft.journal.connection-string = "Data Source={{_folder}}/first.db"
        raft.snapshots.connection-string = "Data Source={{_folder}}/first-snapshots.db"
        theirs.journal { {{Journal(own)}} }
        second.journal { {{Journal("second")}} }
        second.snapshots {
          class = "Akka.Persistence.Sqlite.Snapshot.SqliteSnapshotStore, Akka.Persistence.Sqlite"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          connection-string = "Data Source={{_folder}}/second-snapshots.db"
          connection-timeout = 30s
          table-name = snapshot
          auto-initialize = on
        }
        """;

    private string Journal(string file) =>
        $"""
        class = "Akka.Persistence.Sqlite.Journal.SqliteJournal, Akka.Persistence.Sqlite"
        plugin-dispatcher = "akka.actor.default-dispatcher"
        connection-string = "Data Source={_folder}/{file}.db"
        connection-timeout = 30s
        table-name = event_journal
        metadata-table-name = journal_metadata
        auto-initialize = on
        timestamp-provider = "Akka.Persistence.Sql.Common.Journal.DefaultTimestampProvider, Akka.Persistence.Sql.Common"
        """;

    private static async Task Write(ActorSystem system, string what)
    {
        var writer = system.ActorOf(Props.Create(() => new Diary()));
        Assert.Equal("written", await writer.Ask<string>(what, Patience));
    }

    private List<string> WritersOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={_folder}/{file};Pooling=False");
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT DISTINCT persistence_id FROM event_journal";
        using var rows = read.ExecuteReader();
        var writers = new List<string>();
        while (rows.Read())
            writers.Add(rows.GetString(0));
        return writers;
    }

    private sealed class Diary : UntypedPersistentActor
    {
        public override string PersistenceId => "theirs";

        protected override void OnRecover(object message)
        {
        }

        protected override void OnCommand(object message)
        {
            var sender = Sender;
            Persist(message, _ => sender.Tell("written"));
        }
    }
}
