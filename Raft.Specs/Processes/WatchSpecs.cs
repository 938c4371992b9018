using System.Text.Json;

namespace Raft.Specs.Processes;

/// <summary>Watching a cluster whose nodes die.</summary>
[Collection("processes")]
public sealed class WatchSpecs
{
    [UnixFact]
    public async Task A_watcher_hears_of_every_write_once_though_the_node_that_told_it_is_killed()
    {
        await using var cluster = await ProcessCluster.Start(3);
        await using var watch = HostProcess.Start("watch", "--json", "--nodes", cluster.Nodes, "--timeout", "30s", "n");
        // It watches from when it has found a node on.
        await cluster.Until("it watches", () => Task.FromResult(Events(watch, "start").Count > 0));

        for (var n = 1; n <= 20; n++)
        {
            if (n == 10)
                await cluster[NodeOf(Events(watch, "start")[^1])].Kill();
            await Write(cluster, n);
        }

        await cluster.Until("the last write is heard of", () => Task.FromResult(Events(watch, "change").Count >= 20));
        var heard = Events(watch, "change");
        Assert.Equal(Enumerable.Range(1, 20), heard.Select(h => int.Parse(h.GetProperty("value").GetString()!, null)));
        Assert.Equal(20, heard.Select(h => h.GetProperty("index").GetInt64()).Distinct().Count());
        Assert.Equal(2, Events(watch, "start").Select(NodeOf).Distinct().Count());
        Assert.Contains("tells nothing more", watch.Error, StringComparison.Ordinal);

        watch.Signal("INT");
        Assert.Equal(0, await watch.Exit(ProcessCluster.Patience));
    }

    [UnixFact]
    public async Task Top_tells_line_by_line_until_Control_C()
    {
        await using var cluster = await ProcessCluster.Start(1);
        await using var top = HostProcess.Start("top", "--json", "--interval", "100ms", "--nodes", cluster.Nodes);
        await cluster.Until("three lines are there", () => Task.FromResult(top.Output.Split('\n').Length > 3));

        top.Signal("INT");

        Assert.Equal((0, ""), (await top.Exit(ProcessCluster.Patience), top.Error));
        Assert.Contains("\"role\":\"leader\"", top.Output, StringComparison.Ordinal);
    }

    private static List<JsonElement> Events(HostProcess watch, string name) =>
    [
        .. watch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(told => told.GetProperty("event").GetString() == name),
    ];

    private static int NodeOf(JsonElement start) =>
        int.Parse(start.GetProperty("node").GetString()!["node-".Length..], null);

    private static async Task Write(ProcessCluster cluster, int n)
    {
        using var client = cluster.Client(TimeSpan.FromSeconds(30));
        var answer = await client.Write(
            HttpMethod.Put, "/v1/kv/n", System.Text.Encoding.UTF8.GetBytes($"{n}"), null, default);
        Assert.True(answer.Ok, answer.Problem.Detail);
    }
}
