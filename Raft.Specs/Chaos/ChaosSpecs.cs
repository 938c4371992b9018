using Xunit.Abstractions;

namespace Raft.Specs.Chaos;

/// <summary>Real processes, killed, paused, cut off and run out of disk while clients work.</summary>
[Collection("processes")]
public sealed class ChaosSpecs(ITestOutputHelper output)
{
    private const int Seed = 20_26;

    // Real time, which a run is made of. RAFT_CHAOS_SECONDS asks for more, or for less while one works on something
    // else.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("RAFT_CHAOS_SECONDS"), out var seconds) ? seconds : 120);

    [Fact]
    public async Task What_clients_see_of_nodes_under_attack_is_linearizable_and_nothing_acknowledged_is_lost()
    {
        using var run = new ChaosRun(new ChaosPlan(Length, 3, Seed, null), output.WriteLine);

        var report = await run.Run(CancellationToken.None);

        foreach (var line in report.Lines())
            output.WriteLine(line);
        Assert.Equal(0, report.ExitCode);
        Assert.True(report.Faults.Values.Sum() >= 3, "the nemesis slept");
        Assert.True(report.History.Count(Linearizability.Outcome.Ok) > 100, "the clients slept");
    }
}
