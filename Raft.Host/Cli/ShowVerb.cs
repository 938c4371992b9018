using System.CommandLine;
using System.Text.Json;
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
        var items = new List<ListItemBody>();
        var prefix = Uri.EscapeDataString(line.GetValue(_prefix) ?? "");
        for (var more = true; more;)
        {
            var after = items.Count == 0 ? "" : "&after=" + Uri.EscapeDataString(items[^1].Key);
            var answer = await cluster.Get($"/v1/kv?prefix={prefix}{after}", cancel);
            if (!answer.Ok)
                return Fail(line, answer);
            var page = answer.Read(ApiJson.Bodies.ListBody);
            items.AddRange(page.Items);
            more = page.More is true;
        }
        Print(line, items);
        return ExitCode.Done;
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

    private static string Value(ListItemBody item) =>
        item.Value is { } text ? Plain(text) : $"({ValueText.Bytes(null, item.ValueBase64).Length} bytes)";

    // One item, one line, and no escape sequence of a value reaches the terminal.
    private static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static string Short(string text) => text.Length > ShownLength ? text[..(ShownLength - 1)] + "…" : text;
}
