using System.Text;
using Raft.Host.Client;

namespace Raft.Host.Lab;

/// <summary>Task 3: whoever leads writes its number, is killed, comes back, and has what it missed.</summary>
internal sealed class ReplicationLab(LabSettings settings, LabScreen screen)
{
    private const string Key = "data_id";
    private const int MostTries = 10;

    // A minute in all, for machines that do other things as well.
    private const int MostLooks = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly LabFiles _steps = new(settings.Folder, "task3_node{0}.txt");
    private readonly LabFiles _custom = new(settings.Folder, "node{0}_CUSTOMLOG.log");

    public async Task Play(CancellationToken stop)
    {
        await using var cluster = new LabCluster(settings, new LeaderNotes(settings, _custom));
        cluster.CheckPorts();
        _steps.Begin();
        _custom.Begin();
        for (var node = 1; node <= LabSettings.Nodes; node++)
            Start(cluster, node);

        Step(1, "the first value is replicated");
        var first = await WriteAtLeader(cluster, stop);

        Step(2, "the leader crashes, another one leads and writes its own");
        await cluster.Kill(first);
        screen.Tell(new("killed", $"node {first} is killed", first, settings.AddressOf(first)));
        var second = await WriteAtLeader(cluster, stop);

        Step(3, $"node {first} comes back, follows, and is brought up to date");
        Start(cluster, first);
        var leader = await cluster.Leader(stop);
        await Replicated(cluster, second, stop);
        _custom.Add(first, "Check the .log and .state_machine files!");
        screen.Tell(new("returned", $"node {first} follows node {leader.Node}, and its {Key} is {second}", first,
            settings.AddressOf(first), leader.Term));
        screen.Tell(new("done", "What each node holds, and what it saw:",
            Files: [.. Enumerable.Range(1, LabSettings.Nodes).SelectMany(FilesOf)]));
    }

    private void Step(int number, string what) => screen.Tell(new("step", $"step {number}: {what}"));

    private void Start(LabCluster cluster, int node) => screen.Tell(new(
        "started", $"node {node} starts: {settings.AddressOf(node)}, process {cluster.Start(node)}", node,
        settings.AddressOf(node)));

    /// <summary>
    /// The leader sets the value to its own number; again with the next leader when it ceased to lead meanwhile.
    /// </summary>
    private async Task<int> WriteAtLeader(LabCluster cluster, CancellationToken stop)
    {
        for (var (told, tries) = (0L, 0); ; tries++)
        {
            var (leader, term) = await cluster.Leader(stop);
            if (term > told)
                Say(leader, $"LEADER -> {leader}",
                    new("leader", $"LEADER -> {leader}, in term {term}", leader, settings.AddressOf(leader), term));
            told = term;
            using var client = new ClusterClient([cluster.HttpOf(leader)], TimeSpan.FromSeconds(10));
            var answer = await client.Write(
                HttpMethod.Put, $"/v1/kv/{Key}", Encoding.UTF8.GetBytes($"{leader}"), null, stop);
            if (!answer.Ok && tries < MostTries)
                continue;                       // the same number again: however often, it is the leader's
            if (!answer.Ok)
                throw new LabException($"{Key} cannot be written: {answer.Problem.Detail}");
            Say(leader, $"done writing {Key}",
                new("written", $"done writing {Key}: {leader}", leader, settings.AddressOf(leader), term));
            Say(leader, "done writing data", new("replicated", "done writing data: a majority has it on disk", leader,
                settings.AddressOf(leader), term));
            _custom.Add(leader, "Done writing VARIABLE");
            await Replicated(cluster, leader, stop);
            _custom.Add(leader, "Check the .log and .state_machine files!");
            return leader;
        }
    }

    private void Say(int node, string line, LabEvent happened)
    {
        _steps.Add(node, line);
        screen.Tell(happened);
    }

    /// <summary>Every node that runs has applied the value, and its files say so.</summary>
    private async Task Replicated(LabCluster cluster, int value, CancellationToken stop)
    {
        foreach (var node in cluster.Running.ToList())
        {
            RaftosFiles? files = null;
            for (var tries = 0; files?.StateMachine != PythonJson.Object((Key, $"{value}")); tries++)
            {
                if (tries > 0)
                    await Task.Delay(Pause, stop);
                if (tries > MostLooks)
                    throw new LabException(
                        $"node {node} does not catch up: its state is {files?.StateMachine ?? "not to be had"}");
                await cluster.Until($"node {node} answers", views => views[node - 1].Status is not null, stop);
                (files, _) = await RaftosExport.Read(cluster.Client, cluster.HttpOf(node), stop);
            }
            files.WriteTo(settings.Folder);
        }
    }

    private IEnumerable<string> FilesOf(int node) =>
        [.. new RaftosFiles(settings.AddressOf(node), "", "", "").NamesIn(settings.Folder), _steps.NameOf(node),
            _custom.NameOf(node)];
}
