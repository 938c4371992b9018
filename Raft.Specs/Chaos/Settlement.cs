using System.Diagnostics;
using Raft.Host.Http;

namespace Raft.Specs.Chaos;

/// <summary>What the nodes come to when nobody harms them any more.</summary>
/// <param name="Index">The position that all have applied.</param>
/// <param name="Hash">Their hash over everything up to it.</param>
/// <param name="Problem">Why they do not agree, when they do not.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Snapshots">The last snapshot of each node.</param>
internal sealed record Settlement(
    long Index, string Hash, string? Problem, TimeSpan Elapsed, IReadOnlyList<long> Snapshots)
{
    // Starting a process, replaying, an election and a snapshot sent: seconds, or more on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SayAfter = TimeSpan.FromSeconds(5);

    public static async Task<Settlement> Of(ChaosCluster cluster, Action<string> say, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var saidAt = TimeSpan.Zero;
        var last = "no node answers";
        for (; clock.Elapsed < Patience; await Task.Delay(100, stop))
        {
            if (clock.Elapsed - saidAt > SayAfter)
            {
                saidAt = clock.Elapsed;
                say($"not yet: {last}");
            }

            cluster.Revive();
            var views = await Task.WhenAll(cluster.Nodes.Select(cluster.Status));
            if (views.Any(v => v is null))
            {
                last = $"{ChaosCluster.NameOf(Array.FindIndex(views, v => v is null) + 1)} does not answer";
                continue;
            }

            last = string.Join(
                ", ", views.Select(v => $"{v!.Node} {v.Role} at {v.AppliedIndex} of {v.CommitIndex}, term {v.Term}"));
            var index = views[0]!.CommitIndex;
            if (!Array.TrueForAll(views, v => (v!.CommitIndex, v.AppliedIndex, v.LastIndex) == (index, index, index)))
                continue;
            var hashes = await Hashes(cluster, index);
            if (hashes.Contains(null))
                continue;
            var problem = hashes.Distinct().Count() == 1
                ? null
                : $"at {index} their states differ: {string.Join(", ", hashes)}";
            var snapshots = views.Select(v => v!.SnapshotIndex).ToList();
            return new Settlement(index, hashes[0]!, problem, clock.Elapsed, snapshots);
        }

        last = $"the nodes do not agree {Patience.TotalSeconds} s after all is healed: {last}";
        return new Settlement(0, "", last, clock.Elapsed, []);
    }

    private static async Task<string?[]> Hashes(ChaosCluster cluster, long index)
    {
        var path = $"/v1/hash?index={index}";
        var bodies = await Task.WhenAll(cluster.Nodes.Select(n => cluster.Get(n, path, ApiJson.Bodies.HashBody)));
        return [.. bodies.Select(body => body?.Hash)];
    }
}
