using System.Globalization;
using Raft.Host.Cli;
using Spectre.Console;

namespace Raft.Host.Demo;

/// <summary>What the demo says to people: one line per event, and once what to try.</summary>
internal sealed class DemoScreen(IAnsiConsole console, string data) : IDemoTale
{
    private readonly string _raft = CommandLine.ProgramName;

    public void Started(DemoNode node) => Event($"[grey]{node.Name} starts: process {node.Process!.Id}[/]");

    public void Leads(DemoNode leader, long term) =>
        Event($"[green]term {term}: {leader.Name} leads[/] [grey](process {ProcessOf(leader)})[/]");

    public void NoLeader(long term) => Event($"[yellow]term {term}: no leader[/]");

    public void Returned(DemoNode node) => Event($"[green]{node.Name} is back[/]");

    public void Died(DemoNode node, string how)
    {
        Event($"[red]{node.Name} is gone: {Markup.Escape(how)}[/]");
        console.MarkupLine("              [grey]bring it back with a click on the page, or in another terminal:[/]");
        // As one line, however long it is, so that it can be copied.
        console.WriteLine($"{_raft} {string.Join(' ', node.Arguments.Select(Quote))}");
    }

    public void FailedToStart(DemoNode node)
    {
        Event($"[red]{node.Name} does not start: {Markup.Escape(node.Ending)}[/]");
        foreach (var line in node.LastWords)
            console.WriteLine("  " + line);
    }

    public void Stopping() => Event("[grey]stopping[/]");

    public void Introduce(IReadOnlyList<DemoNode> nodes, DemoNode leader)
    {
        console.WriteLine();
        foreach (var node in nodes)
            console.MarkupLine($"  [bold]{node.Name}[/]  {node.Address.ToString().TrimEnd('/')}  [grey]"
                + $"peers on {node.RemotingPort}, data in {Markup.Escape(Path.Combine(data, node.Name))}[/]");
        console.WriteLine();
        console.MarkupLine($"Watch it in a browser: [bold]{nodes[0].Address}[/]");
        console.WriteLine();
        console.WriteLine($"{leader.Name} was elected by a majority: "
            + "it takes the writes and copies them to the others. Any node takes requests.");
        console.WriteLine();
        console.WriteLine("Try, in another terminal:");
        if (nodes is not [{ HttpPort: 8001 }, _, _])
        {
            var addresses = string.Join(',', nodes.Select(node => node.Address.ToString().TrimEnd('/')));
            Hint("", $"{(OperatingSystem.IsWindows() ? "set" : "export")} {ClientVerb.NodesVariable}={addresses}");
        }

        Hint("write, on a majority's disks", $"{_raft} set ana 4");
        Hint("read it back", $"{_raft} get ana");
        Hint("who leads, how far is each log", $"{_raft} status");
        Hint("the same at a prompt, with Tab and history", $"{_raft} shell");
        Hint("every write as it happens", $"{_raft} watch");
        Hint("all nodes on one screen", $"{_raft} top");
        if (nodes.Count > 2)
            Hint(
                "kill the leader: another one is elected",
                $"{(OperatingSystem.IsWindows() ? "taskkill /F /PID" : "kill -9")} {ProcessOf(leader)}");
        console.WriteLine();
        console.MarkupLine("Ctrl-C stops all of them. What they stored stays, and is there again next time.");
        console.WriteLine();
    }

    private void Hint(string what, string command)
    {
        var remark = what.Length > 0 ? $"  [grey]# {Markup.Escape(what)}[/]" : "";
        console.MarkupLine($"  [bold]{Markup.Escape(command.PadRight(28))}[/]{remark}");
    }

    private void Event(string markup)
    {
        var now = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        console.MarkupLine($"[grey]{now}[/]  {markup}");
    }

    private static string ProcessOf(DemoNode node) =>
        node.Process is { HasExited: false } process ? process.Id.ToString(CultureInfo.InvariantCulture) : "of yours";

    private static string Quote(string argument) =>
        argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument;
}
