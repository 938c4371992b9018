using System.Text.Json;
using Raft.Actors.Protocol;
using Raft.Host.Http;
using Raft.Host.Top;

namespace Raft.Specs.Host;

/// <summary>What two looks at a node tell of it.</summary>
public sealed class TopSpecs
{
    private const string Early =
        """
        # TYPE raft_commit_duration_seconds histogram
        raft_commit_duration_seconds_bucket{group="kv",node="node-1",le="0.001"} 10
        raft_commit_duration_seconds_bucket{group="kv",node="node-1",le="0.01"} 10
        raft_commit_duration_seconds_bucket{group="kv",node="node-1",le="+Inf"} 10
        raft_role{group="kv",node="node-1"} 2
        """;

    private const string Late =
        """
        raft_commit_duration_seconds_bucket{group="kv",node="node-1",le="0.001"} 10
        raft_commit_duration_seconds_bucket{group="kv",node="node-1",le="0.01"} 110
        raft_commit_duration_seconds_bucket{group="kv",node="node-1",le="+Inf"} 110
        """;

    private static readonly MetricsSample Before = MetricsSample.Read(Early);
    private static readonly MetricsSample Now = MetricsSample.Read(Late);

    [Fact]
    public void A_percentile_is_of_what_came_since_the_look_before()
    {
        Assert.Equal(0.0055, Now.Percentile("raft_commit_duration_seconds", 50, Before)!.Value, 6);
        Assert.Equal(0.00991, Now.Percentile("raft_commit_duration_seconds", 99, Before)!.Value, 6);
        Assert.Null(Before.Percentile("raft_commit_duration_seconds", 50, Before));
        Assert.Null(Now.Percentile("raft_other", 50, Before));
    }

    [Fact]
    public void A_node_that_began_anew_counts_from_nothing()
    {
        Assert.Equal(0.0005, Before.Percentile("raft_commit_duration_seconds", 50, Now)!.Value, 6);
    }

    [Fact]
    public void A_row_has_rates_a_lag_and_on_the_leader_how_long_writes_take()
    {
        var row = Row(Status("leader", 100), Status("leader", 350));

        Assert.Equal((125.0, 50L, 5.5, 9.91), (row.WritesPerSecond, row.Lag, row.CommitP50Ms, row.CommitP99Ms));
        Assert.Null(Row(Status("follower", 100), Status("follower", 350)).CommitP50Ms);
        Assert.Null(Row(null, Status("follower", 350)).WritesPerSecond);
    }

    [Fact]
    public void A_dead_node_keeps_its_name_and_has_nothing_else()
    {
        var row = Row(Status("leader", 100), null);

        Assert.Equal(("node-1", "not running"), (row.Node, row.Error));
        Assert.True(row is { Role: null, Term: null, AppliedIndex: null, Lag: null, WritesPerSecond: null });
    }

    [Fact]
    public async Task Once_prints_a_line_for_each_node_the_dead_ones_too()
    {
        await using var node = await FakeNode.Start();
        node.Status = node.Status! with { Role = NodeRole.Leader, CommitIndex = 9, AppliedIndex = 7 };
        var nobody = $"127.0.0.1:{FreePort.Next()}";

        var told = await Top($"{node.Address},{nobody}");

        var lines = told.Output.Split('\n');
        Assert.Equal("node\taddress\trole\tterm\tcommit\tapplied\tlag\twrites/s\tp50 ms\tp99 ms\tjournal ms", lines[0]);
        // How long writes take is measured by the process, in which other specs run nodes of their own meanwhile.
        Assert.StartsWith($"node-1\t{node.Address.Authority}\tleader\t4\t9\t7\t2\t0\t", lines[1]);
        Assert.Equal(11, lines[1].Split('\t').Length);
        Assert.Equal([$"-\t{nobody}\tnot running\t-\t-\t-\t-\t-\t-\t-\t-", ""], lines[2..]);
        Assert.Equal((0, ""), (told.Code, told.Error));
        var json = await Top($"{node.Address},{nobody}", "--json");
        var nodes = JsonDocument.Parse(json.Output).RootElement.GetProperty("nodes");
        Assert.Equal(2, nodes[0].GetProperty("lag").GetInt64());
        Assert.Equal("not running", nodes[1].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Nobody_at_all_is_exit_code_3_and_nobody_who_leads_is_1()
    {
        Assert.Equal(3, (await Top($"127.0.0.1:{FreePort.Next()}")).Code);
        await using var node = await FakeNode.Start();

        Assert.Equal(1, (await Top($"{node.Address}")).Code);
    }

    /// <summary>
    /// A node that is slower than a look takes is shown as one that does not answer, as it should be; here, on a
    /// machine that is busy otherwise, one looks again.
    /// </summary>
    private static async Task<Cli> Top(string nodes, params string[] more)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ;)
        {
            var told = await Cli.Run(["top", "--once", "--interval", "100ms", "--nodes", nodes, .. more]);
            var wasSlow = told.Output.Contains("no answer", StringComparison.Ordinal)
                || told.Output.Split('\n').Any(line => line.StartsWith("node-1", StringComparison.Ordinal)
                    && line.Contains("\t-\t-\t-\t-", StringComparison.Ordinal));
            if (!wasSlow || clock.Elapsed > TimeSpan.FromSeconds(60))
                return told;
        }
    }

    private static TopRow Row(StatusBody? before, StatusBody? now) => TopRow.Of(
        new NodeSample(new Uri("http://127.0.0.1:8001"), TimeSpan.FromSeconds(1), before, null, Before),
        new NodeSample(
            new Uri("http://127.0.0.1:8001"), TimeSpan.FromSeconds(3), now, now is null ? "not running" : null, Now),
        "node-1",
        400);

    private static StatusBody Status(string role, long applied) =>
        new("node-1", role, 4, "node-1", null, applied, applied, applied, 0, []);
}
