using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Specs.Storage;

/// <summary>
/// A cluster of one on the real SQLite journal and snapshot store, in files of its own. It runs in real time; a spec
/// waits for answers and for the node's end, both of which come by themselves, and <see cref="Patience"/> bounds the
/// wait.
/// </summary>
internal sealed class DiskNode : IAsyncLifetime
{
    /// <summary>For a machine that does much else at the same time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The node's name in journal and snapshot store.</summary>
    public const string PersistenceId = "raft-disk-n1";

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-storage-").FullName;
    private ActorSystem? _system;
    private RaftGroup? _group;

    /// <summary>The journal's file.</summary>
    public string Journal => Path.Combine(_folder, "journal.db");

    /// <summary>The snapshots' file.</summary>
    public string Snapshots => Path.Combine(_folder, "snapshots.db");

    /// <summary>The way to the group.</summary>
    public RaftGroup Group => _group ?? throw new InvalidOperationException("the node is not started");

    /// <summary>The state machine of its present life.</summary>
    public KeyValueMachine Machine { get; private set; } = new();

    /// <summary>Starts the node.</summary>
    /// <param name="settings">HOCON of the section <c>raft</c>, above the spec's.</param>
    /// <param name="journalOptions">Added to the journal's connection string.</param>
    public void Start(string settings = "", string journalOptions = "")
    {
        var config = ConfigurationFactory.ParseString($"raft {{ {settings} }}")
            .WithFallback(ConfigurationFactory.ParseString($$"""
                akka { loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }
                raft {
                  node = n1
                  members { n1 = "localhost:1" }
                  heartbeat-interval = 20ms
                  election-timeout { min = 50ms, max = 100ms }
                  journal.connection-string = "Data Source={{Journal}};Pooling=False{{journalOptions}}"
                  journal.connection-timeout = 1s
                  snapshots.connection-string = "Data Source={{Snapshots}};Pooling=False"
                }
                """))
            .WithFallback(RaftSettings.DefaultConfig());
        _system = ActorSystem.Create("disk", config);
        _group = RaftGroups.For(_system).Start("disk", RaftSettings.Create(config.GetConfig("raft")), NewMachine);
    }

    /// <summary>Writes, and waits until it is committed.</summary>
    public async Task<CommandAnswer.Committed> Set(string key, string value) =>
        Assert.IsType<CommandAnswer.Committed>(await Group.Client.Execute(Node.KeyValues.Put(key, value), Patience));

    /// <summary>Reads, linearizably.</summary>
    public async Task<string?> Get(string key)
    {
        var read = Node.KeyValues.Get(key);
        var answer = await Group.Client.Read(read.Query, ReadConsistency.Linearizable, Patience);
        return Node.KeyValues.ValueOf(Assert.IsType<ReadAnswer.Value>(answer));
    }

    /// <summary>Takes a snapshot now.</summary>
    public async Task Snapshot() =>
        Assert.IsType<CommandAnswer.Committed>(await Group.Client.Order(TakeSnapshot.Instance, Patience));

    /// <summary>Waits until the node has ended by itself. Gives its reason.</summary>
    public async Task<string> ReasonOfEnd() =>
        (await Assert.ThrowsAsync<RaftNodeFailedException>(() => Group.Stopped.WaitAsync(Patience))).Message;

    /// <summary>Stops the process's part of it; the files stay.</summary>
    public async Task Stop()
    {
        if (_system is not { } system)
            return;
        (_system, _group) = (null, null);
        await system.Terminate().WaitAsync(Patience);
    }

    /// <summary>Runs a query on the journal's file, or another. Gives each row's columns, joined by a bar.</summary>
    public IReadOnlyList<string> Rows(string sql, string? file = null)
    {
        using var connection = Open(file ?? Journal);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetValue(i)}")));
        return rows;
    }

    /// <summary>A connection of another process, so to speak.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Changes one bit in the middle of a row's payload, by SQL.</summary>
    public static void FlipInRow(string file, string table, long sequenceNr)
    {
        using var connection = Open(file);
        using var read = connection.CreateCommand();
        read.CommandText = $"SELECT payload FROM {table} WHERE sequence_nr = {sequenceNr}";
        var bytes = Assert.IsType<byte[]>(read.ExecuteScalar());
        bytes[bytes.Length / 2] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = $"UPDATE {table} SET payload = $bytes WHERE sequence_nr = {sequenceNr}";
        write.Parameters.AddWithValue("$bytes", bytes);
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    /// <summary>Changes one bit of a text where it stands in a file, as a disk might.</summary>
    public static void FlipInFile(string file, string text)
    {
        var bytes = File.ReadAllBytes(file);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at >= 0, $"{text} is not in the file");
        bytes[at + 1] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private KeyValueMachine NewMachine() => Machine = new KeyValueMachine();
}
