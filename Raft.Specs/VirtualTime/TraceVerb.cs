using System.Globalization;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// <c>trace &lt;scenario&gt; &lt;seed&gt;</c>: what another process makes of a seed, for specs that compare two.
/// <c>lines</c> writes the trace itself to standard error, <c>fifo</c> runs what is ready in the order it became so.
/// </summary>
internal static class TraceVerb
{
    /// <summary>The scenarios by name; each runs in the world it is given and leaves its trace there.</summary>
    public static readonly Dictionary<string, Action<VirtualWorld>> Scenarios = new()
    {
        ["gossip"] = Gossip.Play,
        ["bookkeeping"] = Bookkeeping.Play,
        ["storm"] = Raft.Specs.Node.Storm.Play,
    };

    public static int Run(string[] args)
    {
        if (args.Length < 2
            || !Scenarios.TryGetValue(args[0], out var play)
            || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var seed))
        {
            Console.Error.WriteLine($"trace <{string.Join('|', Scenarios.Keys)}> <seed> [lines] [fifo]");
            return 2;
        }

        using var world = new VirtualWorld(seed, shuffle: !args.Contains("fifo"));
        play(world);
        if (args.Contains("lines"))
            foreach (var line in world.Trace.Lines)
                Console.Error.WriteLine(line);
        Console.WriteLine(world.Trace.Hash());
        return 0;
    }
}
