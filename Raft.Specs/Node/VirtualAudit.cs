using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>What holds in every scenario with real nodes, whatever it is about.</summary>
internal sealed class VirtualAudit(VirtualWorld world)
{
    private readonly Dictionary<long, NodeId> _leaders = [];

    /// <summary>Promises against disks.</summary>
    public PromiseAudit Promises { get; } = new(world);

    /// <summary>Machines against each other.</summary>
    public AgreementAudit Agreement { get; } = new();

    /// <summary>A node's view changed: Election Safety.</summary>
    public void Saw(LeadershipChanged change)
    {
        if (change.Role == NodeRole.Leader && !_leaders.TryAdd(change.Term, change.Node))
            Assert.True(_leaders[change.Term] == change.Node, $"term {change.Term} has two leaders");
    }

    /// <summary>Fails the spec when something was broken.</summary>
    public void Check()
    {
        Assert.True(Promises.Broken.Count == 0, string.Join('\n', Promises.Broken.Take(3)));
        Assert.True(Agreement.Broken.Count == 0, string.Join('\n', Agreement.Broken.Take(3)));
    }
}
