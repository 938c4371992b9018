namespace Raft.Specs.Chaos;

/// <summary>What can happen to the network.</summary>
internal static class NetworkFaults
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostDelay = TimeSpan.FromMilliseconds(300);

    public static List<Fault> Of(ChaosCluster cluster)
    {
        var faults = new List<Fault>
        {
            new("isolated", 3, Longest, scene => Isolate(cluster, scene, hears: false, speaks: false)),
            new("deaf", 2, Longest, scene => Isolate(cluster, scene, hears: false, speaks: true)),
            new("mute", 2, Longest, scene => Isolate(cluster, scene, hears: true, speaks: false)),
            new("slow links", 2, Longest, scene => Slow(cluster, scene)),
            new("broken links", 2, Longest, scene => Break(cluster, scene)),
        };
        if (Network.KnowsPairs)
        {
            faults.Add(new Fault("one-way cut", 2, Longest, scene => CutOneWay(cluster, scene)));
            faults.Add(new Fault("split", 2, Longest, scene => Split(cluster, scene)));
        }

        return faults;
    }

    private static async Task Isolate(ChaosCluster cluster, Scene scene, bool hears, bool speaks)
    {
        var victim = await scene.Victim(cluster.Size);
        var others = cluster.Nodes.Where(n => n != victim).ToList();
        scene.Say(ChaosCluster.NameOf(victim));
        if (!hears)
            cluster.Network.Cut(others.Select(other => (other, victim)));
        if (!speaks)
            cluster.Network.Cut(others.Select(other => (victim, other)));
        await scene.Last();
        cluster.Network.Heal();
    }

    private static async Task CutOneWay(ChaosCluster cluster, Scene scene)
    {
        var victim = await scene.Victim(cluster.Size);
        var other = scene.Draw.AnyOther(cluster.Size);
        if (other == victim)
            other = scene.Draw.Any(cluster.Size);
        scene.Say($"from {ChaosCluster.NameOf(victim)} to {ChaosCluster.NameOf(other)}");
        cluster.Network.Cut([(victim, other)]);
        await scene.Last();
        cluster.Network.Heal();
    }

    // Sides by the bits of the draw: every way to split them comes up, a side with nobody on it included.
    private static async Task Split(ChaosCluster cluster, Scene scene)
    {
        bool IsLeft(int node) => (scene.Draw.First >> node & 1) == 0;
        string Names(bool left) =>
            string.Join(' ', cluster.Nodes.Where(n => IsLeft(n) == left).Select(ChaosCluster.NameOf));
        scene.Say($"{Names(true)} | {Names(false)}");
        cluster.Network.Cut(Pairs(cluster).Where(pair => IsLeft(pair.From) != IsLeft(pair.To)));
        await scene.Last();
        cluster.Network.Heal();
    }

    private static async Task Slow(ChaosCluster cluster, Scene scene)
    {
        scene.Say($"by up to {MostDelay.TotalMilliseconds:F0} ms");
        cluster.Network.Delay(Pairs(cluster), MostDelay);
        await scene.Last();
        cluster.Network.Heal();
    }

    // What is on its way when a connection breaks is lost, so this is how a stream drops messages.
    private static async Task Break(ChaosCluster cluster, Scene scene)
    {
        var one = scene.Draw.Any(cluster.Size);
        var other = scene.Draw.AnyOther(cluster.Size);
        scene.Say($"between {ChaosCluster.NameOf(one)} and {ChaosCluster.NameOf(other)}, again and again");
        var over = scene.Last();
        do
            cluster.Network.Reset(one, other);
        while (await Task.WhenAny(over, Task.Delay(TimeSpan.FromMilliseconds(300))) != over);
    }

    private static IEnumerable<(int From, int To)> Pairs(ChaosCluster cluster) =>
        from one in cluster.Nodes from other in cluster.Nodes where one != other select (one, other);
}
