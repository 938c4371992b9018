using System.Globalization;

namespace Raft.Specs.Simulation;

/// <summary>A plan as options of the command line: what the seed draws, and what was narrowed since.</summary>
public static class PlanText
{
    /// <summary>The options that bring exactly this plan about again.</summary>
    public static string Options(SimulationPlan plan)
    {
        var drawn = SimulationPlan.Draw(plan.Seed);
        var options = $"--seed {plan.Seed}";
        if (plan.Nodes != drawn.Nodes)
            options += $" --nodes {plan.Nodes}";
        if (plan.Clients != drawn.Clients)
            options += $" --clients {plan.Clients}";
        if (plan.Safety != drawn.Safety)
            options += $" --for {plan.Safety.Ticks.ToString(CultureInfo.InvariantCulture)}";
        if (plan.Kinds != drawn.Kinds)
            options += $" --only {Names(plan.Kinds)}";
        return options;
    }

    /// <summary>The kinds' names, separated by commas.</summary>
    public static string Names(FaultKinds kinds) => kinds.ToString().Replace(" ", "", StringComparison.Ordinal);
}
