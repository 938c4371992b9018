namespace Raft.Specs.Scenarios;

/// <summary>The scenarios on pure roles in the simulation.</summary>
public sealed class OnRolesSpecs : ScenarioSpecs
{
    /// <inheritdoc/>
    protected override IScenarioCluster Cluster(int nodes) => new RolesCluster(nodes);
}
