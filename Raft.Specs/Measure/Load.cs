using Raft.Host.Bench;
using Raft.Host.Client;
using Raft.Specs.Processes;

namespace Raft.Specs.Measure;

/// <summary>Writes keys one after the other, so many at a time, over a cluster's HTTP API.</summary>
internal static class Load
{
    /// <summary>Writes <c>key-from</c> to <c>key-(from + count - 1)</c>, each until it is acknowledged.</summary>
    /// <param name="nodes">Where to.</param>
    /// <param name="from">The first key's number.</param>
    /// <param name="count">How many keys.</param>
    /// <param name="valueBytes">The size of each value.</param>
    /// <param name="progress">Is told of each write.</param>
    public static async Task Write(IReadOnlyList<Uri> nodes, int from, int count, int valueBytes, Action progress)
    {
        await using var target = new HttpTarget(nodes, ProcessCluster.Patience);
        var next = from - 1;
        var value = new byte[valueBytes];
        Random.Shared.GetItems("0123456789abcdefghijklmnopqrstuvwxyz"u8, value);
        await Task.WhenAll(Enumerable.Range(0, 256).Select(async client =>
        {
            for (int key; (key = Interlocked.Increment(ref next)) < from + count;)
            {
                while (!(await target.Put(client, $"key-{key}", value, CancellationToken.None)).Ok)
                    await Task.Delay(20);
                progress();
            }
        }));
    }

    /// <summary>
    /// Writes without end, one after the other; gives how many were served and the longest that one took.
    /// </summary>
    public static async Task<(long Served, TimeSpan Longest)> Trickle(ClusterClient client, CancellationToken stop)
    {
        var (served, longest) = (0L, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var answer = await client.Write(
                HttpMethod.Put, "/v1/kv/trickle", new byte[16], null, CancellationToken.None);
            if (!answer.Ok)
                throw new InvalidOperationException(
                    $"a write was not served while the node caught up: {answer.Problem.Detail}");
            served++;
            longest = clock.Elapsed > longest ? clock.Elapsed : longest;
        }
        return (served, longest);
    }
}
