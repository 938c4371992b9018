using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>The demo, on ports that leave a user's own demo alone.</summary>
[Collection("processes")]
public sealed partial class DemoSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("raft-demo-").FullName;

    // Its ports are 8001… and 9001… plus this.
    private readonly int _offset = FreePort.Next() - 8001;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [UnixTheory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task The_demo_elects_tells_what_to_try_and_stops_everything_it_started(int nodes)
    {
        await using var demo = Start(nodes);
        await Told(demo, "Ctrl-C stops all of them");
        Assert.Equal(new Cli(0, "ana set to 4\n", ""), await Cli.Run("set", "ana", "4", "--nodes", Nodes(nodes)));

        demo.Signal("TERM");

        Assert.Equal(0, await demo.Exit(ProcessCluster.Patience));
        Assert.Equal(3, (await Cli.Run("get", "ana", "--nodes", Nodes(nodes))).Code);

        await using var again = Start(nodes);
        await Told(again, "Ctrl-C stops all of them");
        Assert.Equal("4\n", (await Cli.Run("get", "ana", "--nodes", Nodes(nodes))).Output);
    }

    [Fact]
    public async Task When_the_leader_is_killed_the_demo_tells_of_it_of_the_next_one_and_how_to_go_on()
    {
        await using var demo = Start(3);
        await Told(demo, "Ctrl-C stops all of them");
        var leads = LeaderLine().Match(demo.Output);

        System.Diagnostics.Process.GetProcessById(int.Parse(
            leads.Groups[2].Value, CultureInfo.InvariantCulture)).Kill();

        await Told(demo, $"{leads.Groups[1].Value} is gone");
        await Told(demo, "bring it back");
        await Told(demo, "leads", times: 2);
    }

    [Fact]
    public async Task When_the_demo_is_killed_its_nodes_do_not_outlive_it()
    {
        await using var demo = Start(1);
        await Told(demo, "Ctrl-C stops all of them");

        await demo.Kill();

        await Wait("the node is gone", async () => (await Cli.Run("status", "--nodes", Nodes(1))).Code == 3);
    }

    [Fact]
    public async Task A_demo_whose_ports_are_taken_says_so_and_starts_nothing()
    {
        await using var first = Start(1);
        await Told(first, "Ctrl-C stops all of them");

        await using var second = Start(3);

        Assert.Equal(2, await second.Exit(ProcessCluster.Patience));
        Assert.Contains("is in use by another process", second.Error, StringComparison.Ordinal);
        Assert.Equal("", second.Output);
    }

    [UnixFact]
    public async Task A_script_is_told_each_event_as_an_object_on_a_line()
    {
        await using var demo = Start(1, "--json");
        await Told(demo, "\"ready\"");

        demo.Signal("TERM");

        Assert.Equal(0, await demo.Exit(ProcessCluster.Patience));
        var told = demo.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["started", "leads", "ready", "stopping"], told.Select(happened => (string?)happened["event"]));
        Assert.Equal("node-1", (string?)told[1]["node"]);
        Assert.True((long?)told[1]["term"] > 0);
        Assert.Equal([$"http://127.0.0.1:{8001 + _offset}"], told[2]["nodes"]!.AsArray().Select(node => (string?)node));
    }

    private HostProcess Start(int nodes, params string[] more) => HostProcess.Start(
        ["demo", "--nodes", $"{nodes}", "--data", _data, "--port-offset", $"{_offset}", .. more]);

    private string Nodes(int nodes) =>
        string.Join(',', Enumerable.Range(1, nodes).Select(n => $"127.0.0.1:{8000 + _offset + n}"));

    // Its processes start, and one of them is elected: real time, and not little on a busy machine.
    private static Task Told(HostProcess demo, string what, int times = 1) =>
        Wait($"the demo says '{what}'\n{demo.Output}", () => Task.FromResult(demo.Output.Split(what).Length > times));

    private static async Task Wait(string what, Func<Task<bool>> seen)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await seen(); await Task.Delay(20))
            Assert.True(clock.Elapsed < ProcessCluster.Patience, $"Waited in vain until {what}");
    }

    [GeneratedRegex(@"term \d+: (node-\d) leads \(process (\d+)\)")]
    private static partial Regex LeaderLine();
}
