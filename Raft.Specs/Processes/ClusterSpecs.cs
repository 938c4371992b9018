using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Raft.Host.Http;

namespace Raft.Specs.Processes;

/// <summary>Three real processes, and what people do to them.</summary>
[Collection("processes")]
public sealed class ClusterSpecs
{
    [Fact]
    public async Task What_is_set_on_one_node_is_read_from_every_node()
    {
        await using var cluster = await ProcessCluster.Start(3);

        foreach (var node in cluster.Running)
        {
            using var put = await cluster.Put(node, $"key-{node}", $"value-{node}");
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        foreach (var node in cluster.Running)
        {
            for (var n = 1; n <= 3; n++)
                Assert.Equal($"value-{n}", await cluster.Get(node, $"key-{n}"));
        }
    }

    [Fact]
    public async Task When_the_leader_is_killed_while_a_client_writes_nothing_acknowledged_is_lost()
    {
        await using var cluster = await ProcessCluster.Start(3);
        var leader = await cluster.Leader();
        using var done = new CancellationTokenSource();
        var writer = Write(cluster, done.Token);
        await cluster.Until("the client has written a few", () => Task.FromResult(writer.Acknowledged.Count > 20));

        await cluster[leader].Kill();
        var before = writer.Acknowledged.Count;
        await cluster.Until("the client writes again", () => Task.FromResult(writer.Acknowledged.Count > before + 20));
        Assert.NotEqual(leader, await cluster.Leader());

        cluster.Start(leader);
        await CaughtUp(cluster, leader);
        await done.CancelAsync();
        await writer.Task;
        await CaughtUp(cluster, leader);

        Assert.DoesNotContain(writer.Outcomes, outcome => outcome is not ("ok" or "unknown" or "notCommitted"));
        foreach (var node in cluster.Running)
        {
            var there = await KeysOn(cluster, node);
            Assert.Equal([], writer.Acknowledged.Except(there));
        }
    }

    [Fact]
    public async Task With_two_of_three_killed_the_last_knows_no_leader_and_says_so()
    {
        await using var cluster = await ProcessCluster.Start(3);
        using (var put = await cluster.Put(1, "kept", "yes"))
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        await cluster[1].Kill();
        await cluster[2].Kill();

        await cluster.Until("the last node no longer knows a leader", async () =>
            await cluster.Status(3) is { Leader: null });
        using var refused = await cluster.Put(3, "k", "v", "?timeout=500ms");
        using var unread = await cluster.Put(3, "k", "v", "?timeout=500ms");
        var verb = await Host.Cli.Run("set", "k", "v", "--nodes", cluster.Nodes, "--timeout", "1s");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        var problem = JsonSerializer.Deserialize(
            await refused.Content.ReadAsByteArrayAsync(), ApiJson.Bodies.ProblemBody)!;
        Assert.Contains(problem.Outcome, new[] { "notCommitted", "unknown" });
        Assert.Contains(verb.Code, new[] { 3, 4 });
        Assert.Equal("no", await ReadyOr("no", cluster, 3));

        cluster.Start(1);
        cluster.Start(2);
        await cluster.Leader();
        foreach (var node in cluster.Running)
            Assert.Equal("yes", await cluster.Get(node, "kept"));
    }

    [Fact]
    public async Task Ten_thousand_writes_from_64_connections_succeed_once_each_in_far_fewer_journal_rows()
    {
        const int writes = 10_000, connections = 64;
        await using var cluster = await ProcessCluster.Start(3);
        var leader = await cluster.Leader();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = cluster.AddressOf(leader),
            Timeout = TimeSpan.FromMinutes(2),
        };
        var indexes = new long[writes];

        await Parallel.ForAsync(
            0, writes, new ParallelOptions { MaxDegreeOfParallelism = connections }, async (n, cancel) =>
            {
                using var answer = await client.PutAsync(
                    new Uri($"/v1/kv/key-{n:D5}", UriKind.Relative),
                    new ByteArrayContent(Encoding.UTF8.GetBytes($"value-{n}")), cancel);
                var body = await answer.Content.ReadAsByteArrayAsync(cancel);
                Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
                indexes[n] = JsonSerializer.Deserialize(body, ApiJson.Bodies.WrittenBody)!.Index;
            });

        Assert.Equal(writes, indexes.Distinct().Count());
        var keys = await KeysOn(cluster, leader);
        Assert.Equal(writes, keys.Count);
        Assert.InRange(RowsOf(cluster.JournalOf(leader)), 1, writes / 4);
    }

    [Fact]
    public async Task A_restart_of_all_nodes_finds_everything_again()
    {
        await using var cluster = await ProcessCluster.Start(3);
        using (var put = await cluster.Put(2, "kept", "yes"))
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        foreach (var node in cluster.Running.ToList())
            await cluster[node].Kill();

        for (var node = 1; node <= 3; node++)
            cluster.Start(node);
        await cluster.Leader();

        Assert.Equal("yes", await cluster.Get(3, "kept"));
    }

    [Theory]
    [InlineData("PUT", "/v1/kv/", 400)]
    [InlineData("GET", "/v1/kv/%zz", 400)]
    [InlineData("POST", "/v1/kv/k", 405)]
    [InlineData("GET", "/v3", 404)]
    public async Task Bad_requests_are_refused_and_the_node_goes_on(string method, string path, int status)
    {
        await using var cluster = await ProcessCluster.Start(1);
        using var client = new HttpClient();
        var target = new Uri(
            cluster.AddressOf(1).ToString().TrimEnd('/') + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), target));

        Assert.Equal(status, (int)answer.StatusCode);
        using var put = await cluster.Put(1, "k", "v");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    private sealed record Writer(List<string> Acknowledged, List<string> Outcomes)
    {
        public Task Task { get; set; } = Task.CompletedTask;
    }

    /// <summary>A client that writes one key after the other until it is told to stop.</summary>
    private static Writer Write(ProcessCluster cluster, CancellationToken stop)
    {
        var writer = new Writer([], []);
        writer.Task = Task.Run(async () =>
        {
            using var client = cluster.Client(TimeSpan.FromSeconds(5));
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var key = $"key-{n:D5}";
                var answer = await client.Write(HttpMethod.Put, "/v1/kv/" + key, [1], null, CancellationToken.None);
                writer.Outcomes.Add(answer.Ok ? "ok" : answer.Problem.Outcome ?? answer.Problem.Detail);
                if (answer.Ok)
                    writer.Acknowledged.Add(key);
            }
        }, CancellationToken.None);
        return writer;
    }

    private static Task CaughtUp(ProcessCluster cluster, int node) =>
        cluster.Until($"node-{node} has caught up", async () =>
        {
            var goal = (await Task.WhenAll(cluster.Running.Select(cluster.Status))).Max(
                view => view?.CommitIndex ?? long.MaxValue);
            return (await cluster.Status(node))?.AppliedIndex >= goal;
        });

    /// <summary>The keys that a node holds by itself, whatever the others say.</summary>
    private static async Task<HashSet<string>> KeysOn(ProcessCluster cluster, int node)
    {
        using var client = new HttpClient();
        var keys = new HashSet<string>();
        for (var more = true; more;)
        {
            var after = keys.Count == 0 ? "" : "&after=" + keys.Max(StringComparer.Ordinal);
            var body = await client.GetByteArrayAsync(
                new Uri(cluster.AddressOf(node), "/v1/kv?consistency=stale" + after));
            var page = JsonSerializer.Deserialize(body, ApiJson.Bodies.ListBody)!;
            keys.UnionWith(page.Items.Select(item => item.Key));
            more = page.More is true;
        }
        return keys;
    }

    private static async Task<string> ReadyOr(string otherwise, ProcessCluster cluster, int node)
    {
        using var client = new HttpClient();
        using var ready = await client.GetAsync(new Uri(cluster.AddressOf(node), "/health/ready"));
        return ready.IsSuccessStatusCode ? "ready" : otherwise;
    }

    private static long RowsOf(string journal)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = journal,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        using var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM event_journal";
        return (long)command.ExecuteScalar()!;
    }
}
