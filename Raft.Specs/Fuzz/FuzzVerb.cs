using Raft.Host.Cli;
using Raft.Specs.Verbs;
using Spectre.Console;

namespace Raft.Specs.Fuzz;

/// <summary>
/// <c>./raft fuzz</c>: malformed, oversized, slow and unauthorised input at three real nodes, and whether they bear it.
/// </summary>
internal static class FuzzVerb
{
    /// <summary>
    /// Exit code 0: all is well. 1: something is not. 2: the question was wrong. 3: nobody knows. 130: interrupted.
    /// </summary>
    public static int Run(string[] arguments)
    {
        if (FuzzPlan.Parse(arguments, out var problem) is not { } plan)
        {
            Console.Error.WriteLine($"raft: fuzz: {problem}");
            return 2;
        }

        return LongRun.Run("fuzz", stop => Show(plan, stop));
    }

    private static async Task<int> Show(FuzzPlan plan, CancellationToken stop)
    {
        using var run = new FuzzRun(plan);
        var report = await LongRun.Watch(run.Run(stop), () => $"{run.Done:N0} of {plan.Requests:N0} requests");
        var well = !report.Complaints().Any();
        foreach (var line in report.Text())
            Terminal.Out.WriteLine(line, well ? Style.Plain : new Style(Color.Red));
        Terminal.Out.WriteLine($"the same requests again: ./raft fuzz --requests {plan.Requests} --seed {plan.Seed}");
        return well ? 0 : 1;
    }
}
