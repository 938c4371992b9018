namespace Raft.Specs.Simulation;

/// <summary>
/// Makes a failing run smaller: leaves out one kind of fault after another, clients, time and nodes, and keeps whatever
/// still fails. Since each kind has its own dice, what is left happens as before.
/// </summary>
public static class Shrinker
{
    private const int MostRuns = 400;

    /// <summary>The smallest plan found that still fails, and its result.</summary>
    public static SimulationResult Shrink(SimulationResult failing)
    {
        var runs = 0;
        for (var smaller = true; smaller && runs < MostRuns;)
        {
            smaller = false;
            foreach (var plan in Smaller(failing.Plan, failing.Virtual))
            {
                if (++runs > MostRuns || SimulationRun.Run(plan) is not { Failure: not null } result)
                    continue;
                (failing, smaller) = (result, true);
                break;
            }
        }

        return failing;
    }

    private static IEnumerable<SimulationPlan> Smaller(SimulationPlan plan, TimeSpan failedAt)
    {
        if (failedAt < plan.Safety)
            yield return plan with { Safety = failedAt + TimeSpan.FromTicks(1) };
        for (var bit = 1; bit < (int)FaultKinds.All; bit <<= 1)
        {
            if (plan.Has((FaultKinds)bit))
                yield return plan with { Kinds = plan.Kinds & ~(FaultKinds)bit };
        }

        if (plan.Clients > 1)
            yield return plan with { Clients = plan.Clients - 1 };
        if (plan.Nodes > 1)
            yield return plan with { Nodes = plan.Nodes - 1 };
        if (plan.Safety > TimeSpan.FromSeconds(1))
        {
            yield return plan with { Safety = plan.Safety / 2 };
            yield return plan with { Safety = plan.Safety * 0.85 };
        }
    }
}
