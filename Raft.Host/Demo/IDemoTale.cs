namespace Raft.Host.Demo;

/// <summary>To whom the demo tells what happens.</summary>
internal interface IDemoTale
{
    /// <summary>A node's process was started.</summary>
    void Started(DemoNode node);

    /// <summary>A node leads a new term.</summary>
    void Leads(DemoNode leader, long term);

    /// <summary>The leader is gone and there is no other yet.</summary>
    void NoLeader(long term);

    /// <summary>A node that was gone answers again.</summary>
    void Returned(DemoNode node);

    /// <summary>A node's process ended.</summary>
    /// <param name="node">Which.</param>
    /// <param name="how">How, in words.</param>
    void Died(DemoNode node, string how);

    /// <summary>A node cannot work here at all.</summary>
    void FailedToStart(DemoNode node);

    /// <summary>The first leader is there: the cluster can be used.</summary>
    void Introduce(IReadOnlyList<DemoNode> nodes, DemoNode leader);

    /// <summary>All of it ends.</summary>
    void Stopping();
}
