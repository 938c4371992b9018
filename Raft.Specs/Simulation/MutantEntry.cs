using Raft.Specs.Stories;

namespace Raft.Specs.Simulation;

/// <summary>How a core that was compiled apart is run: in types that every assembly shares.</summary>
public static class MutantEntry
{
    /// <summary>Runs a seed. Gives what went wrong, or null.</summary>
    public static string? Run(int seed) => SimulationRun.Run(SimulationPlan.Draw(seed)).Failure;

    /// <summary>Plays a story. Gives what went differently, or null.</summary>
    public static string? Tell(string story)
    {
        try
        {
            return StoryTeller.Play(story) == story ? null : "another trace";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.Message.Split('\n')[0];
        }
    }
}
