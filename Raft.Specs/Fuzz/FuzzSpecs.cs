using Xunit.Abstractions;

namespace Raft.Specs.Fuzz;

/// <summary>A small part of what <c>./raft fuzz</c> throws, at real processes in real time.</summary>
[Collection("processes")]
public sealed class FuzzSpecs(ITestOutputHelper output)
{
    private const int Requests = 5000;
    private const int Seed = 20_26;

    [Fact]
    public async Task Nodes_that_hear_nothing_but_nonsense_live_serve_and_lose_nothing()
    {
        using var run = new FuzzRun(new FuzzPlan(Requests, Seed));

        var report = await run.Run(CancellationToken.None);

        foreach (var line in report.Text())
            output.WriteLine(line);
        Assert.Empty(report.Complaints());
        Assert.True(report.Answers.Count > 20, "the fuzzer slept");
    }

    [Theory]
    [InlineData("--requests", "0")]
    [InlineData("--requests", "many")]
    [InlineData("--seeds", "1")]
    public void What_is_not_to_be_understood_is_said(string option, string value)
    {
        Assert.Null(FuzzPlan.Parse([option, value], out var problem));
        Assert.StartsWith($"{option} {value}: ", problem, StringComparison.Ordinal);
    }
}
