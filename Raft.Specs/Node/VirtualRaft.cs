using Raft.Actors;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Specs.Scenarios;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// A cluster of real nodes, one ActorSystem each, in virtual time: their journals answer at once or as the fault plan
/// wills, and what they say crosses a virtual network as bytes. Everything comes from one seed.
/// </summary>
internal sealed class VirtualRaft : IScenarioCluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<VirtualNode> _nodes = [];
    private readonly HashSet<int> _isolated = [];

    /// <summary>A cluster of nodes <c>n1</c> to <c>nK</c>, all of them started.</summary>
    /// <param name="nodes">How many.</param>
    /// <param name="seed">Where everything that is drawn comes from.</param>
    /// <param name="tune">Changes the settings of each node.</param>
    /// <param name="world">A world made beforehand; by default one of the seed.</param>
    public VirtualRaft(
        int nodes, int seed = 1, Func<RaftSettings, RaftSettings>? tune = null, VirtualWorld? world = null)
    {
        World = world ?? new VirtualWorld(seed, shuffle: true);
        World.Disk.Serializes = true;
        World.Network.Describe = PeerWords.Of;
        Audit = new VirtualAudit(World);
        var settle = tune ?? (s => s);
        var members = ClusterConfiguration.Of(Enumerable.Range(1, nodes).Select(MemberOf));
        for (var i = 1; i <= nodes; i++)
            _nodes.Add(new VirtualNode(World, Audit, settle(SettingsOf(MemberOf(i).Node, members))));
    }

    /// <summary>The world: its clock, its disks, its network, its trace.</summary>
    public VirtualWorld World { get; }

    /// <summary>What is checked all the time.</summary>
    public VirtualAudit Audit { get; }

    /// <inheritdoc/>
    public int Size => _nodes.Count;

    /// <summary>The nodes.</summary>
    public IReadOnlyList<VirtualNode> Nodes => _nodes;

    /// <summary>The leader of the highest term, or null.</summary>
    public VirtualNode? Leader => _nodes.Where(n => n.Leads).MaxBy(n => n.View!.Term);

    /// <summary>The node of that number, from 1.</summary>
    public VirtualNode this[int number] => _nodes[number - 1];

    /// <summary>All nodes but some.</summary>
    public IEnumerable<VirtualNode> But(params VirtualNode[] some) => _nodes.Except(some);

    /// <inheritdoc/>
    public int Elect() => NumberOf(ElectNode());

    /// <summary>Waits until a node leads and its first entry is committed.</summary>
    public VirtualNode ElectNode(VirtualNode? but = null)
    {
        World.RunUntil(() => Confirmed(but) is not null, Patience, "a leader whose office is confirmed");
        return Confirmed(but)!;
    }

    /// <inheritdoc/>
    public Written Set(string key, string value, int via = 0)
    {
        var answer = Answer(Via(via).Submit(KeyValues.Set(key, value)));
        return answer switch
        {
            CommandAnswer.Committed => Written.Yes,
            CommandAnswer.Unknown => Written.Perhaps,
            _ => Written.No,
        };
    }

    /// <inheritdoc/>
    public string? Get(string key, int via = 0) => Answer(Via(via).Submit(KeyValues.Get(key))) switch
    {
        ReadAnswer.Value value => KeyValues.ValueOf(value),
        var other => throw new UnansweredException(other.ToString()!),
    };

    /// <summary>Waits for an answer.</summary>
    public object Answer(Task<object> task)
    {
        World.RunUntil(() => task.IsCompleted, Patience, "the answer to a client");
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Content(int node) => this[node].Content();

    /// <inheritdoc/>
    public void Isolate(int node)
    {
        _isolated.Add(node);
        World.Network.Isolate(this[node].Id.Value);
    }

    /// <summary>Cuts a node off.</summary>
    public void Isolate(VirtualNode node) => Isolate(NumberOf(node));

    /// <inheritdoc/>
    public void Heal()
    {
        _isolated.Clear();
        World.Network.Heal();
    }

    /// <inheritdoc/>
    public void Crash(int node) => this[node].Crash();

    /// <inheritdoc/>
    public void Restart(int node) => this[node].Start();

    /// <inheritdoc/>
    public void HangDisk(int node) =>
        World.Disk.Faults.Next(this[node].PersistenceId, DiskOperation.Write, FaultKind.Never);

    /// <inheritdoc/>
    public void Run(TimeSpan time) => World.Run(time);

    /// <summary>Lets time pass until something holds.</summary>
    public void RunUntil(Func<bool> holds, string reason, TimeSpan? limit = null) =>
        World.RunUntil(holds, limit ?? Patience, reason);

    /// <summary>
    /// Waits until every node that runs has applied all that the leader has, and holds them against each other.
    /// </summary>
    public void Converge()
    {
        World.RunUntil(HasConverged, Patience, "all nodes to have applied the same");
        Audit.Check();
    }

    /// <summary>The number of a node.</summary>
    public int NumberOf(VirtualNode node) => _nodes.IndexOf(node) + 1;

    /// <inheritdoc/>
    public void Dispose()
    {
        World.Dispose();
        Audit.Check();
    }

    /// <summary>The settings of a node in these specs: all defaults, on the instant journal.</summary>
    public static RaftSettings SettingsOf(NodeId node, ClusterConfiguration members) => new()
    {
        Node = node,
        ClusterId = "specs",
        InitialConfiguration = members,
        Consensus = new ConsensusSettings(),
        JournalPluginId = "raft.specs.instant-journal",
        SnapshotPluginId = "raft.specs.instant-snapshot-store",
    };

    private static Member MemberOf(int number) => new(new NodeId($"n{number}"), $"host{number}:1");


    private VirtualNode Via(int number) =>
        number > 0 ? this[number] : _nodes.First(n => n.IsUp && !_isolated.Contains(NumberOf(n)));

    private VirtualNode? Confirmed(VirtualNode? but) =>
        Leader is { } leader && leader != but && leader.Status() is { } status && status.CommitIndex > 0
        && status.CommitIndex == status.LastIndex
            ? leader
            : null;

    private bool HasConverged()
    {
        var all = _nodes.Where(n => n.IsUp).Select(n => n.Status()).ToList();
        return all.TrueForAll(s => s is not null)
            && all.Select(s => (s!.LastIndex, s.AppliedIndex, s.CommitIndex, s.Leader)).Distinct().Count() == 1
            && all[0]!.AppliedIndex == all[0]!.LastIndex && all[0]!.Leader is not null;
    }
}
