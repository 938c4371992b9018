using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// A whole cluster of real roles on one thread, in virtual time, with every accident drawn from one seed.
/// </summary>
public sealed partial class SimulatedCluster
{
    /// <summary>The most nodes that a cluster may ever have had.</summary>
    public const int MaxNodes = 16;

    private const int MaxSteps = 2_000_000;
    private const int MaxAgenda = 500_000;

    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private readonly SortedDictionary<NodeId, SimulatedNode> _nodes = [];
    private readonly List<SimulatedNode> _all = [];
    private readonly ClusterConfiguration _first;
    private readonly InvariantChecker _invariants;
    private long _order;
    private long _calls;

    /// <summary>A cluster of so many nodes, <c>n1</c> to <c>nK</c>, all of them started.</summary>
    public SimulatedCluster(int nodes, int seed = 1, ConsensusSettings? settings = null)
    {
        Settings = settings ?? new ConsensusSettings();
        Dice = new Random(seed);
        Agreement = new Agreement();
        Witness = new Witness(Agreement);
        _invariants = new InvariantChecker(this, Agreement);
        _first = ClusterConfiguration.Of(
            Enumerable.Range(1, nodes).Select(i => new Member(new NodeId($"n{i}"), $"host{i}:1")));
        foreach (var id in _first.Members.Keys)
            Make(id);
        foreach (var node in _all)
            node.Start(_first);
    }

    /// <summary>The numbers of the consensus.</summary>
    public ConsensusSettings Settings { get; }

    /// <summary>Where whatever is not an accident of its own kind is drawn from.</summary>
    public Random Dice { get; }

    /// <summary>The virtual time.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The nodes, by name.</summary>
    public IReadOnlyDictionary<NodeId, SimulatedNode> Nodes => _nodes;

    /// <summary>The nodes, in the order in which they came.</summary>
    public IReadOnlyList<SimulatedNode> All => _all;

    /// <summary>How messages and writes misbehave.</summary>
    public FaultMix Faults { get; set; } = FaultMix.None;

    /// <summary>A snapshot is taken after so many entries, or never when 0.</summary>
    public int SnapshotEvery { get; set; }

    /// <summary>So many entries before a snapshot stay in the log.</summary>
    public int Retain { get; set; }

    /// <summary>Whether a node's end breaks its connections, so that the others are told at once.</summary>
    public bool BreaksConnections { get; set; }

    /// <summary>What all nodes agree on.</summary>
    public Agreement Agreement { get; }

    /// <summary>What clients were told.</summary>
    public Witness Witness { get; }

    /// <summary>How many turns were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Gets every line of the trace, when somebody wants it.</summary>
    public Action<string>? OnLine { get; set; }

    /// <summary>Gets every turn that is done, when somebody wants it.</summary>
    public Action<Step>? OnStep { get; set; }

    /// <summary>
    /// The message that is being taken right now, for whoever wants to know where a failure came from.
    /// </summary>
    public Step? Current { get; private set; }

    /// <summary>Answers by call: a <see cref="CommandAnswer"/> or a <see cref="ReadAnswer"/>.</summary>
    public Dictionary<long, object> Answers { get; } = [];

    /// <summary>The node of that number, from 1.</summary>
    public SimulatedNode this[int number] => _nodes[new NodeId($"n{number}")];

    /// <summary>The leader of the highest term led, or null.</summary>
    public SimulatedNode? Leader
    {
        get
        {
            SimulatedNode? leader = null;
            foreach (var node in _all)
            {
                if (node.Role is Leader && (leader is null || node.Replica.Ledger.Term > leader.Replica.Ledger.Term))
                    leader = node;
            }

            return leader;
        }
    }

    /// <summary>Lets virtual time pass.</summary>
    public void Run(TimeSpan span) => RunUntil(() => false, span);

    /// <summary>Lets virtual time pass until something holds. Gives whether it came to hold.</summary>
    public bool RunUntil(Func<bool> holds, TimeSpan limit)
    {
        var end = Now + limit;
        while (!holds())
        {
            if (!_agenda.TryPeek(out _, out var due) || due.At > end)
            {
                Now = end;
                return holds();
            }

            var action = _agenda.Dequeue();
            Now = due.At > Now ? due.At : Now;
            action();
        }

        return true;
    }

    /// <summary>Lets time pass until there is a leader whose office a majority has confirmed.</summary>
    public SimulatedNode Elect(TimeSpan? limit = null)
    {
        if (!RunUntil(() => Leader is { } leader && IsConfirmed(leader.Replica), limit ?? TimeSpan.FromSeconds(30)))
            throw new BrokenPromise("termination: no leader was elected in time");
        return Leader!;
    }

    /// <summary>Proposes a command at a node. Gives the number of the call.</summary>
    public long Propose(SimulatedNode at, string command) => Order(
        at, ticket => new Propose(ticket, EntryKind.Command, System.Text.Encoding.UTF8.GetBytes(command)));

    /// <summary>Asks a node for something that carries a ticket. Gives the number of the call.</summary>
    public long Order(SimulatedNode at, Func<long, object> order, byte key = 0)
    {
        var call = ++_calls;
        at.Ask(order, answer => Answers[call] = answer, key);
        return call;
    }

    /// <summary>A node that is no member yet.</summary>
    public SimulatedNode Add(string name)
    {
        var node = Make(new NodeId(name));
        node.Start(ClusterConfiguration.Empty);
        return node;
    }

    /// <summary>Starts a node that is down.</summary>
    public void Restart(SimulatedNode node) =>
        node.Start(_first.IsMember(node.Id) ? _first : ClusterConfiguration.Empty);

    /// <summary>Says in the trace what happened to the world.</summary>
    public void Say(string what) => OnLine?.Invoke(Trace.World(Now, what));

    internal void After(TimeSpan delay, Action action) => _agenda.Enqueue(action, (Now + delay, _order++));

    internal void Begin(Step step) => Current = step;

    internal void Finish(Step step)
    {
        if (++Steps > MaxSteps || _agenda.Count > MaxAgenda)
            throw new BrokenPromise(
                $"the cluster is busy with itself: {Steps} steps, and only {Now.TotalSeconds:0} s have passed");
        OnLine?.Invoke(Trace.Line(Now, step));
        OnStep?.Invoke(step);
        _invariants.Check(step);
        Current = null;
    }

    internal void Began(SimulatedNode node)
    {
        OnLine?.Invoke(Trace.Began(Now, node));
        _invariants.Began(node);
        Agreement.CheckState(node);
    }

    internal void Ended(SimulatedNode node, bool stored)
    {
        OnLine?.Invoke(Trace.Ended(Now, node, stored));
        if (BreaksConnections)
            TellOfLoss(node);
    }

    internal void Applied(SimulatedNode node, Step step, LogEntry entry, CommandAnswer answer)
    {
        if (!Agreement.Applied(node, entry, answer))
            return;
        Witness.Agreed(entry);
        if (step.Before is Leader)
            _invariants.CheckIsDurable(step, entry);
    }

    internal void Restored(SimulatedNode node) => Agreement.CheckState(node);

    internal void Saved(SimulatedNode node, LedgerSnapshot snapshot, bool installs) =>
        OnLine?.Invoke(Trace.Saved(Now, node, snapshot, installs));

    private static bool IsConfirmed(Replica replica) =>
        replica.CommitIndex > 0 && replica.Ledger.Log.TermAt(replica.CommitIndex) == replica.Ledger.Term;

    private SimulatedNode Make(NodeId id)
    {
        if (_all.Count == MaxNodes)
            throw new InvalidOperationException($"a simulated cluster has room for {MaxNodes} nodes");
        var node = new SimulatedNode(id, _all.Count, this);
        node.Clock.Run(1, Now);
        _all.Add(node);
        return _nodes[id] = node;
    }
}
