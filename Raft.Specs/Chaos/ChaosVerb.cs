using System.Globalization;
using Raft.Host.Cli;
using Raft.Specs.Verbs;
using Spectre.Console;

namespace Raft.Specs.Chaos;

/// <summary><c>./raft chaos</c>: real processes under attack, and whether what clients saw makes sense.</summary>
internal static class ChaosVerb
{
    /// <summary>
    /// Exit code 0: all is well. 1: something is wrong. 2: the question was. 3: nobody knows. 130: interrupted.
    /// </summary>
    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (ChaosPlan.Parse(arguments, out var problem) is not { } plan)
        {
            Console.Error.WriteLine($"raft: chaos: {problem}");
            return 2;
        }

        return LongRun.Run("chaos", stop => Show(plan, stop));
    }

    private static async Task<int> Show(ChaosPlan plan, CancellationToken stop)
    {
        using var run = new ChaosRun(plan, Terminal.Out.WriteLine);
        var report = await LongRun.Watch(run.Run(stop), () => Describe(run.Progress));
        foreach (var line in report.Lines())
            Terminal.Out.WriteLine(line, report.ExitCode == 0 ? Style.Plain : new Style(Color.Red));
        Terminal.Out.WriteLine(Again(plan));
        return report.ExitCode;
    }

    private static string Describe(ChaosProgress now) =>
        $"{now.Elapsed.TotalSeconds:F0} of {now.Length.TotalSeconds:F0} s · {now.Ok:N0} ok · {now.Failed:N0} failed · "
        + $"{now.Unknown:N0} unknown · {now.Faults} faults";

    private static string Again(ChaosPlan plan) =>
        $"the same faults again: ./raft chaos --minutes {plan.Length.TotalMinutes:0.##} "
        + $"--nodes {plan.Nodes} --seed {plan.Seed}";
}
