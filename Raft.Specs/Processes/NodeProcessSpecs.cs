using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>One node as a process: how it starts, refuses and stops.</summary>
[Collection("processes")]
public sealed class NodeProcessSpecs
{
    // A node promises to be gone within five seconds, and cuts off what is left after four (raft.host.stop-timeout). A
    // machine that does much else besides may take as long again until it lets the process run.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    [UnixTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_a_node_cleanly_and_soon(string signal)
    {
        await using var cluster = await ProcessCluster.Start(1);

        cluster[1].Signal(signal);

        Assert.Equal(0, await cluster[1].Exit(StopLimit));
        Assert.Equal("", cluster[1].Error);
        Assert.Contains("node-1 stops", cluster[1].Output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_follower_without_its_cluster_stops_as_well()
    {
        await using var cluster = ProcessCluster.Prepare(3);
        cluster.Start(1);
        await cluster.Until("the node answers", async () => await cluster.Status(1) is not null);

        cluster[1].Signal("TERM");

        Assert.Equal(0, await cluster[1].Exit(StopLimit));
    }

    [Fact]
    public async Task A_node_tells_each_change_of_role_in_one_line_and_nothing_else()
    {
        await using var cluster = await ProcessCluster.Start(1);

        var lines = cluster[1].Output.TrimEnd().Split('\n');

        Assert.Contains(lines, line => line.EndsWith("node-1 leads", StringComparison.Ordinal));
        Assert.InRange(lines.Length, 2, 5);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_told_who_has_it()
    {
        await using var cluster = await ProcessCluster.Start(1);
        var other = Path.Combine(cluster.Folder, "other.conf");
        File.WriteAllText(other, $$"""
            raft { node = node-1, members { node-1 = "127.0.0.1:{{FreePort.Next()}}" } }
            raft.host.http.port = {{FreePort.Next()}}
            """);

        await using var second = HostProcess.Start("node", "--config", other, "--data", cluster.Data);

        Assert.Equal(2, await second.Exit(ProcessCluster.Patience));
        Assert.Contains($"in use by another node (process {cluster[1].Id})", second.Error, StringComparison.Ordinal);
        Assert.Single(second.Error.TrimEnd().Split('\n'));
        Assert.Equal("", second.Output);
    }

    [Fact]
    public async Task A_bad_setting_is_one_line_and_touches_nothing()
    {
        await using var cluster = ProcessCluster.Prepare(1);

        cluster.Start(1, "--set", "raft.heartbeat-interval=often");

        Assert.Equal(2, await cluster[1].Exit(ProcessCluster.Patience));
        Assert.StartsWith(
            "raft: --set: raft.heartbeat-interval = \"often\": ", cluster[1].Error, StringComparison.Ordinal);
        Assert.Single(cluster[1].Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(cluster.Data));
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_touches_nothing()
    {
        await using var cluster = await ProcessCluster.Start(1);
        var data = Path.Combine(cluster.Folder, "elsewhere");

        await using var second = HostProcess.Start("node", "--config", cluster.ConfigOf(1), "--data", data);

        Assert.Equal(2, await second.Exit(ProcessCluster.Patience));
        Assert.Contains("is in use by another process", second.Error, StringComparison.Ordinal);
        Assert.Single(second.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_with_its_parent_does()
    {
        await using var cluster = ProcessCluster.Prepare(1);
        cluster.Start(1, "--stop-with-parent");
        await cluster.Leader();

        cluster[1].CloseInput();

        Assert.Equal(0, await cluster[1].Exit(StopLimit));
    }
}

/// <summary>A spec about signals, which Windows does not have.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "There are no signals on Windows.";
    }
}

/// <summary>A spec about signals, which Windows does not have.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "There are no signals on Windows.";
    }
}
