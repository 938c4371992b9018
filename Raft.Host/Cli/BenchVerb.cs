using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Raft.Host.Bench;
using Raft.Host.Configuration;
using Raft.Host.Nodes;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft bench</c>.</summary>
internal sealed class BenchVerb : Verb
{
    private const int WideEnough = 120;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly Option<string> _transport = new("--transport")
    {
        Description = "http, or akka for Akka.Remote without HTTP",
        HelpName = "http|akka",
        DefaultValueFactory = _ => "http",
    };

    private readonly Option<string?> _nodes = new("--nodes")
    {
        Description = "Where nodes listen: with http as for the other verbs, with akka like "
            + $"akka.tcp://raft@127.0.0.1:9001 (default: ${ClientVerb.NodesVariable} with http, or the demo's three)",
        HelpName = "ADDRESS,ADDRESS…",
    };

    private readonly Option<string> _group = new("--group")
    {
        Description = "With akka: the group",
        HelpName = "NAME",
        DefaultValueFactory = _ => "kv",
    };

    private readonly Option<string?> _secret = new("--secret-file")
    {
        Description = "With akka: the file with the cluster's secret",
        HelpName = "FILE",
    };

    private readonly AccessOptions _access = new();

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Put the same load on another system right after: etcd=URL",
        HelpName = "SYSTEM=URL",
    };

    private readonly Option<int> _clients = Number("--clients", "Clients, each with one request under way", 16);
    private readonly Option<int> _keys = Number("--keys", "Different keys", 10_000);
    private readonly Option<int> _size = Number("--value-size", "Bytes of each value", 128);
    private readonly Option<int> _reads = Number("--reads", "Share of reads in percent", 0);
    private readonly Option<long?> _count = new("--count")
    {
        Description = "Stop after so many requests",
        HelpName = "N",
    };

    private readonly Option<string> _duration = new("--duration")
    {
        Description = "How long to measure",
        HelpName = "TIME",
        DefaultValueFactory = _ => "10s",
    };

    private readonly Option<string> _warmUp = new("--warm-up")
    {
        Description = "How long to run before measuring: what is cold is several times slower",
        HelpName = "TIME",
        DefaultValueFactory = _ => "3s",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Report in JSON, times in microseconds" };

    public BenchVerb()
        : base(
            "bench",
            "Put a load on a running cluster and measure it. Writes keys that begin with bench-. "
                + "Ctrl-C ends it early, with what was measured until then (exit code 130).",
            "raft bench --clients 64                       # writes over HTTP for ten seconds",
            "raft bench --transport akka --reads 90        # mostly reads, over Akka.Remote",
            "raft bench --count 10000 --value-size 1000    # so many requests, however long it takes",
            "raft bench --against etcd=http://127.0.0.1:2379   # and the same load on an etcd")
    {
        _transport.CompletionSources.Add("http", "akka");
        foreach (var option in new Option[]
        {
            _transport, _nodes, _group, _secret, _against, _clients, _keys, _size, _reads, _count, _duration,
            _warmUp, _json,
        })
            Add(option);
        _access.AddTo(this);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var plan = Plan(line);
        var reports = new List<BenchReport>();
        // On Ctrl-C what was measured until then is still told.
        using var stop = new StopSignals();
        foreach (var open in Targets(line))
        {
            if (stop.Token.IsCancellationRequested)
                break;
            await using var target = open();
            reports.Add(await Measure(line, target, plan, stop.Token));
        }

        if (line.GetValue(_json))
            line.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(reports.Select(Json)));
        else
            Show(reports);
        if (stop.Token.IsCancellationRequested)
            return ExitCode.Interrupted;
        foreach (var report in reports.Where(ServedNone))
            Say(line, $"{report.Target}: no request was served{WhyNone(report)}");
        return reports.Exists(ServedNone) ? ExitCode.Unavailable : ExitCode.Done;
    }

    private static bool ServedNone(BenchReport report) => report.Writes.Count + report.Reads.Count == 0;

    /// <summary>What most of them failed of, and what the user can do about it.</summary>
    private static string WhyNone(BenchReport report)
    {
        var most = report.Errors.OrderByDescending(error => error.Value).Select(error => error.Key).FirstOrDefault();
        var remedy = most switch
        {
            "status 401" => "; --token-file names a token",
            "status 403" => "; the token must be one that may write",
            _ when report.Target.StartsWith("akka", StringComparison.Ordinal) =>
                "; is it their address (raft.members) and secret (--secret-file)? "
                + "Nodes with raft.host.peers.tls take no plain Akka.Remote: use --transport http",
            _ => "",
        };
        return (most is null ? "" : $": {most}") + remedy;
    }

    private static Option<int> Number(string name, string description, int usual) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };

    private BenchPlan Plan(ParseResult line)
    {
        int Within(Option<int> option, int least, int most) =>
            line.GetValue(option) is var value && value >= least && value <= most
                ? value
                : throw new UsageException($"{option.Name} {value}: must be from {least} to {most}");
        TimeSpan Time(Option<string> option) => Durations.TryParse(line.GetValue(option)!, out var time)
            ? time
            : throw new UsageException($"{option.Name} {line.GetValue(option)}: must be a time such as 10s");
        var count = line.GetValue(_count);
        return new BenchPlan
        {
            Clients = Within(_clients, 1, 10_000),
            Keys = Within(_keys, 1, 100_000_000),
            ValueBytes = Within(_size, 0, 1 << 20),
            ReadPercent = Within(_reads, 0, 100),
            Count = count is null or > 0 ? count : throw new UsageException($"--count {count}: must be above 0"),
            Duration = count is null ? Time(_duration) : null,
            WarmUp = line.GetValue(_warmUp) is "0" or "0s" ? TimeSpan.Zero : Time(_warmUp),
        };
    }

    private IEnumerable<Func<IBenchTarget>> Targets(ParseResult line)
    {
        var said = line.GetValue(_nodes);
        var nodes = (said ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var transport = line.GetValue(_transport);
        if (transport == "akka")
            Refuse(line, "http", "--token", "--token-file", "--ca", "--cert", "--key");
        else
            Refuse(line, "akka", "--group", "--secret-file");
        yield return transport switch
        {
            "http" => () => new HttpTarget([.. ClientVerb.NodesOf(said)], RequestTimeout, _access.Read(line)),
            "akka" => () => new AkkaTarget(
                [.. (nodes.Length > 0 ? nodes : Demo("akka.tcp://raft@127.0.0.1:900")).Select(AkkaAddress)],
                line.GetValue(_group)!, RequestTimeout, line.GetValue(_secret)),
            _ => throw new UsageException($"--transport {transport}: must be http or akka"),
        };
        if (line.GetValue(_against) is not { } other)
            yield break;
        yield return other.StartsWith("etcd=", StringComparison.Ordinal)
            ? () => new EtcdTarget(Url(other["etcd=".Length..]), RequestTimeout)
            : throw new UsageException($"--against {other}: must be etcd=URL");
    }

    /// <summary>An option of the other transport would be passed over in silence.</summary>
    private static void Refuse(ParseResult line, string transport, params string[] options)
    {
        var given = line.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(option => !option.Implicit && options.Contains(option.Option.Name));
        if (given is not null)
            throw new UsageException($"{given.Option.Name} goes with --transport {transport}");
    }

    private static string[] Demo(string prefix) => [.. Enumerable.Range(1, 3).Select(i => $"{prefix}{i}")];

    private static Uri Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException($"{text}: must be an address such as http://127.0.0.1:8001");

    private static Address AkkaAddress(string text)
    {
        try
        {
            var address = Address.Parse(text);
            if (address.Protocol == "akka.ssl.tcp")
                throw new UsageException($"{text}: a cluster with TLS is measured over HTTP: use --transport http");
            if (address is { Protocol: "akka.tcp", Host: not null, Port: not null })
                return address;
        }
        catch (UriFormatException)
        {
            // It is said below what an address is.
        }

        throw new UsageException($"{text}: must be an address such as akka.tcp://raft@127.0.0.1:9001");
    }

    /// <summary>Measures behind a progress bar where a person watches.</summary>
    private static async Task<BenchReport> Measure(
        ParseResult line, IBenchTarget target, BenchPlan plan, CancellationToken cancel)
    {
        var run = new BenchRun(target, plan);
        if (Console.IsOutputRedirected || line.InvocationConfiguration.Output != Console.Out)
            return await run.Run(cancel);
        return await Terminal.Out.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(target.Name), maxValue: 100);
            var began = System.Diagnostics.Stopwatch.StartNew();
            var report = run.Run(cancel);
            while (await Task.WhenAny(report, Task.Delay(100, CancellationToken.None)) != report)
            {
                bar.Value = plan.Count is { } count
                    ? run.Served * 100.0 / count
                    : (began.Elapsed - plan.WarmUp) / plan.Duration!.Value * 100;
            }

            return await report;
        });
    }

    private static void Show(IEnumerable<BenchReport> reports)
    {
        // In a narrow window the numbers matter more than lines and addresses.
        var isWide = Terminal.Out.Profile.Width >= WideEnough;
        var table = EmptyTable(isWide);
        foreach (var report in reports)
        {
            var target = Markup.Escape(isWide ? report.Target : report.Target.Split(' ')[0]);
            foreach (var (kind, times) in new[] { ("writes", report.Writes), ("reads", report.Reads) })
            {
                if (times.Count > 0)
                    table.AddRow(
                    [
                        target, kind, Plain(times.Count), Plain(times.Count / report.Seconds),
                        .. Percentiles(times).Select(Milliseconds),
                    ]);
            }

            foreach (var (kind, count) in report.Errors)
                table.AddRow(target, Markup.Escape($"error: {kind}"), Plain(count));
        }

        if (table.Rows.Count > 0)
            Terminal.Out.Write(table);
    }

    private static Table EmptyTable(bool isWide)
    {
        var table = new Table().Border(isWide ? TableBorder.Minimal : TableBorder.None);
        foreach (var heading in new[]
        {
            "target", "kind", "requests", "per second", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms",
        })
        {
            var isText = heading is "target" or "kind";
            var alignment = isText ? Justify.Left : Justify.Right;
            var column = new TableColumn(heading) { Alignment = alignment, NoWrap = !isText };
            column.Padding = isWide ? column.Padding : new Padding(0, 0, 1, 0);
            table.AddColumn(column);
        }

        return table;
    }

    private static IEnumerable<TimeSpan> Percentiles(LatencyHistogram times) =>
        [times.Percentile(50), times.Percentile(90), times.Percentile(99), times.Percentile(99.9), times.Max];

    private static string Plain(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);

    private static object Json(BenchReport report)
    {
        static object Times(LatencyHistogram times) => new
        {
            count = times.Count,
            p50 = times.Percentile(50).TotalMicroseconds,
            p90 = times.Percentile(90).TotalMicroseconds,
            p99 = times.Percentile(99).TotalMicroseconds,
            p999 = times.Percentile(99.9).TotalMicroseconds,
            max = times.Max.TotalMicroseconds,
        };
        return new
        {
            target = report.Target,
            seconds = report.Seconds,
            perSecond = report.PerSecond,
            writes = Times(report.Writes),
            reads = Times(report.Reads),
            errors = report.Errors,
        };
    }
}
