using Raft.Specs.Chaos;
using Raft.Specs.Fuzz;
using Raft.Specs.Linearizability;
using Raft.Specs.Measure;
using Raft.Specs.Verbs;
using Raft.Specs.VirtualTime;

namespace Raft.Specs;

/// <summary>A test assembly and a program: <c>./raft simulate</c> and <c>./raft chaos</c> come here.</summary>
internal static class Program
{
    /// <summary>Every verb, with the arguments it takes and what runs it; the answer is the exit code.</summary>
    private static readonly Dictionary<string, (string Usage, Func<string[], int> Run)> Verbs = new()
    {
        ["chaos"] = (ChaosPlan.Usage + ": harm real processes, and judge what their clients saw", ChaosVerb.Run),
        ["check-history"] = (CheckHistory.Usage, args => CheckHistory.Run(args, Console.Out, Console.Error)),
        ["fuzz"] = (FuzzPlan.Usage + ": throw nonsense at real processes, and see whether they bear it", FuzzVerb.Run),
        ["measure"] = (MeasureVerb.Usage, MeasureVerb.Run),
        ["simulate"] = (SimulateOptions.Usage + ": simulate clusters, each from its seed", SimulateVerb.Run),
        ["trace"] = ("<scenario> <seed>: run a scenario in virtual time and print its trace's hash", TraceVerb.Run),
    };

    private static int Main(string[] args)
    {
        if (args.Length > 0 && Verbs.TryGetValue(args[0], out var verb))
            return verb.Run(args[1..]);

        Console.Error.WriteLine($"raft: no such verb in Raft.Specs: {(args.Length > 0 ? args[0] : "(none)")}");
        foreach (var (name, (usage, _)) in Verbs)
            Console.Error.WriteLine($"  {name} {usage}");
        return 2;
    }
}
