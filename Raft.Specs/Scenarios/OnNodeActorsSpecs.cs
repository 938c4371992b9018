using Raft.Specs.Node;

namespace Raft.Specs.Scenarios;

/// <summary>The scenarios on real node actors in virtual time.</summary>
public sealed class OnNodeActorsSpecs : ScenarioSpecs
{
    /// <inheritdoc/>
    protected override IScenarioCluster Cluster(int nodes) => new VirtualRaft(nodes);
}
