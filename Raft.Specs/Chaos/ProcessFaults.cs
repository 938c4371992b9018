namespace Raft.Specs.Chaos;

/// <summary>What can happen to a process and its disk.</summary>
internal static class ProcessFaults
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    public static List<Fault> Of(ChaosCluster cluster, bool canFillDisks)
    {
        var faults = new List<Fault>
        {
            new("kill -9", 4, Short, scene => Kill(cluster, scene)),
            new("restart", 2, Short, scene => Restart(cluster, scene)),
            new("all down", 1, Short, scene => AllDown(cluster, scene)),
        };
        if (canFillDisks)
            faults.Add(new Fault("disk full", 2, Short, scene => FillDisk(cluster, scene)));
        // SIGSTOP is a word of Unix.
        if (!OperatingSystem.IsWindows())
            faults.Add(new Fault("pause", 3, TimeSpan.FromSeconds(5), scene => Pause(cluster, scene)));
        return faults;
    }

    private static async Task Kill(ChaosCluster cluster, Scene scene)
    {
        var victim = await scene.Victim(cluster.Size);
        scene.Say(ChaosCluster.NameOf(victim));
        await cluster.Kill(victim);
        await scene.Last();
        cluster.Start(victim);
    }

    private static async Task Restart(ChaosCluster cluster, Scene scene)
    {
        var victim = await scene.Victim(cluster.Size);
        scene.Say(ChaosCluster.NameOf(victim));
        await cluster.Stop(victim);
        cluster.Start(victim);
        await scene.Last();
    }

    private static async Task AllDown(ChaosCluster cluster, Scene scene)
    {
        scene.Say("every node");
        await Task.WhenAll(cluster.Nodes.Select(cluster.Kill));
        await scene.Last();
        cluster.Revive();
    }

    private static async Task Pause(ChaosCluster cluster, Scene scene)
    {
        var victim = await scene.Victim(cluster.Size);
        scene.Say(ChaosCluster.NameOf(victim));
        cluster.Signal(victim, "STOP");
        await scene.Last();
        cluster.Signal(victim, "CONT");
    }

    // The node cannot write, and ends. Its disk is still full when it is first started again: it must bear that too.
    private static async Task FillDisk(ChaosCluster cluster, Scene scene)
    {
        var victim = await scene.Victim(cluster.Size);
        scene.Say(ChaosCluster.NameOf(victim));
        cluster.MayEnd(victim, true);
        cluster.Disks[victim - 1].Fill();
        await scene.Last();
        cluster.Start(victim);
        cluster.MayEnd(victim, true);
        await Task.Delay(TimeSpan.FromSeconds(1));
        cluster.Disks[victim - 1].Free();
        cluster.Start(victim);
    }
}
