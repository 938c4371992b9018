using System.Diagnostics;
using System.Net;
using System.Text;
using Raft.Host.Controller;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>
/// The walk-through of the course with a controller: five nodes, five processes, one datagram after the other.
/// </summary>
[Collection("processes")]
public sealed class ControllerSpecs : IAsyncLifetime
{
    private const int Size = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-controller-").FullName;
    private readonly int[] _httpPorts = Ports();
    private readonly int[] _peerPorts = Ports();
    private readonly int[] _controllerPorts = Ports();
    private readonly List<HostProcess> _processes = [];
    private readonly ControllerClient _controller = new(TimeSpan.FromMilliseconds(500));

    public Task InitializeAsync()
    {
        for (var n = 1; n <= Size; n++)
            _processes.Add(HostProcess.Start([
                "node", "--config", Path.Combine(AppContext.BaseDirectory, "hocon", "common.conf"), "--data", _folder,
                // Patient, so that nobody is elected but when the spec brings it about, however crowded the machine is.
                "--set", "raft.election-timeout.min=1500ms", "--set", "raft.election-timeout.max=3000ms",
                "--set", $"raft.node=Node{n}",
                "--set", $"raft.host.http.port={_httpPorts[n - 1]}",
                "--set", "raft.host.controller.enabled=on",
                "--set", $"raft.host.controller.port={_controllerPorts[n - 1]}",
                .. Enumerable.Range(1, Size).SelectMany(
                    m => new[] { "--set", $"raft.members.Node{m}=127.0.0.1:{_peerPorts[m - 1]}" }),
            ]));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_walk_through_of_the_course()
    {
        var first = await Leader("");
        var follower = Enumerable.Range(1, Size).First(n => n != first.Number);
        Assert.Equal(LeaderInfo(follower, first), await Ask(follower, "LEADER_INFO"));
        Assert.Equal(LeaderInfo(follower, first), await Ask(follower, "STORE", "k0", "v0"));
        Assert.Equal(LeaderInfo(follower, first), await Ask(follower, "RETRIEVE"));

        Assert.Null(await Ask(first.Number, "STORE", "k1", "v1"));
        await Retrieved(first, (first.Term, 1));

        await Ask(first.Number, "SHUTDOWN");
        var second = await Leader($"Node{first.Number}");
        Assert.True(second.Term > first.Term);
        Assert.Null(await Ask(first.Number, "LEADER_INFO"));
        Assert.False(_processes[first.Number - 1].HasExited);
        await Ask(second.Number, "STORE", "k2", "v2");
        await Retrieved(second, (first.Term, 1), (second.Term, 2));

        await Ask(second.Number, "SHUTDOWN");
        var third = await Leader($"Node{first.Number}", $"Node{second.Number}");
        await Ask(third.Number, "STORE", "k3", "v3");
        await Retrieved(third, (first.Term, 1), (second.Term, 2), (third.Term, 3));

        await Ask(first.Number, "RESTART");
        await Until("the first leader is back and follows",
            async () => await Ask(first.Number, "LEADER_INFO") == LeaderInfo(first.Number, third));
        await Until("it has caught up", async () => (await Cli.Run(
            "get", "k3", "--consistency", "stale", "--nodes", $"127.0.0.1:{_httpPorts[first.Number - 1]}")).Output
            == "v3\n");

        // Told to stand, it leads, though there is a leader; told to follow, the leader does.
        await Ask(first.Number, "TIMEOUT");
        var again = await Until($"Node{first.Number} leads",
            async () => await Leader() is { } one && one.Number == first.Number ? one : ((int, long)?)null);
        await Retrieved(again, (first.Term, 1), (second.Term, 2), (third.Term, 3));
        await Ask(again.Item1, "CONVERT_FOLLOWER");
        await Until("a later term has a leader", async () => await Leader() is { } later && later.Term > again.Item2);
    }

    [Fact]
    public async Task The_verbs_do_the_same_and_find_the_leader_by_themselves()
    {
        var leader = await Leader("");
        var follower = $"Node{(leader.Number % Size) + 1}";
        string[] nodes =
        [
            "--nodes",
            string.Join(',', Enumerable.Range(1, Size).Select(n => $"Node{n}=127.0.0.1:{_controllerPorts[n - 1]}")),
            "--wait", "3s",
        ];

        Assert.Equal(
            $"k1 is stored, in term {leader.Term}\n", (await Verb("store", ["k1", "v1", "--to", follower])).Output);
        Assert.Equal($"{leader.Term}\tk1\tv1\n", (await Verb("retrieve", ["--to", follower])).Output);
        Assert.Equal($"Node{leader.Number} leads, term {leader.Term} (says {follower})\n",
            (await Verb("leader-info", ["--to", follower])).Output);
        Assert.Equal(0, (await Verb("shutdown", ["--to", $"Node{leader.Number}"])).Code);
        await Leader($"Node{leader.Number}");
        Assert.Equal(3, (await Cli.Run(
            ["controller", "leader-info", "--to", $"Node{leader.Number}", nodes[0], nodes[1], "--wait", "50ms"])).Code);
        Assert.Equal(0, (await Verb("restart", ["--to", $"Node{leader.Number}"])).Code);
        await Until("it is back", async () => (await Verb("leader-info", ["--to", $"Node{leader.Number}"])).Code == 0);
        Assert.Equal(2, (await Cli.Run("controller")).Code);

        Task<Cli> Verb(string verb, string[] arguments) => Cli.Run(["controller", verb, .. arguments, .. nodes]);
    }

    private static int[] Ports() => [.. Enumerable.Range(0, Size).Select(_ => FreePort.Next())];

    private static string LeaderInfo(int node, (int Number, long Term) leader) =>
        $$"""{"sender_name":"Node{{node}}","request":"LEADER_INFO","term":"""
        + $$"""{{leader.Term}},"key":"LEADER","value":"Node{{leader.Number}}"}""";

    private async Task Retrieved((int Number, long Term) leader, params (long Term, int Number)[] stored)
    {
        var entries = string.Join(
            ',', stored.Select(e => $$"""{"term":{{e.Term}},"key":"k{{e.Number}}","value":"v{{e.Number}}"}"""));
        var expected =
            $$"""{"sender_name":"Node{{leader.Number}}","request":"RETRIEVE","term":"""
            + $$"""{{leader.Term}},"key":"COMMITED_LOGS","value":[{{entries}}]}""";
        await Until(expected, async () => await Ask(leader.Number, "RETRIEVE") == expected);
    }

    private Task<(int Number, long Term)> Leader(params string[] but) =>
        Until("all who answer name the same leader", async () =>
            await Leader() is { } leader && !but.Contains($"Node{leader.Number}") ? leader : ((int, long)?)null);

    /// <summary>The leader that every node that answers names, in the same term; null when they do not agree.</summary>
    private async Task<(int Number, long Term)?> Leader()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, Size).Select(n => Ask(n, "LEADER_INFO")));
        var views = answers.OfType<string>()
            .Select(answer => ControllerMessage.Read(Encoding.UTF8.GetBytes(answer))!)
            .Select(message => (message.Term, message.Value)).Distinct().ToList();
        return answers.Count(answer => answer is not null) > Size / 2 && views is [({ } term, { } leader)]
            ? (leader[^1] - '0', term)
            : null;
    }

    private async Task<string?> Ask(int node, string request, string? key = null, string? value = null)
    {
        var (answer, _) = await _controller.Ask(
            new IPEndPoint(IPAddress.Loopback, _controllerPorts[node - 1]), request, key, value,
            CancellationToken.None);
        return answer is null ? null : Encoding.UTF8.GetString(answer);
    }

    private Task<bool> Until(string what, Func<Task<bool>> holds) =>
        Until(what, async () => await holds() ? true : (bool?)null);

    // Real processes elect in real time; the bound is for machines that do other things as well.
    private async Task<T> Until<T>(string what, Func<Task<T?>> look)
        where T : struct
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < ProcessCluster.Patience; await Task.Delay(20))
        {
            if (await look() is { } seen)
                return seen;
        }
        throw new TimeoutException(
            $"Waited in vain until {what}.\n{string.Join('\n', _processes.Select(p => p.Output + p.Error))}");
    }
}
