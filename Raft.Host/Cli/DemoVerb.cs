using System.CommandLine;
using Raft.Host.Configuration;
using Raft.Host.Demo;
using Raft.Host.Nodes;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft demo</c>: a whole cluster on this machine, to look at and to be rude to.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<int> _nodes = new("--nodes")
    {
        Description = $"How many nodes, from 1 to {DemoNode.Most}",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "The folder that holds the nodes' folders; it is used again next time",
        HelpName = "DIR",
        DefaultValueFactory = _ => "data",
    };

    private readonly Option<int> _portOffset = new("--port-offset")
    {
        Description = "Add this to every port, to run beside something else",
        HelpName = "N",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Tell each event as a JSON object on a line" };

    public DemoVerb()
        : base(
            "demo",
            "Start a cluster of processes on this machine and watch it elect its leaders.",
            "raft demo",
            "raft demo --nodes 5",
            "raft demo --data /tmp/trial     # leave data/ alone",
            "raft demo --port-offset 100     # on 8101… and 9101…",
            "raft demo --json | jq -c 'select(.event == \"leads\")'   # who leads, for a script")
    {
        Add(_nodes);
        Add(_data);
        Add(_portOffset);
        Add(_json);
        _nodes.Validators.Add(result =>
        {
            if (result.Tokens is [var count]
                && !(int.TryParse(count.Value, out var number) && number is >= 1 and <= DemoNode.Most))
                result.AddError($"--nodes must be from 1 to {DemoNode.Most}.");
        });
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var (count, data, offset) = (line.GetValue(_nodes), line.GetValue(_data)!, line.GetValue(_portOffset));
        if (offset is < -7000 or > 50_000)
            throw new UsageException($"--port-offset {offset}: must be from -7000 to 50000");
        var hocon = HoconFolder();
        var nodes = Enumerable.Range(1, count)
            .Select(number => new DemoNode(number, count, offset, hocon, data)).ToList();
        IDemoTale tale = line.GetValue(_json)
            ? new DemoLines(line.InvocationConfiguration.Output)
            : new DemoScreen(Terminal.Out, data);
        var cluster = new DemoCluster(nodes, tale);
        cluster.CheckPorts();
        using var stop = new StopSignals();
        return await cluster.Run(stop.Token);
    }

    // Those of the clone one stands in, so that the hints fit what one sees; else those that came with the program.
    public static string HoconFolder()
    {
        const string here = "hocon";
        return File.Exists(Path.Combine(here, "common.conf")) ? here : Path.Combine(AppContext.BaseDirectory, here);
    }
}
