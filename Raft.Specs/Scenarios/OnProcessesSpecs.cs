using Raft.Specs.Processes;

namespace Raft.Specs.Scenarios;

/// <summary>The scenarios on real processes, but for those that only a made-up world can play.</summary>
[Collection("processes")]
public sealed class OnProcessesSpecs : ScenarioSpecs
{
    /// <summary>Why this stage cannot play a scenario; the runner prints it.</summary>
    public const string HangingDisk =
        "real processes: no system hangs the disk of one process alone; SIGSTOP would stop its clock and network too";

    /// <inheritdoc/>
    protected override IScenarioCluster Cluster(int nodes) => new ProcessesRaft(nodes);

    /// <inheritdoc/>
    [Fact(Skip = HangingDisk)]
    public override void A_leader_whose_disk_hangs_gives_way() => base.A_leader_whose_disk_hangs_gives_way();
}
