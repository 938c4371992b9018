using System.Runtime.CompilerServices;

namespace Raft.Specs.Stories;

/// <summary>
/// Every story goes as it is told. After a deliberate change <c>RAFT_STORIES=write ./raft test StorySpecs</c> tells
/// them anew.
/// </summary>
public class StorySpecs
{
    public static TheoryData<string> Names => [.. StoryBook.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_story_goes_as_it_is_told(string name)
    {
        var told = StoryTeller.Play(StoryBook.All[name]);
        if (Environment.GetEnvironmentVariable("RAFT_STORIES") == "write")
            File.WriteAllText(Path.Combine(Folder(), name), told);
        else
            Assert.Equal(StoryBook.All[name], told);
    }

    [Fact]
    public void A_line_that_nobody_understands_is_an_error() =>
        Assert.Throws<FormatException>(() => StoryTeller.Play("a cluster of 3\nn1 dances"));

    [Fact]
    public void An_expectation_that_does_not_hold_is_an_error() =>
        Assert.Throws<Simulation.BrokenPromise>(() => StoryTeller.Play("a cluster of 3\nthen n1 leads term 1"));

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
