using System.CommandLine;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Http;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft show [PREFIX]</c>: the items, as a table for people and as lines with tabs for programs.</summary>
internal sealed class ShowVerb : ClientVerb
{
    private const int ShownLength = 60;

    private readonly Argument<string?> _prefix = new("PREFIX")
    {
        Description = "Only keys that begin with this",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ShowVerb()
        : base(
            "show",
            "List the keys, or those with a prefix, and their values.",
            "raft show",
            "raft show user/                 # only keys that begin with user/",
            "raft show --json | jq '.items[].key'",
            "raft show | cut -f 1            # away from a terminal: key, tab, value, tab, index")
    {
        Add(_prefix);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var (problem, items) = await ReadAll(cluster, line.GetValue(_prefix) ?? "", "", cancel);
        if (problem is not null)
            return Fail(line, problem);
        Print(line, items);
        return ExitCode.Done;
    }

    /// <summary>Every page of a list, or why there is none.</summary>
    /// <param name="cluster">Whom to ask.</param>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="more">Further parameters, each with its ampersand.</param>
    /// <param name="cancel">Gives up early.</param>
    internal static async Task<(ClientAnswer? Problem, List<ListItemBody> Items)> ReadAll(
        ClusterClient cluster, string prefix, string more, CancellationToken cancel)
    {
        var items = new List<ListItemBody>();
        while (true)
        {
            var after = items.Count == 0 ? "" : "&after=" + Uri.EscapeDataString(items[^1].Key);
            var answer = await cluster.Get($"/v1/kv?prefix={Uri.EscapeDataString(prefix)}{after}{more}", cancel);
            if (!answer.Ok)
                return (answer, items);
            var page = answer.Read(ApiJson.Bodies.ListBody);
            items.AddRange(page.Items);
            if (page.More is not true)
                return (null, items);
        }
    }

    private void Print(ParseResult line, List<ListItemBody> items)
    {
        var output = line.InvocationConfiguration.Output;
        if (WantsJson(line))
            output.WriteLine(JsonSerializer.Serialize(new ListBody(items, null), ApiJson.Bodies.ListBody));
        else if (IsTerminal(line))
            Terminal.Out.Write(TableOf(items));
        else
            items.ForEach(item => output.WriteLine($"{Plain(item.Key)}\t{Value(item)}\t{item.Index}"));
    }

    private static Table TableOf(List<ListItemBody> items)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("key", "value", "index");
        table.Columns[2].RightAligned();
        foreach (var item in items)
            table.AddRow(Markup.Escape(Plain(item.Key)), Markup.Escape(Short(Value(item))), $"{item.Index}");
        return table.Caption(items.Count == 1 ? "1 key" : $"{items.Count} keys");
    }

    internal static string Value(ListItemBody item) =>
        item.Value is { } text ? Plain(text) : $"({ValueText.Bytes(null, item.ValueBase64).Length} bytes)";

    // One item, one line, and no escape sequence of a value reaches the terminal.
    internal static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static string Short(string text) => text.Length > ShownLength ? text[..(ShownLength - 1)] + "…" : text;
}
