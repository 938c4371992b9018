using System.Globalization;
using Raft.Host.Cli;
using Raft.Specs.Simulation;
using Spectre.Console;

namespace Raft.Specs.Verbs;

/// <summary><c>./raft simulate</c>: many seeds, or one of them line by line.</summary>
internal static class SimulateVerb
{
    private const int DefaultSeeds = 2000;
    private const int LinesOfTrace = 60;

    private static string Command => Environment.GetEnvironmentVariable("RAFT_COMMAND") ?? "./raft";

    public static int Run(string[] args)
    {
        SimulateOptions options;
        try
        {
            options = SimulateOptions.Parse(args);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"simulate: {e.Message}");
            Console.Error.WriteLine($"usage: {Command} simulate {SimulateOptions.Usage}");
            return 2;
        }

        if (options.Mutants)
            return MutantsTable.Run(options);
        return options.Trace ? TraceOne(options) : RunMany(options);
    }

    private static int TraceOne(SimulateOptions options)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16) { NewLine = "\n" };
        var result = SimulationRun.Run(options.Narrow(SimulationPlan.Draw(options.Seed ?? 1)), output.WriteLine);
        return result.Failure is null ? 0 : 1;
    }

    private static int RunMany(SimulateOptions options)
    {
        var batch = new SimulationBatch(options.Seed ?? 1, options.Narrow);
        var seeds = options.Seeds
            ?? (options.Seed is not null ? 1 : options.Minutes is null ? DefaultSeeds : int.MaxValue);
        var limit = options.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : (TimeSpan?)null;
        var live = !Console.IsOutputRedirected;
        batch.Run(seeds, limit, () => Progress(batch, live));
        if (live)
            Console.Write("\r\e[K");
        Report(batch);
        if (batch.Failed is not { } failed)
            return 0;
        Explain(failed);
        return 1;
    }

    private static void Progress(SimulationBatch batch, bool live)
    {
        if (live)
            Console.Write($"\r\e[K{Summary(batch)}");
    }

    private static string Summary(SimulationBatch batch)
    {
        var seconds = Math.Max(batch.Elapsed.TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture,
            $"{batch.Seeds:N0} seeds · {batch.Steps:N0} steps, {batch.Steps / seconds:N0}/s · "
            + $"{batch.Virtual.TotalHours:N1} h of virtual time, "
            + $"{batch.Virtual.TotalSeconds / seconds:N0} s per second · {batch.Answered:N0} answers · {seconds:N0} s");
    }

    private static void Report(SimulationBatch batch)
    {
        Console.WriteLine(Summary(batch));
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("")
            .AddColumn(new TableColumn("").RightAligned())
            .AddColumn("").AddColumn(new TableColumn("").RightAligned());
        var kinds = Enum.GetValues<FaultKinds>().Where(
            k => int.PopCount((int)k) == 1 && k != FaultKinds.Delay).ToList();
        for (var i = 0; i < kinds.Count; i += 2)
            table.AddRow([.. kinds.Skip(i).Take(2).SelectMany(k => new[] { "  " + k, Times(batch, k) })]);
        Terminal.Out.Write(table);
        if (batch.Failed is null)
            Terminal.Out.MarkupLine("[green]every promise was kept[/]");
    }

    private static string Times(SimulationBatch batch, FaultKinds kind) =>
        batch.Injected[int.TrailingZeroCount((int)kind)].ToString("N0", CultureInfo.InvariantCulture);

    private static void Explain(SimulationResult failed)
    {
        Terminal.Out.MarkupLineInterpolated($"[red]seed {failed.Plan.Seed} failed:[/] {failed.Failure}");
        Console.WriteLine($"  again:   {Command} simulate {PlanText.Options(failed.Plan)}");
        Console.WriteLine("shrinking…");
        var small = Shrinker.Shrink(failed);
        Terminal.Out.MarkupLineInterpolated($"[red]still fails:[/] {small.Failure}");
        Console.WriteLine(
            $"  with {small.Plan.Nodes} nodes, {small.Plan.Clients} clients, and {PlanText.Names(small.Plan.Kinds)}");
        Console.WriteLine($"  again:   {Command} simulate {PlanText.Options(small.Plan)}");
        Console.WriteLine($"  in full: {Command} simulate {PlanText.Options(small.Plan)} --trace");
        var lines = new Queue<string>();
        SimulationRun.Run(small.Plan, line =>
        {
            lines.Enqueue(line);
            if (lines.Count > LinesOfTrace)
                lines.Dequeue();
        });
        Console.WriteLine($"the last {lines.Count} events:");
        foreach (var line in lines)
            Console.WriteLine(line);
    }
}
