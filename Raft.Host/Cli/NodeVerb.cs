using System.CommandLine;
using Raft.Host.Nodes;

namespace Raft.Host.Cli;

/// <summary><c>raft node</c>: one node, until a signal stops it.</summary>
internal sealed class NodeVerb : Verb
{
    private readonly Option<string[]> _config = new("--config")
    {
        Description = "The node's HOCON file; may be given again, and the later one wins",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "One setting, over those of the files; may be given again",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder that holds the nodes' folders, such as DIR/node-1 (default: data)",
        HelpName = "DIR",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Only see whether the node could start, and touch nothing",
    };

    private readonly Option<bool> _join = new("--join")
    {
        Description = "On a new disk: wait to be added to a running cluster (raft.join = on)",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Log one JSON object a line (raft.host.log.format = json)",
    };

    private readonly Option<bool> _stopWithParent = new("--stop-with-parent")
    {
        Description = "Stop when standard input ends",
        Hidden = true,
    };

    public NodeVerb()
        : base(
            "node",
            "Run one node of a cluster until Ctrl-C or SIGTERM.",
            "raft node --config hocon/node-1.conf",
            "raft node --config hocon/node-1.conf --data /var/lib/raft",
            "raft node --config hocon/node-1.conf --config hocon/five.conf   # as one of five",
            "raft node --config hocon/node-4.conf --join     # then, anywhere: raft add node-4 127.0.0.1:9004",
            "raft node --config hocon/node-1.conf --set raft.heartbeat-interval=50ms")
    {
        foreach (var option in new Option[] { _config, _set, _data, _join, _check, _json, _stopWithParent })
            Add(option);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var plan = NodePlan.Make(line.GetValue(_config)!, Settings(line), line.GetValue(_data));
        var log = new NodeLog(line.InvocationConfiguration.Output, plan.Host.Log, plan.Host.Node);
        if (line.GetValue(_check))
        {
            log.Line(LogEventId.CouldStart,
                $"{plan.Host.Node} could start: clients on {plan.Host.Http.Address}:{plan.Host.Http.Port}, "
                    + $"peers on {plan.Host.Remoting.Host}:{plan.Host.Remoting.Port}, data in {plan.Host.DataFolder}");
            return ExitCode.Done;
        }

        using var stop = new StopSignals();
        if (line.GetValue(_stopWithParent))
            StopWithParent(stop);
        return await NodeProcess.Run(plan, log, message => Say(line, message), stop.Token);
    }

    private List<string> Settings(ParseResult line)
    {
        var settings = line.GetValue(_set)!.ToList();
        if (line.GetValue(_join))
            settings.Add("raft.join=on");
        if (line.GetValue(_json))
            settings.Add("raft.host.log.format=json");
        return settings;
    }

    // A parent that ends, in whatever way, closes its end of the pipe: the one sign that every platform gives.
    private static void StopWithParent(StopSignals stop)
    {
        var watch = new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            var buffer = new byte[256];
            while (input.Read(buffer) > 0)
            {
                // What the parent says does not matter, only that it is there.
            }
            stop.Stop();
        })
        { IsBackground = true, Name = "parent-watch" };
        watch.Start();
    }
}
