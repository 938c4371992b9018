using System.Diagnostics;
using System.Globalization;
using Raft.Specs.Processes;

namespace Raft.Specs.Measure;

/// <summary>
/// A node that was away while much was written, and comes back by snapshot while the others go on serving.
/// </summary>
/// <param name="Entries">How many keys are written while it is away.</param>
/// <param name="ValueBytes">The size of each.</param>
internal sealed record CatchUp(int Entries, int ValueBytes)
{
    /// <summary>HOCON of the section <c>raft</c> for each node, above the defaults.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Plays it on three real processes.</summary>
    public async Task<CatchUpReport> Run(Action<string, double> progress)
    {
        await using var cluster = ProcessCluster.Prepare(3);
        for (var node = 1; node <= 3; node++)
        {
            await File.AppendAllTextAsync(cluster.ConfigOf(node), $"\nraft {{ {Settings} }}\n");
            cluster.Start(node);
        }

        var leader = await cluster.Leader();
        var away = leader == 3 ? 2 : 3;
        await cluster[away].Kill();
        var written = 0;
        await Load.Write([cluster.AddressOf(leader)], 0, Entries, ValueBytes, () =>
        {
            if (Interlocked.Increment(ref written) % 1000 == 0)
                progress("writing", (double)written / Entries);
        });
        var before = (await cluster.Status(leader))!;
        var standing = await Elections(cluster, [1, 2, 3]);

        using var stop = new CancellationTokenSource();
        using var client = cluster.Client(ProcessCluster.Patience);
        var trickle = Load.Trickle(client, stop.Token);
        var clock = Stopwatch.StartNew();
        cluster.Start(away);
        await cluster.Until("the node that was away has all that was written", async () =>
        {
            var applied = (await cluster.Status(away))?.AppliedIndex ?? 0;
            progress("catching up", (double)applied / before.LastIndex);
            return applied >= before.LastIndex;
        });
        var took = clock.Elapsed;
        await stop.CancelAsync();
        var (served, longest) = await trickle;

        var after = (await cluster.Status(away))!;
        return new CatchUpReport
        {
            Took = took,
            SnapshotIndex = after.SnapshotIndex,
            LastIndex = before.LastIndex,
            TermBefore = before.Term,
            TermAfter = after.Term,
            Elections = await Elections(cluster, [1, 2, 3]) - standing,
            Served = served,
            Longest = longest,
            Alike = await cluster.Get(away, $"key-{Entries - 1}", "?consistency=stale") is not null,
        };
    }

    /// <summary>
    /// How often any of the nodes stood for election since it started; those that are away count as 0.
    /// </summary>
    private static async Task<long> Elections(ProcessCluster cluster, int[] nodes)
    {
        var sum = 0L;
        foreach (var node in nodes.Where(n => cluster.Running.Contains(n)))
        {
            var line = (await cluster.Metrics(node)).Split('\n').FirstOrDefault(
                l => l.StartsWith("raft_elections_total", StringComparison.Ordinal));
            sum += line is null ? 0 : long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }
        return sum;
    }
}

/// <summary>What was seen when a node caught up.</summary>
internal sealed record CatchUpReport
{
    /// <summary>From the start of its process to having applied all that was written while it was away.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Where the snapshot that it was given ends.</summary>
    public required long SnapshotIndex { get; init; }

    /// <summary>Where the log ended when it came back.</summary>
    public required long LastIndex { get; init; }

    /// <summary>The term when it came back.</summary>
    public required long TermBefore { get; init; }

    /// <summary>The term when it had caught up.</summary>
    public required long TermAfter { get; init; }

    /// <summary>How often a node stood for election meanwhile.</summary>
    public required long Elections { get; init; }

    /// <summary>How many writes were served meanwhile, one after the other.</summary>
    public required long Served { get; init; }

    /// <summary>The longest that one of them took.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>Whether it holds the last key that was written while it was away.</summary>
    public required bool Alike { get; init; }
}
