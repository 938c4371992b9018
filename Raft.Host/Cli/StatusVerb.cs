using System.CommandLine;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Http;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft status</c>: every node as it sees itself.</summary>
internal sealed class StatusVerb : ClientVerb
{
    private const int WideEnough = 100;

    public StatusVerb()
        : base(
            "status",
            "Show every node: role, term, leader, how far its log is. Exit code 1 while no leader is known.",
            "raft status",
            "raft status --json",
            "until raft status; do sleep 1; done   # wait for a leader")
    {
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var nodes = await cluster.Look(cancel);
        if (WantsJson(line))
            line.InvocationConfiguration.Output.WriteLine(Json(nodes));
        else if (IsTerminal(line))
            Terminal.Out.Write(TableOf(nodes));
        else
            PrintLines(line.InvocationConfiguration.Output, nodes);

        if (nodes.All(node => node.Status is null))
        {
            Say(line, $"no node answers at {string.Join(", ", nodes.Select(node => node.Address.Authority))}");
            return ExitCode.Unavailable;
        }
        return nodes.Any(node => node.Status?.Leader is not null) ? ExitCode.Done : ExitCode.NotFound;
    }

    internal static string Json(IReadOnlyList<NodeView> nodes) => JsonSerializer.Serialize(
        new NodesBody([.. nodes.Select(node => new NodeBody(node.Address.ToString(), node.Status, node.Error))]),
        ApiJson.Bodies.NodesBody);

    private static Table TableOf(IReadOnlyList<NodeView> nodes)
    {
        // In a narrow window addresses in one piece matter more than lines.
        var isWide = Terminal.Out.Profile.Width >= WideEnough;
        var table = new Table().Border(isWide ? TableBorder.Rounded : TableBorder.None)
            .AddColumns("node", "address", "role", "term", "leader", "commit", "applied", "last");
        foreach (var column in new[] { 3, 5, 6, 7 })
            table.Columns[column].RightAligned();
        foreach (var column in table.Columns)
        {
            column.NoWrap = true;
            column.Padding = isWide ? column.Padding : new Padding(0, 0, 1, 0);
        }

        foreach (var node in nodes)
        {
            var cells = Cells(node).Select(Markup.Escape).ToArray();
            cells[2] = $"[{Colour(node.Status?.Role)}]{cells[2]}[/]";
            table.AddRow(cells);
        }
        return table;
    }

    private static void PrintLines(TextWriter output, IReadOnlyList<NodeView> nodes)
    {
        foreach (var node in nodes)
            output.WriteLine(string.Join('\t', Cells(node)));
    }

    private static string[] Cells(NodeView node) => node.Status is { } status
        ? [
            status.Node, node.Address.Authority, status.Role, $"{status.Term}", status.Leader ?? "none",
            $"{status.CommitIndex}", $"{status.AppliedIndex}", $"{status.LastIndex}",
        ]
        : ["-", node.Address.Authority, node.Error ?? "", "-", "-", "-", "-", "-"];

    internal static string Colour(string? role) => role switch
    {
        "leader" => "green",
        "candidate" => "yellow",
        "follower" => "blue",
        _ => "red",
    };
}
