using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// One seed from beginning to end: things go wrong, things are put right, and then everything must have held.
/// </summary>
public sealed class SimulationRun
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    private readonly SimulationPlan _plan;
    private readonly SimulatedCluster _cluster;
    private readonly List<SimulatedClient> _clients = [];

    private SimulationRun(SimulationPlan plan, Action<string>? trace)
    {
        _plan = plan;
        _cluster = new SimulatedCluster(plan.Nodes, plan.Seed, plan.Settings)
        {
            Faults = plan.Effective(),
            WireDice = new Random(plan.Seed + 1),
            DiskDice = new Random(plan.Seed + 2),
            SnapshotEvery = plan.Has(FaultKinds.Snapshots) ? plan.SnapshotEvery : 0,
            Retain = plan.Retain,
            BreaksConnections = plan.Has(FaultKinds.BrokenConnection),
            OnLine = trace,
        };
        var dice = new Random(plan.Seed + 3);
        for (var i = 1; i <= plan.Clients; i++)
            _clients.Add(new SimulatedClient(i, _cluster, new Random(dice.Next()), plan.Has(FaultKinds.LostAnswer)));
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="trace">Gets every line of the trace, or null.</param>
    public static SimulationResult Run(SimulationPlan plan, Action<string>? trace = null)
    {
        SimulationRun? run = null;
        try
        {
            run = new SimulationRun(plan, trace);
            run.GoThrough();
            return run.Result(null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var failure = Explain(e, run?._cluster.Current);
            trace?.Invoke($"{new string('-', 10)} {failure}");
            return run?.Result(failure) ?? new SimulationResult(plan, failure, 0, default, 0, new long[32]);
        }
    }

    private static string Explain(Exception e, Step? step)
    {
        var what = e is BrokenPromise or InvariantViolation ? e.Message : $"{e.GetType().Name}: {e.Message} {Where(e)}";
        return step is null ? what : $"{what} (at {step.Node.Id}: {Trace.Describe(step.Message)})";
    }

    private static string Where(Exception e) => e.StackTrace?.Split('\n')[0].Trim() ?? "";

    private SimulationResult Result(string? failure) =>
        new(_plan, failure, _cluster.Steps, _cluster.Now, _clients.Sum(c => c.Done), _cluster.Injected);

    private void GoThrough()
    {
        var nemesis = new Nemesis(_cluster, _plan);
        foreach (var client in _clients)
            client.Go();
        _cluster.Run(_plan.Safety);
        nemesis.End();
        foreach (var client in _clients)
            client.Rest();
        Converge(nemesis);
        CheckEverythingHeld();
    }

    /// <summary>
    /// Termination: with a healthy world there is soon a leader, a settled membership, and everybody has everything.
    /// </summary>
    private void Converge(Nemesis nemesis)
    {
        var (end, served) = (_cluster.Now + Recovery, false);
        while (!served || !IsSettled())
        {
            if (_cluster.Now >= end)
                throw new BrokenPromise(
                    $"termination: {Recovery.TotalSeconds} s after everything healed {WhatIsMissing()}");
            nemesis.Readmit();
            var call = WriteOne();
            _cluster.RunUntil(() => _cluster.Answers.ContainsKey(call), TimeSpan.FromSeconds(1));
            served = _cluster.Answers.GetValueOrDefault(call) is CommandAnswer.Committed;
            _cluster.Run(TimeSpan.FromMilliseconds(400));
        }
    }

    private long WriteOne() =>
        _cluster.Leader is { } leader ? _cluster.Propose(leader, "settle") : 0;

    private bool IsSettled()
    {
        if (_cluster.Leader is not { } leader)
            return false;
        var ledger = leader.Replica.Ledger;
        return ledger.Configuration is { IsJoint: false, Target: null } && ledger.Configuration.IsVoter(leader.Id)
            && leader.Replica.CommitIndex == ledger.Log.LastIndex
            && ledger.Log.TermAt(ledger.Log.LastIndex) == ledger.Term
            && ledger.Configuration.Members.Keys.All(m =>
                _cluster.Nodes[m] is { IsUp: true } node && node.AppliedIndex == leader.AppliedIndex)
            && _cluster.All.All(n => n.Unanswered == 0);
    }

    private string WhatIsMissing()
    {
        if (_cluster.Leader is not { } leader)
            return "there is no leader";
        var lagging = leader.Replica.Ledger.Configuration.Members.Keys
            .Where(m => _cluster.Nodes[m].AppliedIndex < leader.AppliedIndex).ToList();
        var unanswered = _cluster.All.Where(n => n.Unanswered > 0).Select(n => n.Id).ToList();
        return $"{leader.Id} leads {leader.Replica.Ledger.Configuration} and has "
            + $"committed {leader.Replica.CommitIndex} of {leader.Replica.Ledger.Log.LastIndex}; "
            + $"behind: {Names(lagging)}; answers owed by: {Names(unanswered)}";
    }

    private static string Names(List<NodeId> nodes) => nodes.Count == 0 ? "nobody" : string.Join(' ', nodes);

    private void CheckEverythingHeld()
    {
        var leader = _cluster.Leader!;
        foreach (var member in leader.Replica.Ledger.Configuration.Members.Keys)
        {
            var node = _cluster.Nodes[member];
            _cluster.Witness.CheckHeldBy(node);
            if (node.StateHash != leader.StateHash)
                throw new BrokenPromise($"{node.Id} and {leader.Id} applied the same and have different hashes");
        }
    }
}

/// <summary>What became of a run.</summary>
/// <param name="Plan">What was run.</param>
/// <param name="Failure">What went wrong, or null.</param>
/// <param name="Steps">How many turns were taken.</param>
/// <param name="Virtual">How much virtual time passed.</param>
/// <param name="Answered">How many operations of clients were answered.</param>
/// <param name="Injected">How often each kind of fault struck, by the position of its bit.</param>
public sealed record SimulationResult(
    SimulationPlan Plan, string? Failure, long Steps, TimeSpan Virtual, long Answered, IReadOnlyList<long> Injected);
