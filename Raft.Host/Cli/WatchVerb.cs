using System.CommandLine;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Configuration;
using Raft.Host.Http;
using Raft.Host.Nodes;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft watch [PREFIX]</c>: the changes of the store, as they happen.</summary>
internal sealed class WatchVerb : ClientVerb
{
    private readonly Argument<string?> _prefix = new("KEY|PREFIX")
    {
        Description = "Only keys that begin with this; left out, all of them",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "This very key, not those that begin with it",
    };

    private readonly Option<long?> _from = new("--from")
    {
        Description = "Begin at this log position (default: now). What is forgotten comes as the keys that there are",
        HelpName = "INDEX",
    };

    private readonly Option<int?> _count = new("--count")
    {
        Description = "Leave after so many changes",
        HelpName = "N",
    };

    public WatchVerb()
        : base(
            "watch",
            "Print every change of the store as it happens. One line each: position, set or delete, key, value. "
                + "Goes on at another node when the one that tells dies; leaves nothing out silently. "
                + "Ctrl-C ends it (exit code 0; 130 if --count was not reached).",
            "raft watch                      # everything",
            "raft watch user/                # only keys that begin with user/",
            "raft watch deploy --exact --count 1   # wait until the key deploy changes",
            "raft watch --from 1 --json      # from the beginning on, one JSON object per line")
    {
        Add(_prefix);
        Add(_exact);
        Add(_from);
        Add(_count);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        using var stop = new StopSignals();
        var (query, left) = (Query(line), Positive(_count, line.GetValue(_count)) ?? long.MaxValue);
        var watch = new WatchClient(cluster, word => Say(line, word));
        try
        {
            await foreach (var told in watch.Watch(
                query, Positive(_from, line.GetValue(_from)), TimeoutOf(line), stop.Token))
            {
                Print(line, told);
                if (told.Event == "change" && --left == 0)
                    return ExitCode.Done;
            }
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return line.GetValue(_count) is null ? ExitCode.Done : ExitCode.Interrupted;
        }
        return Fail(line, watch.Refusal!);
    }

    private string Query(ParseResult line)
    {
        if (line.GetValue(_prefix) is { } prefix)
            return (line.GetValue(_exact) ? "key=" : "prefix=") + Uri.EscapeDataString(prefix);
        return line.GetValue(_exact) ? throw new UsageException("--exact: which key? Name it.") : "";
    }

    private static long? Positive(Option option, long? number) =>
        number is null or > 0 ? number : throw new UsageException($"{option.Name} {number}: must be above 0");

    private void Print(ParseResult line, WatchBody told)
    {
        var output = line.InvocationConfiguration.Output;
        if (told.Event == "progress" || (told.Event is "start" or "listed" && !WantsJson(line)))
            return;
        if (WantsJson(line))
            output.WriteLine(JsonSerializer.Serialize(told, WatchJson.Bodies.WatchBody));
        else if (told.Event == "lost")
            Say(line, $"what changed after {told.After} up to {told.Index} is forgotten; "
                + $"what there is now ({told.Keys} keys):");
        else if (IsTerminal(line))
            Terminal.Out.MarkupLine(Coloured(told));
        else
            output.WriteLine(Plain(told));
        output.Flush();
    }

    private static string Plain(WatchBody told) => told.Deleted is true
        ? $"{told.Index}\tdelete\t{ShowVerb.Plain(told.Key!)}"
        : $"{told.Index}\tset\t{ShowVerb.Plain(told.Key!)}\t{Value(told)}";

    private static string Coloured(WatchBody told) => told.Deleted is true
        ? $"[grey]{told.Index,6}[/]  [red]delete[/] {Markup.Escape(ShowVerb.Plain(told.Key!))}"
        : $"[grey]{told.Index,6}[/]  [green]set[/]    {Markup.Escape(ShowVerb.Plain(told.Key!))} "
            + $"= {Markup.Escape(Value(told))}";

    private static string Value(WatchBody told) =>
        ShowVerb.Value(new ListItemBody(told.Key!, told.Value, told.ValueBase64, told.Index));
}
