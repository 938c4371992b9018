using Microsoft.Data.Sqlite;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>Nodes that do not run, and what operators do to their files.</summary>
[Collection("processes")]
public sealed class OfflineSpecs
{
    [Fact]
    public async Task The_log_of_a_stopped_node_shows_terms_votes_and_commands_and_a_flipped_byte_is_found_and_named()
    {
        await using var cluster = await ProcessCluster.Start(1);
        using (await cluster.Put(1, "ana", "4"))
            await cluster[1].Kill();

        var log = await Run(cluster, 1, "log");
        var part = await Run(cluster, 1, "log", "--from", "900");
        Flip(cluster.JournalOf(1));
        var damaged = await Run(cluster, 1, "log");
        var recovered = await Run(cluster, 1, "recover", "--members", "node-1=127.0.0.1:9001", "--yes");

        Assert.Equal((0, ""), (log.Code, log.Error));
        Assert.Contains("\tfounded\ta new disk, members node-1\n", log.Output, StringComparison.Ordinal);
        Assert.Contains("\tvote\tfor node-1 in term 1\n", log.Output, StringComparison.Ordinal);
        Assert.Contains("put ana = 4", log.Output, StringComparison.Ordinal);
        Assert.Contains("every checksum fits", log.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("put ana", part.Output, StringComparison.Ordinal);
        Assert.Equal(1, damaged.Code);
        Assert.Contains("the data is damaged after position ", damaged.Error, StringComparison.Ordinal);
        Assert.Contains("checksum", damaged.Error, StringComparison.Ordinal);
        Assert.Equal(1, recovered.Code);
    }

    [Fact]
    public async Task A_node_that_runs_keeps_its_data_to_itself_and_one_that_never_ran_has_none()
    {
        await using var cluster = ProcessCluster.Prepare(2);
        cluster.Start(1);
        await cluster.Until("node-1 answers", async () => await cluster.Status(1) is not null);

        var running = await Run(cluster, 1, "log");
        var never = await Run(cluster, 2, "log");

        Assert.Equal(2, running.Code);
        Assert.Contains("in use by another node", running.Error, StringComparison.Ordinal);
        Assert.Equal(2, never.Code);
        Assert.Contains("never ran with this data folder", never.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(cluster.Data, "node-2")));
    }

    [Fact]
    public async Task A_backup_of_one_cluster_is_restored_as_another()
    {
        await using var old = await ProcessCluster.Start(1);
        for (var n = 0; n < 20; n++)
            using (await old.Put(1, $"key-{n}", $"value-{n}")) { }
        var file = Path.Combine(old.Folder, "monday.raft");
        var backup = await Cli.Run("backup", file, "--nodes", old.Nodes);
        Assert.Equal((0, ""), (backup.Code, backup.Error));

        await using var cluster = ProcessCluster.Prepare(3);
        for (var node = 1; node <= 3; node++)
        {
            var restored = await Run(cluster, node, "restore", file);
            Assert.Equal(0, restored.Code);
            cluster.Start(node);
        }
        // Once all of them run: whoever comes first to a data folder has it, and a restore must not be first here.
        await cluster.Leader();
        var again = await Run(cluster, 1, "restore", file);

        Assert.Equal(2, again.Code);
        for (var node = 1; node <= 3; node++)
            Assert.Equal("value-7", await cluster.Get(node, "key-7"));
        using (var put = await cluster.Put(2, "new", "yes"))
            Assert.True(put.IsSuccessStatusCode);
        Assert.Equal(0, (await Cli.Run("hash", "--nodes", cluster.Nodes)).Code);
    }

    [Fact]
    public async Task The_survivor_of_a_lost_majority_goes_on_alone_once_its_operator_says_so_and_takes_newcomers()
    {
        await using var cluster = await ProcessCluster.Start(3);
        using (await cluster.Put(1, "kept", "yes")) { }
        await cluster.Until("node-3 has it too", async () =>
            await cluster.Get(3, "kept", "?consistency=stale") == "yes");
        for (var node = 1; node <= 3; node++)
            await cluster[node].Kill();
        foreach (var lost in new[] { "node-1", "node-2" })
            Directory.Delete(Path.Combine(cluster.Data, lost), recursive: true);

        var members = $"node-3={cluster.PeerAddressOf(3)},node-1={cluster.PeerAddressOf(1)}";
        var unsure = await Run(cluster, 3, "recover", "--members", members);
        var sure = await Run(cluster, 3, "recover", "--members", members, "--yes", "--note", "the rack burned");
        var log = await Run(cluster, 3, "log");
        cluster.Start(3);
        cluster.Start(1, "--join");
        await cluster.Until("node-1 votes", async () =>
            (await Cli.Run("members", "--nodes", cluster.Nodes)).Output.Contains(
                $"node-1\t{cluster.PeerAddressOf(1)}\tvoter", StringComparison.Ordinal));

        Assert.Equal(2, unsure.Code);
        Assert.Contains("THIS CAN LOSE DATA", unsure.Error, StringComparison.Ordinal);
        Assert.Equal(0, sure.Code);
        Assert.Contains("the rack burned", log.Output, StringComparison.Ordinal);
        Assert.Equal("yes", await cluster.Get(1, "kept"));
        using var put = await cluster.Put(1, "new", "yes");
        Assert.True(put.IsSuccessStatusCode);
    }

    private static Task<Cli> Run(ProcessCluster cluster, int node, params string[] words) =>
        Cli.Run([.. words, "--config", cluster.ConfigOf(node), "--data", cluster.Data]);

    /// <summary>One bit of a record in the middle of the journal, as a tired disk would.</summary>
    private static void Flip(string journal)
    {
        using var connection = new SqliteConnection($"Data Source={journal};Pooling=False");
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT ordering, payload FROM event_journal ORDER BY ordering DESC LIMIT 1";
        using var row = read.ExecuteReader();
        Assert.True(row.Read());
        var (ordering, payload) = (row.GetInt64(0), (byte[])row.GetValue(1));
        row.Close();
        payload[^1] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = "UPDATE event_journal SET payload = $payload WHERE ordering = $ordering";
        write.Parameters.AddWithValue("$payload", payload);
        write.Parameters.AddWithValue("$ordering", ordering);
        Assert.Equal(1, write.ExecuteNonQuery());
    }
}
