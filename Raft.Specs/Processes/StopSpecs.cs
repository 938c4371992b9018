namespace Raft.Specs.Processes;

/// <summary>Nodes that are told to stop while others rely on them.</summary>
[Collection("processes")]
public sealed class StopSpecs
{
    // Whoever waited for an election time-out would wait longer than a leader may take to hand over: a quarter of its
    // time to stop.
    private static readonly string[] Unhurried =
    [
        "--set", "raft.heartbeat-interval=300ms", "--set", "raft.election-timeout.min=8s",
        "--set", "raft.election-timeout.max=9s", "--set", "raft.host.stop-timeout=24s",
    ];

    // See NodeProcessSpecs.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    [UnixFact]
    public async Task A_leader_that_is_told_to_stop_hands_over_first_so_that_no_write_fails_and_nobody_waits()
    {
        await using var cluster = await ProcessCluster.Start(3, 0, Unhurried);
        var leader = await cluster.Leader();
        await using var writer = new Writer(cluster);
        await cluster.Until("the client has written a few", () => Task.FromResult(writer.Acknowledged.Count > 10));

        cluster[leader].Signal("TERM");

        Assert.Equal(0, await cluster[leader].Exit(ProcessCluster.Patience));
        Assert.Contains(
            $"R004  node-{leader} hands leadership over to node-", cluster[leader].Output, StringComparison.Ordinal);
        var before = writer.Acknowledged.Count;
        await cluster.Until("the client writes on", () => Task.FromResult(writer.Acknowledged.Count > before + 10));
        await writer.Stop();
        Assert.Empty(writer.Failures);
        Assert.Empty(writer.Unknown);
    }

    [UnixFact]
    public async Task A_leader_that_nobody_can_follow_stops_all_the_same_and_says_so()
    {
        await using var cluster = await ProcessCluster.Start(2);
        var leader = await cluster.Leader();
        cluster[3 - leader].Signal("STOP");

        cluster[leader].Signal("TERM");

        Assert.Equal(0, await cluster[leader].Exit(StopLimit));
        Assert.Contains($"R005  warning: node-{leader} could not hand leadership over: ", cluster[leader].Output,
            StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_cluster_whose_nodes_all_stop_at_once_is_gone_in_time()
    {
        await using var cluster = await ProcessCluster.Start(3);

        for (var node = 1; node <= 3; node++)
            cluster[node].Signal("TERM");

        for (var node = 1; node <= 3; node++)
            Assert.Equal(0, await cluster[node].Exit(StopLimit));
    }
}
