using Raft.Actors.Consensus;

namespace Raft.Specs.Simulation;

/// <summary>Everything about one run that its seed decides before it begins; the command line may narrow it.</summary>
public sealed record SimulationPlan
{
    public required int Seed { get; init; }

    /// <summary>How many nodes the cluster begins with.</summary>
    public required int Nodes { get; init; }

    public required ConsensusSettings Settings { get; init; }

    public required FaultMix Mix { get; init; }

    public required FaultKinds Kinds { get; init; }

    /// <summary>How long things go wrong.</summary>
    public required TimeSpan Safety { get; init; }

    public required int Clients { get; init; }

    /// <summary>How long an accident of each kind is away from the next, on average.</summary>
    public required TimeSpan Calm { get; init; }

    public required int SnapshotEvery { get; init; }

    public required int Retain { get; init; }

    /// <summary>
    /// Draws a run. Each fault has its own dice, so that leaving one out leaves the others as they are.
    /// </summary>
    public static SimulationPlan Draw(int seed)
    {
        var dice = new Random(unchecked(seed * 7919 + 17));
        var kinds = DrawKinds(dice);
        var nodes = new[] { 1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7 }[dice.Next(12)];
        return new SimulationPlan
        {
            Seed = seed,
            Nodes = nodes,
            Settings = DrawSettings(dice),
            Mix = DrawMix(dice),
            Kinds = kinds,
            Safety = TimeSpan.FromSeconds(3 + dice.Next(10)),
            Clients = 1 + dice.Next(6),
            Calm = TimeSpan.FromMilliseconds(300 * Math.Pow(10, dice.NextDouble())),
            SnapshotEvery = 5 + dice.Next(60),
            Retain = dice.Next(30),
        };
    }

    /// <summary>The mix that is left when only <see cref="Kinds"/> happen.</summary>
    public FaultMix Effective() => Mix with
    {
        Loss = Has(FaultKinds.Loss) ? Mix.Loss : 0,
        Duplication = Has(FaultKinds.Duplication) ? Mix.Duplication : 0,
        DelayMax = Has(FaultKinds.Delay) ? Mix.DelayMax : Mix.DelayMin,
        Detours = Has(FaultKinds.Detour) ? Mix.Detours : 0,
        Reorders = Has(FaultKinds.Reordering),
        CrashAtWrite = Has(FaultKinds.CrashAtWrite) ? Mix.CrashAtWrite : 0,
    };

    public bool Has(FaultKinds kind) => (Kinds & kind) != 0;

    /// <summary>
    /// Few kinds at a time as often as many: in a world where everything fails at once nothing subtle can happen.
    /// </summary>
    private static FaultKinds DrawKinds(Random dice)
    {
        var share = new[] { 0.12, 0.25, 0.5, 0.8 }[dice.Next(4)];
        var kinds = FaultKinds.None;
        for (var bit = 1; bit < (int)FaultKinds.All; bit <<= 1)
        {
            if (dice.NextDouble() < share)
                kinds |= (FaultKinds)bit;
        }

        return kinds;
    }

    private static ConsensusSettings DrawSettings(Random dice) => new()
    {
        PreVote = dice.Next(4) != 0,
        CheckQuorum = dice.Next(8) != 0,
        LeaseReads = dice.Next(2) == 0,
        MaxUncommittedBatches = 1 + dice.Next(4),
        MaxBatchEntries = 1 + dice.Next(12),
        MaxBatchBytes = dice.Next(3) == 0 ? 300 : 1 << 20,
        WindowMessages = 1 + dice.Next(8),
        MaxPendingProposals = dice.Next(3) == 0 ? 2 : 1000,
        MaxPendingReads = dice.Next(3) == 0 ? 2 : 1000,
        SnapshotChunkBytes = 64 << dice.Next(6),
        CaughtUpEntries = dice.Next(20),
    };

    private static FaultMix DrawMix(Random dice) => new()
    {
        Loss = Math.Pow(dice.NextDouble(), 2) * 0.4,
        Duplication = dice.NextDouble() * 0.2,
        DelayMin = TimeSpan.FromMilliseconds(0.1 + dice.NextDouble() * 3),
        DelayMax = TimeSpan.FromMilliseconds(4 + 150 * Math.Pow(dice.NextDouble(), 2)),
        Detours = dice.NextDouble() * 0.02,
        WriteMax = TimeSpan.FromMilliseconds(0.5 + 20 * Math.Pow(dice.NextDouble(), 2)),
        CrashAtWrite = Math.Pow(dice.NextDouble(), 2) * 0.03,
    };
}
