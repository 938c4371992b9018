using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>A whole cluster of real roles on one thread, in virtual time, with every accident drawn from one seed.</summary>
public sealed class SimulatedCluster
{
    private readonly PriorityQueue<Action, (TimeSpan, long)> _agenda = new();
    private readonly SortedDictionary<NodeId, SimulatedNode> _nodes = [];
    private readonly HashSet<(NodeId, NodeId)> _cut = [];
    private readonly ClusterConfiguration _first;
    private readonly InvariantChecker _invariants = new();
    private long _order;
    private long _tickets;

    /// <summary>A cluster of so many nodes, <c>n1</c> to <c>nK</c>, all of them started.</summary>
    public SimulatedCluster(int nodes, int seed = 1, ConsensusSettings? settings = null)
    {
        Settings = settings ?? new ConsensusSettings();
        Dice = new Random(seed);
        _first = ClusterConfiguration.Of(Enumerable.Range(1, nodes).Select(i => new Member(new NodeId($"n{i}"), $"host{i}:1")));
        foreach (var id in _first.Members.Keys)
            _nodes[id] = new SimulatedNode(id, this);
        foreach (var node in _nodes.Values)
            node.Start(_first);
    }

    /// <summary>The numbers of the consensus.</summary>
    public ConsensusSettings Settings { get; }

    /// <summary>Where every accident is drawn from.</summary>
    public Random Dice { get; }

    /// <summary>The virtual time.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The nodes, by name.</summary>
    public IReadOnlyDictionary<NodeId, SimulatedNode> Nodes => _nodes;

    /// <summary>How messages and writes misbehave.</summary>
    public FaultMix Faults { get; set; } = FaultMix.None;

    /// <summary>How many turns were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Called after every turn, for traces.</summary>
    public Action<SimulatedNode, object, Turn>? OnTurn { get; set; }

    /// <summary>Answers by ticket: a <see cref="CommandAnswer"/>, a <see cref="ReadAnswer"/> or a <see cref="ReadGrant"/>.</summary>
    public Dictionary<long, object> Answers { get; } = [];

    /// <summary>The node of that number, from 1.</summary>
    public SimulatedNode this[int number] => _nodes[new NodeId($"n{number}")];

    /// <summary>The only leader of the highest term led, or null.</summary>
    public SimulatedNode? Leader => _nodes.Values.Where(n => n.Role is Leader).MaxBy(n => n.Replica.Ledger.Term);

    /// <summary>Lets virtual time pass.</summary>
    public void Run(TimeSpan span) => RunUntil(() => false, span);

    /// <summary>Lets virtual time pass until something holds. Gives whether it came to hold.</summary>
    public bool RunUntil(Func<bool> holds, TimeSpan limit)
    {
        var end = Now + limit;
        while (!holds())
        {
            if (!_agenda.TryPeek(out _, out var due) || due.Item1 > end)
            {
                Now = end;
                return holds();
            }

            var action = _agenda.Dequeue();
            Now = due.Item1 > Now ? due.Item1 : Now;
            action();
        }

        return true;
    }

    /// <summary>Lets time pass until there is a leader whose office a majority has confirmed.</summary>
    public SimulatedNode Elect(TimeSpan? limit = null)
    {
        Assert.True(
            RunUntil(() => Leader is { } l && l.Replica.CommitIndex > 0 && l.Replica.Ledger.Log.TermAt(l.Replica.CommitIndex) == l.Replica.Ledger.Term, limit ?? TimeSpan.FromSeconds(30)),
            "no leader was elected in time");
        return Leader!;
    }

    /// <summary>Proposes a command at a node. Gives the ticket of its answer.</summary>
    public long Propose(SimulatedNode at, string command)
    {
        var ticket = ++_tickets;
        at.Tell(new Propose(ticket, EntryKind.Command, System.Text.Encoding.UTF8.GetBytes(command)));
        return ticket;
    }

    /// <summary>Says something else to a node that carries a ticket.</summary>
    public long Order(SimulatedNode at, Func<long, object> order)
    {
        var ticket = ++_tickets;
        at.Tell(order(ticket));
        return ticket;
    }

    /// <summary>A node that is no member yet.</summary>
    public SimulatedNode Add(string name)
    {
        var node = _nodes[new NodeId(name)] = new SimulatedNode(new NodeId(name), this);
        node.Start(ClusterConfiguration.Empty);
        return node;
    }

    /// <summary>Starts a node that is down.</summary>
    public void Restart(SimulatedNode node) => node.Start(_first);

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
    public void Cut(NodeId from, NodeId to) => _cut.Add((from, to));

    /// <summary>Every link works again.</summary>
    public void Heal() => _cut.Clear();

    internal void After(TimeSpan delay, Action action) => _agenda.Enqueue(action, (Now + delay, _order++));

    internal void Send(NodeId from, IReadOnlyList<Outbound> messages)
    {
        if (messages.Count == 0)
            return;
        var incarnation = _nodes[from].Replica.Ledger.Founded!.Incarnation;
        foreach (var (to, message) in messages)
        {
            var copies = Faults.Loses(Dice) ? 0 : Faults.Duplicates(Dice) ? 2 : 1;
            for (; copies > 0; copies--)
                After(Faults.Delay(Dice), () => Deliver(from, incarnation, to, message));
        }
    }

    internal void Write(SimulatedNode node, Action done)
    {
        _ = node;
        After(Faults.WriteTime(Dice), done);
    }

    internal void Note(SimulatedNode node, object message, Turn turn)
    {
        Steps++;
        OnTurn?.Invoke(node, message, turn);
    }

    internal void Applied(SimulatedNode node, LogEntry entry, long ticket)
    {
        _invariants.Applied(node.Id, entry);
        if (ticket != 0)
            Answers[ticket] = new CommandAnswer.Committed(entry.Index, entry.Term, entry.Payload);
    }

    internal void Answered(SimulatedNode node, Answer answer)
    {
        _ = node;
        Answers[answer.Ticket] = answer.Outcome;
    }

    internal void Granted(SimulatedNode node, ReadGrant grant)
    {
        Assert.True(node.Replica.CommitIndex >= grant.Index, "a read was granted before its index was committed");
        Answers[grant.Ticket] = grant;
    }

    internal void Check(SimulatedNode node) => _invariants.Check(node, _nodes.Values);

    private void Deliver(NodeId from, long incarnation, NodeId to, PeerMessage message)
    {
        if (!_cut.Contains((from, to)) && _nodes.TryGetValue(to, out var node))
            node.Tell(new Received(from, message, incarnation));
    }
}
