using System.CommandLine;
using Raft.Host.Configuration;
using Raft.Host.Lab;
using Raft.Host.Nodes;

namespace Raft.Host.Cli;

/// <summary><c>raft lab TASK</c>: the tasks of a university's lab, played with three real processes.</summary>
internal sealed class LabVerb : Verb
{
    public LabVerb()
        : base(
            "lab",
            "Play the tasks of a Raft lab with three processes on this machine, "
                + "and write the lab's files into the current folder.",
            "raft lab election               # task 2: leaders are killed until nobody can be elected",
            "raft lab replication            # task 3: values survive their leaders")
    {
        Add(new LabTaskVerb(
            "election",
            "Task 2: three nodes elect a leader. It is killed, another one is elected and killed as well, "
                + "and the last finds no leader any more.",
            (settings, screen, stop) => new ElectionLab(settings, screen).Play(stop),
            "raft lab election               # writes task2_node1.txt, task2_node2.txt and task2_node3.txt",
            "raft lab election --interval 5s   # as seldom as the lab has it"));
        Add(new LabTaskVerb(
            "replication",
            "Task 3: the leader writes its number, is killed, the next one writes its own, "
                + "and the first comes back and catches up.",
            (settings, screen, stop) => new ReplicationLab(settings, screen).Play(stop),
            "raft lab replication            # writes 127.0.0.1_8000.log, .storage, .state_machine and so on",
            "raft lab replication --port 7000   # peers on 7000 to 7002, clients on 7100 to 7102"));
    }

    protected override Task<int> Run(ParseResult line, CancellationToken cancel) => throw new UsageException(
        $"which task? {string.Join(" or ", Subcommands.Select(verb => verb.Name))}");
}

/// <summary>One task of the lab.</summary>
internal sealed class LabTaskVerb : Verb
{
    private readonly Func<LabSettings, LabScreen, CancellationToken, Task> _play;

    private readonly Option<string> _interval = new("--interval")
    {
        Description = "How often every node notes who leads",
        HelpName = "TIME",
        DefaultValueFactory = _ => "1s",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "The folder that holds the nodes' folders; it is used again next time",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("data", "lab"),
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The folder that the lab's files go to; those of the last run need not be deleted",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "Node 1's port, by which the lab calls it; nodes 2 and 3 have the next",
        HelpName = "N",
        DefaultValueFactory = _ => 8000,
    };

    private readonly Option<int?> _httpPort = new("--http-port")
    {
        Description = "Node 1's port for clients (default: 100 above --port)",
        HelpName = "N",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Tell each event as a JSON object on a line" };

    public LabTaskVerb(
        string name, string description, Func<LabSettings, LabScreen, CancellationToken, Task> play,
        params string[] examples)
        : base(name, description, examples)
    {
        _play = play;
        foreach (var option in new Option[] { _interval, _data, _out, _port, _httpPort, _json })
            Add(option);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var stop = new StopSignals();
        try
        {
            await _play(
                Settings(line), new LabScreen(line.InvocationConfiguration.Output, line.GetValue(_json)), stop.Token);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Say(line, "stopped half-way");
            return ExitCode.NotFound;
        }
        catch (LabException stuck)
        {
            Say(line, stuck.Message);
            return ExitCode.Unavailable;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the lab's files cannot be written here: {broken.Message}");
        }
    }

    private LabSettings Settings(ParseResult line)
    {
        var text = line.GetValue(_interval)!;
        if (!Durations.TryParse(text, out var interval) || interval > TimeSpan.FromSeconds(15))
            throw new UsageException($"--interval {text}: must be a time up to 15s, such as 500ms or 2s");
        var port = PortOf("--port", line.GetValue(_port));
        var httpPort = PortOf("--http-port", line.GetValue(_httpPort) ?? port + 100);
        if (Math.Abs(port - httpPort) < LabSettings.Nodes)
            throw new UsageException(
                $"--http-port {httpPort}: three ports from {port} on are for the nodes among each other");
        return new LabSettings(
            line.GetValue(_out)!, line.GetValue(_data)!, DemoVerb.HoconFolder(), port, httpPort, interval);
    }

    private static int PortOf(string option, int port) => port is >= 1024 and <= 65_533
        ? port
        : throw new UsageException($"{option} {port}: must be from 1024 to 65533");
}
