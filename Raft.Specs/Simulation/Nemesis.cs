using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// Brings about the accidents that come by themselves, each kind on its own dice and at its own pace, and undoes them
/// after a while. It keeps to what Raft is meant to survive: a disk is only lost while the others can do without it.
/// </summary>
public sealed partial class Nemesis
{
    private readonly SimulatedCluster _cluster;
    private readonly SimulationPlan _plan;
    private bool _active = true;

    public Nemesis(SimulatedCluster cluster, SimulationPlan plan)
    {
        (_cluster, _plan) = (cluster, plan);
        _cluster.OnCrash = node => RestartLater(node, new Random(cluster.DiskDice.Next()));
        Repeat(FaultKinds.Crash, 1, Crash);
        Repeat(FaultKinds.Partition, 1.5, Partition);
        Repeat(FaultKinds.OneWayCut, 1.5, CutOneWay);
        Repeat(FaultKinds.SlowDisk, 2, SlowDisk);
        Repeat(FaultKinds.HangingDisk, 3, HangDisk);
        Repeat(FaultKinds.Pause, 2, Pause);
        Repeat(FaultKinds.Drift, 1.5, Drift);
        Repeat(FaultKinds.Transfer, 1.5, Transfer);
        Repeat(FaultKinds.BrokenConnection, 2, BreakConnection);
        Repeat(FaultKinds.Members, 2, ChangeMembers);
        Repeat(FaultKinds.WipedDisk, 3, LoseDisk);
        Repeat(FaultKinds.Snapshots, 3, TakeSnapshot);
    }

    /// <summary>Stops, and puts everything right.</summary>
    public void End()
    {
        _active = false;
        _cluster.Heal();
        _cluster.Faults = FaultMix.None;
        foreach (var node in _cluster.All)
        {
            (node.Disk.HangsUntil, node.Disk.Slowness) = (TimeSpan.Zero, 1);
            node.Clock.Run(1, _cluster.Now);
            node.Resume();
            if (!node.IsUp)
                _cluster.Restart(node);
        }

        _cluster.Say("everything heals");
    }

    private void Repeat(FaultKinds kind, double calms, Action<Random> strike)
    {
        if (!_plan.Has(kind))
            return;
        var dice = new Random(unchecked(_plan.Seed * 31 + (int)kind));
        void Again() => _cluster.After(_plan.Calm * (calms * 2 * dice.NextDouble()), () =>
        {
            if (!_active)
                return;
            strike(dice);
            Again();
        });
        Again();
    }

    private SimulatedNode Pick(Random dice)
    {
        var any = _cluster.All[dice.Next(_cluster.All.Count)];
        return dice.Next(3) == 0 && _cluster.Leader is { } leader ? leader : any;
    }

    private void Later(Random dice, double longestSeconds, Action undo) =>
        _cluster.After(TimeSpan.FromSeconds(Math.Pow(dice.NextDouble(), 2) * longestSeconds), () =>
        {
            if (_active)
                undo();
        });

    private void Crash(Random dice)
    {
        var node = Pick(dice);
        if (!node.IsUp)
            return;
        _cluster.Count(FaultKinds.Crash);
        node.Crash(stores: dice.Next(2) == 0);
        RestartLater(node, dice);
    }

    private void RestartLater(SimulatedNode node, Random dice) => Later(dice, 6, () =>
    {
        if (!node.IsUp)
            _cluster.Restart(node);
    });

    private void Partition(Random dice)
    {
        var sides = _cluster.All.Select(n => n.Id).ToLookup(_ => dice.Next(2));
        var (one, other) = (sides[0].ToList(), sides[1].ToList());
        _cluster.Count(FaultKinds.Partition);
        _cluster.Say($"a wall between {string.Join(' ', one)} and {string.Join(' ', other)}");
        _cluster.Partition(one, other);
        if (_plan.Has(FaultKinds.BrokenConnection) && _cluster.Leader is { } leader)
        {
            foreach (var follower in one.Contains(leader.Id) ? other : one)
                _cluster.TellOfLoss(_cluster.Nodes[follower], leader);
        }

        Later(dice, 8, HealAll);
    }

    private void HealAll()
    {
        _cluster.Say("the network heals");
        _cluster.Heal();
    }

    private void CutOneWay(Random dice)
    {
        var (from, to) = (Pick(dice).Id, Pick(dice).Id);
        if (from == to)
            return;
        _cluster.Count(FaultKinds.OneWayCut);
        _cluster.Say($"nothing arrives from {from} at {to}");
        _cluster.Cut(from, to);
        Later(dice, 8, HealAll);
    }

    private void SlowDisk(Random dice)
    {
        var node = Pick(dice);
        _cluster.Count(FaultKinds.SlowDisk);
        node.Disk.Slowness = 2 + dice.Next(60);
        _cluster.Say($"the disk of {node.Id} is {node.Disk.Slowness} times slower");
        Later(dice, 10, () => node.Disk.Slowness = 1);
    }

    private void HangDisk(Random dice)
    {
        var node = Pick(dice);
        _cluster.Count(FaultKinds.HangingDisk);
        node.Disk.HangsUntil = _cluster.Now + TimeSpan.FromSeconds(dice.NextDouble() * 5);
        _cluster.Say($"the disk of {node.Id} hangs");
    }

    private void Pause(Random dice)
    {
        var node = Pick(dice);
        _cluster.Count(FaultKinds.Pause);
        _cluster.Say($"{node.Id} is stopped");
        node.Pause();
        Later(dice, 4, node.Resume);
    }

    /// <summary>
    /// With lease reads clocks differ no more than the settings allow for: 1.05 / 0.95 is less than 1 / (1 - 0.1).
    /// </summary>
    private void Drift(Random dice)
    {
        var node = Pick(dice);
        var most = _plan.Settings.LeaseReads ? 0.05 : 0.4;
        var rate = 1 + most * (2 * dice.NextDouble() - 1);
        _cluster.Count(FaultKinds.Drift);
        _cluster.Say($"the clock of {node.Id} "
            + $"runs {rate.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} times as fast");
        node.Clock.Run(rate, _cluster.Now);
    }

    private void Transfer(Random dice)
    {
        var to = dice.Next(3) == 0 ? (NodeId?)null : Pick(dice).Id;
        if (_cluster.Leader is not { } leader)
            return;
        _cluster.Count(FaultKinds.Transfer);
        _cluster.Order(leader, ticket => new TransferLeadership(ticket, to));
    }

    private void BreakConnection(Random dice)
    {
        var lost = Pick(dice);
        _cluster.Say($"connections to {lost.Id} break");
        _cluster.TellOfLoss(lost);
    }

    private void TakeSnapshot(Random dice)
    {
        var node = Pick(dice);
        if (!node.IsUp)
            return;
        _cluster.Count(FaultKinds.Snapshots);
        node.TakeImage();
    }
}
