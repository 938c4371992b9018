using Raft.Host.Cli;
using Raft.Host.Client;
using Raft.Host.Configuration;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Host.Demo;

/// <summary>Starts the demo's processes, tells what happens among them, and stops them with itself.</summary>
internal sealed class DemoCluster(IReadOnlyList<DemoNode> nodes, IDemoTale tale)
{
    // Often enough that an election is seen as it happens, and nothing for the nodes.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private readonly HashSet<DemoNode> _dead = [];
    private readonly HashSet<DemoNode> _returned = [];
    private (long Term, string? Leader) _seen;
    private bool _introduced;

    /// <summary>Refuses, before anything is started, when one of the ports is taken.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public void CheckPorts()
    {
        foreach (var node in nodes)
        {
            var problem = Ports.Problem("127.0.0.1", node.HttpPort) ?? Ports.Problem("127.0.0.1", node.RemotingPort);
            if (problem is not null)
                throw new UsageException(
                    $"{node.Name}: {problem}; is another demo running? (--port-offset 100 would use other ports)");
        }
    }

    public async Task<int> Run(CancellationToken stop)
    {
        await using var control = await DemoControl.Start(nodes);
        try
        {
            foreach (var node in nodes)
            {
                node.Start(control.Access);
                tale.Started(node);
            }
            return await Watch(stop);
        }
        finally
        {
            tale.Stopping();
            await Task.WhenAll(nodes.Select(node => node.Stop(StopGrace)));
        }
    }

    private async Task<int> Watch(CancellationToken stop)
    {
        using var client = new ClusterClient([.. nodes.Select(node => node.Address)], TimeSpan.FromMilliseconds(500));
        while (!stop.IsCancellationRequested)
        {
            var views = await client.Look(CancellationToken.None);
            var running = nodes.Zip(views, (node, view) => (Node: node, view.Status)).ToList();
            if (stop.IsCancellationRequested)
                break;
            if (FailedToStart() is { } failed)
            {
                tale.FailedToStart(failed);
                return failed.Process!.ExitCode == ExitCode.Usage ? ExitCode.Usage : ExitCode.Unavailable;
            }
            TellOfDeaths(running);
            TellOfLeaders(running);
            await Task.Delay(PollInterval, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        return ExitCode.Done;
    }

    // Before the first leader nobody has killed anything: a node that ends cannot work here at all.
    private DemoNode? FailedToStart() =>
        _introduced ? null : nodes.FirstOrDefault(node => node.Process!.HasExited && node.Process.ExitCode < 128);

    private void TellOfDeaths(List<(DemoNode Node, StatusBody? Status)> running)
    {
        foreach (var (node, status) in running)
        {
            // One that came back was started by someone else, who sees how it ends.
            if (status is not null && _dead.Remove(node) && _returned.Add(node))
                tale.Returned(node);
            else if (status is null && node.Process!.HasExited && _dead.Add(node))
                tale.Died(node, _returned.Remove(node) ? "its process ended" : node.Ending);
        }
    }

    private void TellOfLeaders(List<(DemoNode Node, StatusBody? Status)> running)
    {
        var term = running.Max(node => node.Status?.Term ?? 0);
        var leader =
            running.FirstOrDefault(node => node.Status is { Role: "leader" } status && status.Term == term).Node;
        if (term == 0 || (term, leader?.Name) == _seen)
            return;
        if (leader is not null)
            tale.Leads(leader, term);
        else if (_seen.Leader is not null)
            tale.NoLeader(term);
        _seen = (term, leader?.Name);
        if (leader is null || _introduced)
            return;
        _introduced = true;
        tale.Introduce(nodes, leader);
    }
}
