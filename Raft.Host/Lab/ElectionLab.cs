namespace Raft.Host.Lab;

/// <summary>Task 2: leaders are killed until nobody is left who could have two votes of three.</summary>
internal sealed class ElectionLab(LabSettings settings, LabScreen screen)
{
    // Enough to see that it stays so, and the reader need not wait for ever.
    private const int Notes = 3;

    public async Task Play(CancellationToken stop)
    {
        var files = new LabFiles(settings.Folder, "task2_node{0}.txt");
        var notes = new ElectionNotes(settings, files);
        await using var cluster = new LabCluster(settings, notes);
        cluster.CheckPorts();
        files.Begin();
        for (var node = 1; node <= LabSettings.Nodes; node++)
            screen.Tell(new("started", $"node {node} starts: {settings.AddressOf(node)}, process {cluster.Start(node)}",
                node, settings.AddressOf(node)));

        var first = await Elected(cluster, notes, stop);
        await Kill(cluster, first.Node);
        var second = await Elected(cluster, notes, stop);
        await Kill(cluster, second.Node);

        var last = cluster.Running.Single();
        await cluster.Until(
            $"node {last} says None", _ => notes.LastOf(last) is { Leader: null, Times: >= Notes }, stop);
        screen.Tell(new(
            "none",
            $"node {last} says LEADER => None, and will for ever: it has its own vote, and two of three are needed",
            last,
            settings.AddressOf(last)));
        screen.Tell(new(
            "done", "What each node saw:", Files: [.. Enumerable.Range(1, LabSettings.Nodes).Select(files.NameOf)]));
    }

    private async Task<(int Node, long Term)> Elected(LabCluster cluster, ElectionNotes notes, CancellationToken stop)
    {
        var leader = await cluster.Leader(stop);
        screen.Tell(new(
            "leader",
            $"LEADER IS NOW NODE {leader.Node}: {settings.AddressOf(leader.Node)} has the votes of term {leader.Term}",
            leader.Node, settings.AddressOf(leader.Node), leader.Term));
        await cluster.Until(
            "all have noted it", _ => cluster.Running.All(
                node => notes.LastOf(node) is { Times: >= Notes } last && last.Leader == leader.Node), stop);
        return leader;
    }

    private async Task Kill(LabCluster cluster, int node)
    {
        await cluster.Kill(node);
        screen.Tell(new("killed", $"node {node} is killed: the others hear no heartbeat, and one of them stands", node,
            settings.AddressOf(node)));
    }
}
