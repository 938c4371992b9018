using System.Globalization;
using Raft.Host.Cli;
using Spectre.Console;

namespace Raft.Specs.Measure;

/// <summary><c>./raft measure</c>: the figures that DESIGN.md states, measured again on this machine.</summary>
internal static class MeasureVerb
{
    public const string Usage =
        "start-up|catch-up [--entries N] [--value-bytes B]: what a restart and a long absence cost";

    /// <summary>
    /// Exit code 0 when measured, 1 when what was seen is not as it must be, 2 for what cannot be meant.
    /// </summary>
    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is not ["start-up" or "catch-up", .. var options]
            || !TryRead(options, out var entries, out var valueBytes))
        {
            Console.Error.WriteLine($"raft: measure {Usage}");
            return 2;
        }

        return arguments[0] == "start-up"
            ? Show(new StartUp(entries ?? 1_000_000, valueBytes ?? 16)).GetAwaiter().GetResult()
            : Show(new CatchUp(entries ?? 200_000, valueBytes ?? 512)).GetAwaiter().GetResult();
    }

    private static async Task<int> Show(StartUp plan)
    {
        var seen = await WithProgress(plan.Run);
        Terminal.Out.WriteLine($"{plan.Entries:N0} entries of {plan.ValueBytes} bytes, no snapshot; "
            + $"a journal of {MiB(seen.JournalBytes)}");
        Terminal.Out.WriteLine(
            $"started and applied in {seen.Took.TotalSeconds:F1} s, the start of the process included");
        Terminal.Out.WriteLine($"memory: {MiB(seen.WorkingSet)} then, {MiB(seen.PeakWorkingSet)} at most");
        return 0;
    }

    private static async Task<int> Show(CatchUp plan)
    {
        var seen = await WithProgress(plan.Run);
        var size = (long)plan.Entries * plan.ValueBytes;
        Terminal.Out.WriteLine($"{plan.Entries:N0} entries, {MiB(size)} of values, written while a node was away");
        Terminal.Out.WriteLine($"back with all of it in {seen.Took.TotalSeconds:F1} s, "
            + $"by a snapshot up to {seen.SnapshotIndex:N0} of {seen.LastIndex:N0}");
        Terminal.Out.WriteLine($"meanwhile {seen.Served:N0} writes were served one after the other, "
            + $"the longest in {seen.Longest.TotalMilliseconds:F0} ms");
        Terminal.Out.WriteLine($"elections: {seen.Elections}; term {seen.TermBefore} before, {seen.TermAfter} after");
        return seen is { Elections: 0, Alike: true } && seen.TermBefore == seen.TermAfter ? 0 : 1;
    }

    private static Task<T> WithProgress<T>(Func<Action<string, double>, Task<T>> run) => Console.IsOutputRedirected
        ? run((_, _) => { })
        : Terminal.Out.Progress().StartAsync(async context =>
        {
            ProgressTask? bar = null;
            return await run((what, share) =>
            {
                lock (context)
                {
                    if (bar?.Description != what)
                        bar = context.AddTask(what, maxValue: 1);
                    bar.Value = share;
                }
            });
        });

    private static bool TryRead(string[] options, out int? entries, out int? valueBytes)
    {
        (entries, valueBytes) = (null, null);
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 == options.Length || !int.TryParse(options[i + 1], CultureInfo.InvariantCulture, out var number)
                || number < 1)
                return false;
            switch (options[i])
            {
                case "--entries": entries = number; break;
                case "--value-bytes" when number <= 1 << 20: valueBytes = number; break;
                default: return false;
            }
        }
        return true;
    }

    private static string MiB(long bytes) => $"{bytes / 1048576.0:F0} MiB";
}
