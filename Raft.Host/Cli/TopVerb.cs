using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Raft.Host.Configuration;
using Raft.Host.Nodes;
using Raft.Host.Top;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft top</c>: all nodes on one screen, for as long as one looks.</summary>
internal sealed class TopVerb : ClientVerb
{
    // How often it is seen whether somebody pressed a key.
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(50);

    private const int WideEnough = 110;
    private const int AddressColumn = 1;
    private const int RoleColumn = 2;

    private static readonly string[] Headings =
        ["node", "address", "role", "term", "commit", "applied", "lag", "writes/s", "p50 ms", "p99 ms", "journal ms"];

    private readonly Option<bool> _once = new("--once")
    {
        Description = "Look twice, one interval apart, print one table and leave; "
            + "so it does when the output is no terminal",
    };

    private readonly Option<string> _interval = new("--interval")
    {
        Description = "How long from one look to the next, 100ms to 1m",
        HelpName = "TIME",
        DefaultValueFactory = _ => "1s",
    };

    public TopVerb()
        : base(
            "top",
            "Watch all nodes on one screen. Of each: role, term, how far each log is committed and applied, "
                + "how many committed entries a node lags, writes per second, "
                + "how many milliseconds they take (on the leader, p50 and p99) and the journal's p99. "
                + "q or Ctrl-C leaves. Exit code 3 when no node answers, 1 while none leads (with --once).",
            "raft top",
            "raft top --once                 # one table, also for a file or a pipe",
            "raft top --interval 5s --json   # one line of JSON for each look, until Ctrl-C",
            "raft top --once --json | jq '.nodes[] | {node, lag}'")
    {
        Add(_once);
        Add(_interval);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var interval = Interval(line);
        using var cluster = Cluster(line);
        using var stop = new StopSignals();
        var watch = new TopWatch(cluster);
        try
        {
            if (line.GetValue(_once) || (!WantsJson(line) && !IsTerminal(line)))
                return await Once(line, watch, interval, stop.Token);
            if (WantsJson(line))
                await Lines(line, watch, interval, stop.Token);
            else
                await Screen(watch, interval, stop);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // This is how one leaves.
        }
        return ExitCode.Done;
    }

    private TimeSpan Interval(ParseResult line) =>
        Durations.TryParse(line.GetValue(_interval)!, out var interval)
        && interval >= TimeSpan.FromMilliseconds(100) && interval <= TimeSpan.FromMinutes(1)
            ? interval
            : throw new UsageException($"--interval {line.GetValue(_interval)}: must be a time from 100ms to 1m");

    private async Task<int> Once(ParseResult line, TopWatch watch, TimeSpan interval, CancellationToken cancel)
    {
        await watch.Look(cancel);
        await Task.Delay(interval, cancel);
        var rows = await watch.Look(cancel);
        if (WantsJson(line))
            Write(line, rows);
        else if (IsTerminal(line))
            Terminal.Out.Write(TableOf(rows));
        else
            PrintLines(line.InvocationConfiguration.Output, rows);
        if (rows.All(row => row.Role is null))
        {
            Say(line, $"no node answers at {string.Join(", ", rows.Select(row => row.Address))}");
            return ExitCode.Unavailable;
        }
        return rows.Any(row => row.Role == "leader") ? ExitCode.Done : ExitCode.NotFound;
    }

    private static async Task Lines(ParseResult line, TopWatch watch, TimeSpan interval, CancellationToken cancel)
    {
        for (; ; await Task.Delay(interval, cancel))
            Write(line, await watch.Look(cancel));
    }

    private static async Task Screen(TopWatch watch, TimeSpan interval, StopSignals stop)
    {
        Exception? ended = null;
        Terminal.Out.AlternateScreen(() =>
        {
            var live = Terminal.Out.Live(new Text("looking …")).StartAsync(async screen =>
            {
                while (true)
                {
                    screen.UpdateTarget(Picture(await watch.Look(stop.Token), interval));
                    await WaitForKey(interval, stop);
                }
            });
            ended = Record(live);
        });
        if (ended is not null and not OperationCanceledException)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ended);
    }

    // The alternate screen is left in any case before anything else is said.
    private static Exception? Record(Task live)
    {
        try
        {
            live.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception end)
        {
            return end;
        }
    }

    private static async Task WaitForKey(TimeSpan interval, StopSignals stop)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < interval;
            await Task.Delay(KeyInterval, stop.Token))
        {
            if (!Console.IsInputRedirected && Console.KeyAvailable
                && Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q')
                stop.Stop();
        }
    }

    private static Rows Picture(IReadOnlyList<TopRow> rows, TimeSpan interval) => new(
        TableOf(rows),
        new Markup($"[grey]{DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}, "
            + $"every {interval.TotalSeconds:0.#} s; q leaves[/]"));

    private static Table TableOf(IReadOnlyList<TopRow> rows)
    {
        // In a narrow window the numbers matter more than lines and addresses.
        var isWide = Terminal.Out.Profile.Width >= WideEnough;
        var shown = Enumerable.Range(0, Headings.Length).Where(i => isWide || i != AddressColumn).ToList();
        var table = new Table().Border(isWide ? TableBorder.Rounded : TableBorder.None);
        foreach (var i in shown)
        {
            var column = new TableColumn(Headings[i])
            {
                Alignment = i <= RoleColumn ? Justify.Left : Justify.Right,
                NoWrap = true,
            };
            column.Padding = isWide ? column.Padding : new Padding(0, 0, 1, 0);
            table.AddColumn(column);
        }
        foreach (var row in rows)
        {
            var cells = Cells(row).Select(Markup.Escape).ToArray();
            cells[RoleColumn] = $"[{StatusVerb.Colour(row.Role)}]{cells[RoleColumn]}[/]";
            table.AddRow([.. shown.Select(i => cells[i])]);
        }
        return table;
    }

    private static void PrintLines(TextWriter output, IReadOnlyList<TopRow> rows)
    {
        output.WriteLine(string.Join('\t', Headings));
        foreach (var row in rows)
            output.WriteLine(string.Join('\t', Cells(row)));
    }

    private static string[] Cells(TopRow row) =>
    [
        row.Node ?? "-", row.Address, row.Role ?? row.Error ?? "-", Text(row.Term), Text(row.CommitIndex),
        Text(row.AppliedIndex), Text(row.Lag), Text(row.WritesPerSecond), Time(row.CommitP50Ms), Time(row.CommitP99Ms),
        Time(row.JournalP99Ms),
    ];

    private static string Text(double? number) => number?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-";

    private static string Time(double? milliseconds) =>
        milliseconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";

    private static void Write(ParseResult line, IReadOnlyList<TopRow> rows)
    {
        var output = line.InvocationConfiguration.Output;
        output.WriteLine(JsonSerializer.Serialize(new TopBody(DateTimeOffset.UtcNow, rows), TopJson.Bodies.TopBody));
        output.Flush();
    }
}
