using System.Text.Json;
using System.Text.RegularExpressions;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>The lab's tasks, with three real processes and the lab's files.</summary>
[Collection("processes")]
public sealed partial class LabSpecs : IDisposable
{
    // Three elections, with processes that start in between.
    private static readonly TimeSpan Patience = ProcessCluster.Patience * 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-lab-").FullName;
    private readonly int _port = FreePortsInARow(6);    // three for the nodes among each other, three for clients

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Task_2_kills_two_leaders_and_the_last_node_knows_none_for_ever()
    {
        for (var run = 1; run <= 2; run++)      // and again in the same folder, with nothing deleted
        {
            var events = await Play("election");

            Assert.Equal(["leader", "killed", "leader", "killed", "none", "done"], KindsOf(events));
            var (first, second) = (NodeOf(events, "killed", 0), NodeOf(events, "killed", 1));
            var last = NodeOf(events, "none", 0);
            Assert.Equal([1, 2, 3], new[] { first, second, last }.Order());
            Assert.All([first, second, last], node => Assert.Matches(Task2Line(), File.ReadAllText(Task2(node))));
            Assert.Contains($"LEADER IS NOW NODE {first}\nLEADER => {Address(first)}\n", File.ReadAllText(Task2(first)),
                StringComparison.Ordinal);
            Assert.Contains(
                $"LEADER IS NOW NODE {second}\n", File.ReadAllText(Task2(second)), StringComparison.Ordinal);
            Assert.DoesNotContain("LEADER IS NOW", File.ReadAllText(Task2(last)), StringComparison.Ordinal);
            Assert.EndsWith($"LEADER => {Address(second)}\nLEADER => None\nLEADER => None\nLEADER => None\n",
                File.ReadAllText(Task2(last)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Task_3_replicates_what_each_leader_writes_and_the_first_catches_up()
    {
        var log = "";
        for (var run = 1; run <= 2; run++)
        {
            var events = await Play("replication");

            var written = events.Where(e => KindOf(e) == "written").ToList();
            log += string.Concat(written.Select(e =>
                $$$"""{"term": {{{e.GetProperty("term")}}}, "command": {"data_id": {{{e.GetProperty("node")}}}}}"""
                + "\n"));
            var (first, second) = (NodeOf(events, "written", 0), NodeOf(events, "written", 1));
            for (var node = 1; node <= 3; node++)
            {
                var name = Path.Combine(_folder, Address(node).Replace(':', '_'));
                Assert.Equal(log, File.ReadAllText(name + ".log"));
                Assert.Equal($$"""{"data_id": {{second}}}""", File.ReadAllText(name + ".state_machine"));
                Assert.Matches(Storage(), File.ReadAllText(name + ".storage"));
            }

            Assert.Equal(
                $"LEADER -> {first}\ndone writing data_id\ndone writing data\n", Text($"task3_node{first}.txt"));
            Assert.Equal(
                $"LEADER -> {second}\ndone writing data_id\ndone writing data\n", Text($"task3_node{second}.txt"));
            Assert.Matches(
                $"^(Leader is now: None\n)*Leader is now: {Address(first)}\nDone writing VARIABLE\n"
                    + "Check the .log and .state_machine files!\n"
                    + $"(Leader is now: None\n)*Leader is now: {Address(second)}\n"
                    + "Check the .log and .state_machine files!\n$",
                Text($"node{first}_CUSTOMLOG.log"));
        }
    }

    [Fact]
    public async Task The_log_of_any_node_is_exported_running_or_stopped()
    {
        await using var cluster = await ProcessCluster.Start(3);
        Assert.Equal(0, (await Cli.Run("set", "data_id", "1", "--nodes", cluster.Nodes)).Code);
        Assert.Equal(0, (await Cli.Run("set", "who", "ana", "--nodes", cluster.Nodes)).Code);
        await cluster.Until("all nodes have both", async () => (await Task.WhenAll(
            cluster.Running.Select(n => cluster.Get(n, "who", "?consistency=stale")))).All(v => v == "ana"));
        var term = (await cluster.Status(1))!.Term;

        var export = await Cli.Run("log", "--format", "raftos", "--out", _folder, "--nodes", cluster.Nodes);

        Assert.Equal((0, 9), (export.Code, export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        var names = Enumerable.Range(1, 3).Select(
            n => Path.Combine(_folder, cluster.PeerAddressOf(n).Replace(':', '_'))).ToList();
        var log = $$$"""{"term": {{{term}}}, "command": {"data_id": 1}}""" + "\n"
            + $$$"""{"term": {{{term}}}, "command": {"who": "ana"}}""" + "\n";
        Assert.All(names, name => Assert.Equal(log, File.ReadAllText(name + ".log")));
        Assert.All(names,
            name => Assert.Equal("""{"data_id": 1, "who": "ana"}""", File.ReadAllText(name + ".state_machine")));

        await cluster[1].Kill();
        var running = File.ReadAllText(names[0] + ".storage");
        File.Delete(names[0] + ".log");
        File.Delete(names[0] + ".state_machine");
        var stopped = await Cli.Run(
            "log", "--format", "raftos", "--out", _folder, "--config", cluster.ConfigOf(1), "--data", cluster.Data);

        Assert.Equal((0, ""), (stopped.Code, stopped.Error));
        Assert.Equal(log, File.ReadAllText(names[0] + ".log"));
        Assert.Equal("""{"data_id": 1, "who": "ana"}""", File.ReadAllText(names[0] + ".state_machine"));
        Assert.Equal(running, File.ReadAllText(names[0] + ".storage"));
    }

    [Fact]
    public async Task Nonsense_is_refused_before_anything_is_started()
    {
        Assert.Equal(2, (await Cli.Run("lab")).Code);
        Assert.Equal(2, (await Cli.Run("lab", "election", "--interval", "often")).Code);
        Assert.Equal(2, (await Cli.Run("lab", "election", "--port", "80")).Code);
        Assert.Equal(2, (await Cli.Run("lab", "election", "--port", "8000", "--http-port", "8002")).Code);
        Assert.Equal(2, (await Cli.Run("log", "--format", "xml")).Code);
    }

    private async Task<List<JsonElement>> Play(string task)
    {
        await using var lab = HostProcess.Start(
            "lab", task, "--json", "--interval", "200ms", "--out", _folder, "--data", Path.Combine(_folder, "data"),
            "--port", $"{_port}", "--http-port", $"{_port + 3}");
        Assert.True(await lab.Exit(Patience) == 0, lab.Output + lab.Error);
        return [.. lab.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => JsonDocument.Parse(line).RootElement)];
    }

    private static List<string> KindsOf(List<JsonElement> events) =>
        [.. events.Select(KindOf).Where(kind => kind != "started")];

    private static string KindOf(JsonElement happened) => happened.GetProperty("event").GetString()!;

    private static int NodeOf(List<JsonElement> events, string kind, int which) =>
        events.Where(e => KindOf(e) == kind).ElementAt(which).GetProperty("node").GetInt32();

    private string Task2(int node) => Path.Combine(_folder, $"task2_node{node}.txt");

    private string Text(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private string Address(int node) => $"127.0.0.1:{_port + node - 1}";

    private static int FreePortsInARow(int count)
    {
        var (first, last) = (FreePort.Next(), 0);
        for (last = first; last - first < count - 1;)
        {
            var next = FreePort.Next();
            (first, last) = next == last + 1 ? (first, next) : (next, next);
        }
        return first;
    }

    [GeneratedRegex("\\A(LEADER => (None|127\\.0\\.0\\.1:\\d+)\n|LEADER IS NOW NODE [123]\n)+\\z")]
    private static partial Regex Task2Line();

    [GeneratedRegex("\\A\\{\"term\": \\d+, \"voted_for\": (null|\"127\\.0\\.0\\.1:\\d+\")\\}\\z")]
    private static partial Regex Storage();
}
