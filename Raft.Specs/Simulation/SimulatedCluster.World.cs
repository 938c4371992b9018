using System.Numerics;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>The world around the nodes: wires and disks, and what goes wrong with them.</summary>
public sealed partial class SimulatedCluster
{
    private readonly bool[,] _cut = new bool[MaxNodes, MaxNodes];
    private readonly TimeSpan[,] _lastArrival = new TimeSpan[MaxNodes, MaxNodes];
    private readonly long[] _injected = new long[32];
    private readonly List<Action> _heldBack = [];
    private int _cuts;

    /// <summary>Where accidents on the wire are drawn from.</summary>
    public Random WireDice { get; set; } = new(2);

    /// <summary>Where accidents of disks are drawn from.</summary>
    public Random DiskDice { get; set; } = new(3);

    /// <summary>
    /// Decides about a message on its way; false drops it. For stories that say which messages arrive.
    /// </summary>
    public Func<NodeId, NodeId, PeerMessage, bool>? LetsPass { get; set; }

    /// <summary>
    /// Holds a message back on its way, until <see cref="Release"/>. For stories in which something arrives late.
    /// </summary>
    public Func<NodeId, NodeId, PeerMessage, bool>? HoldsBack { get; set; }

    /// <summary>How often each kind of fault was injected, by the position of its bit.</summary>
    public IReadOnlyList<long> Injected => _injected;

    /// <summary>A fault of this kind was injected.</summary>
    public void Count(FaultKinds kind) => _injected[BitOperations.TrailingZeroCount((int)kind)]++;

    /// <summary>Cuts a node off from all others, both ways.</summary>
    public void Isolate(SimulatedNode node) => Partition([node.Id], [.. _nodes.Keys.Where(k => k != node.Id)]);

    /// <summary>Cuts two sides off from each other.</summary>
    public void Partition(IReadOnlyCollection<NodeId> one, IReadOnlyCollection<NodeId> other)
    {
        foreach (var a in one)
        {
            foreach (var b in other)
            {
                Cut(a, b);
                Cut(b, a);
            }
        }
    }

    /// <summary>Cuts one direction.</summary>
    public void Cut(NodeId from, NodeId to)
    {
        _cut[_nodes[from].Ordinal, _nodes[to].Ordinal] = true;
        _cuts++;
    }

    /// <summary>Every link works again.</summary>
    public void Heal()
    {
        Array.Clear(_cut);
        _cuts = 0;
    }

    /// <summary>A link works again in both directions.</summary>
    public void Heal(NodeId one, NodeId other) =>
        _cut[_nodes[one].Ordinal, _nodes[other].Ordinal] = _cut[_nodes[other].Ordinal, _nodes[one].Ordinal] = false;

    /// <summary>Everybody else is told that the connection to a node broke.</summary>
    public void TellOfLoss(SimulatedNode lost)
    {
        foreach (var node in _all)
        {
            if (!ReferenceEquals(node, lost))
                TellOfLoss(node, lost);
        }
    }

    /// <summary>A node is told that its connection to another broke.</summary>
    public void TellOfLoss(SimulatedNode node, SimulatedNode lost)
    {
        Count(FaultKinds.BrokenConnection);
        After(Faults.Delay(WireDice), () => node.Tell(new PeerLost(lost.Id)));
    }

    internal void Send(SimulatedNode from, IReadOnlyList<Outbound> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            Promises.Check(from, messages[i]);
            if (!_nodes.TryGetValue(messages[i].To, out var to))
                continue;
            var copies = Copies();
            for (; copies > 0; copies--)
                Carry(from, to, messages[i].Message);
        }
    }

    internal void Write(SimulatedNode node, Action done) =>
        After(Faults.WriteTime(DiskDice) * node.Disk.Slowness, () => Complete(node, done));

    internal void Background(SimulatedNode node, Action done) =>
        After(Faults.WriteTime(DiskDice) * node.Disk.Slowness, done);

    private int Copies()
    {
        if (Faults.Loss > 0 && WireDice.NextDouble() < Faults.Loss)
        {
            Count(FaultKinds.Loss);
            return 0;
        }

        if (Faults.Duplication > 0 && WireDice.NextDouble() < Faults.Duplication)
        {
            Count(FaultKinds.Duplication);
            return 2;
        }

        return 1;
    }

    private void Carry(SimulatedNode from, SimulatedNode to, PeerMessage message)
    {
        var delay = Faults.Delay(WireDice);
        if (delay > Faults.DelayMax)
            Count(FaultKinds.Detour);
        ref var last = ref _lastArrival[from.Ordinal, to.Ordinal];
        var at = Now + delay;
        if (at < last)
        {
            if (Faults.Reorders)
                Count(FaultKinds.Reordering);
            else
                delay = last - Now;
        }

        last = Now + delay > last ? Now + delay : last;
        var (incarnation, disks) = (from.Replica.Ledger.Founded!.Incarnation, to.Disks);
        After(delay, () =>
        {
            if (disks == to.Disks)              // a replaced disk means another process: its connections are new
                Deliver(from, to, message, incarnation);
        });
    }

    private void Deliver(SimulatedNode from, SimulatedNode to, PeerMessage message, long incarnation)
    {
        if (_cuts > 0 && _cut[from.Ordinal, to.Ordinal])
            return;
        if (LetsPass is { } passes && !passes(from.Id, to.Id, message))
            return;
        if (HoldsBack is { } holds && holds(from.Id, to.Id, message))
            _heldBack.Add(() => to.Tell(new Received(from.Id, message, incarnation)));
        else
            to.Tell(new Received(from.Id, message, incarnation));
    }

    /// <summary>Whatever was held back arrives, and nothing is held back any more.</summary>
    public void Release()
    {
        HoldsBack = null;
        foreach (var arrive in _heldBack)
            After(TimeSpan.Zero, arrive);
        _heldBack.Clear();
    }

    private void Complete(SimulatedNode node, Action done)
    {
        if (node.Disk.HangsUntil > Now)
        {
            After(node.Disk.HangsUntil - Now, () => Complete(node, done));
            return;
        }

        if (Faults.CrashAtWrite > 0 && node.IsUp && DiskDice.NextDouble() < Faults.CrashAtWrite)
        {
            Count(FaultKinds.CrashAtWrite);
            node.Crash(stores: DiskDice.Next(2) == 0);
            OnCrash?.Invoke(node);
            return;
        }

        done();
    }

    /// <summary>Called when a node died by itself, so that somebody can start it again.</summary>
    public Action<SimulatedNode>? OnCrash { get; set; }
}
