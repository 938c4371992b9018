using Raft.Specs.Stories;

namespace Raft.Specs.Simulation;

/// <summary>How a core that was compiled apart is run: in types that every assembly shares.</summary>
public static class MutantEntry
{
    /// <summary>Runs a seed. Gives what went wrong, or null.</summary>
    public static string? Run(int seed) => SimulationRun.Run(SimulationPlan.Draw(seed)).Failure;

    /// <summary>Runs a seed and gives its trace. Gives what went wrong, or null.</summary>
    public static string? Trace(int seed, Action<string> line) =>
        SimulationRun.Run(SimulationPlan.Draw(seed), line).Failure;

    /// <summary>Plays a story. Gives what went differently, or null.</summary>
    public static string? Tell(string story)
    {
        try
        {
            return Difference(story, StoryTeller.Play(story));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.Message.Split('\n')[0];
        }
    }

    private static string? Difference(string story, string played)
    {
        if (story == played)
            return null;
        var (told, went) = (story.Split('\n'), played.Split('\n'));
        var at = told.Zip(went).TakeWhile(lines => lines.First == lines.Second).Count();
        return $"it goes: {(at < went.Length ? went[at].Trim() : "no further")}";
    }
}
