using System.Diagnostics;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Conformance;

/// <summary>The same seed gives the same trace in another process, whose string hashes differ.</summary>
public class DeterminismSpecs
{
    /// <summary>A process that hangs must not hang the specs; it needs a second or two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("gossip", 1)]
    [InlineData("gossip", 2)]
    [InlineData("bookkeeping", 1)]
    [InlineData("bookkeeping", 2)]
    public async Task Two_processes_make_the_same_trace_of_a_seed(string scenario, int seed)
    {
        var elsewhere = await TraceElsewhere(scenario, seed);

        Assert.Equal(elsewhere, TraceHere(scenario, seed));
    }

    [Theory]
    [InlineData("gossip")]
    [InlineData("bookkeeping")]
    public void Other_seeds_make_other_traces(string scenario)
    {
        var hashes = Enumerable.Range(1, 5).Select(seed => TraceHere(scenario, seed));

        Assert.Equal(5, hashes.Distinct().Count());
    }

    private static string TraceHere(string scenario, int seed)
    {
        using var world = new VirtualWorld(seed, shuffle: true);
        TraceVerb.Scenarios[scenario](world);
        Assert.True(world.Trace.Lines.Count > 100);
        return world.Trace.Hash();
    }

    private static async Task<string> TraceElsewhere(string scenario, int seed)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(TraceVerb).Assembly.Location, "trace", scenario, $"{seed}" })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
            return output.Trim();
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
