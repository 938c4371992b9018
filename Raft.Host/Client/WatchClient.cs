using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Raft.Host.Http;

namespace Raft.Host.Client;

/// <summary>
/// Watches a cluster of which any node may die: when the one that tells is gone, or has lost its leader while others
/// have one, it goes on at another, behind the last position that it heard of.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="say">A word to the user on what happens to the connection.</param>
internal sealed class WatchClient(ClusterClient cluster, Action<string> say)
{
    // A node speaks every second; one that has been silent for this long is dead, stopped or cut off.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    // As long as an election may take before somebody else is asked.
    private const int MostLeaderless = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private Uri? _failed;
    private long? _from;

    /// <summary>What a node refused for good, when it did; the events end then.</summary>
    public ClientAnswer? Refusal { get; private set; }

    /// <summary>The events, until the token says so.</summary>
    /// <param name="query">What to watch, as the API takes it; empty for everything.</param>
    /// <param name="from">The position to begin at, or null for now.</param>
    /// <param name="patience">How long to try until the first node tells.</param>
    /// <param name="cancel">Ends it.</param>
    public async IAsyncEnumerable<WatchBody> Watch(
        string query,
        long? from,
        TimeSpan patience,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        _from = from;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (isFirst, isTold) = (true, false);
        while (Refusal is null)
        {
            var node = await Best(cancel);
            var answer = node is null ? null : await Open(node, query, cancel);
            if (answer is null)
            {
                if (isFirst && clock.Elapsed > patience)
                    Refusal = ClientAnswer.Unavailable($"no node could tell within {Durations.Text(patience)}");
                else if (!isFirst && !isTold && clock.Elapsed > Silence)
                    say("no node can tell; still trying");
                isTold |= !isFirst && clock.Elapsed > Silence;
                _failed = node;
                await Task.Delay(Pause, cancel);
                continue;
            }
            using (answer)
            {
                if (!isFirst)
                    say($"watching {node!.Authority} from {_from} on");
                await foreach (var told in Listen(answer, cancel))
                    yield return told;
                say($"{node!.Authority} tells nothing more");
            }
            (isFirst, isTold, _failed) = (false, false, node);
            clock.Restart();
        }
    }

    private async Task<HttpResponseMessage?> Open(Uri node, string query, CancellationToken cancel)
    {
        var path = $"/v1/watch?{query}{(_from is null ? "" : $"&from={_from}")}";
        var (answer, refusal) = await cluster.Open(node, path, cancel);
        if (refusal is { Status: not HttpStatusCode.ServiceUnavailable })
            Refusal = refusal;
        return answer;
    }

    /// <summary>What one node tells, for as long as it does.</summary>
    private async IAsyncEnumerable<WatchBody> Listen(
        HttpResponseMessage answer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var events = SseParser.Create(stream, Read).EnumerateAsync(patience.Token).GetAsyncEnumerator(
            patience.Token);
        for (var leaderless = 0; await Next(events, patience, cancel);)
        {
            var told = events.Current.Data;
            if (told.Event is not ("lost" or "item") && (told.Event != "start" || _from is null))
                _from = told.Index + 1;
            yield return told;
            leaderless = told is { Event: "progress", Leader: null } ? leaderless + 1 : 0;
            if (leaderless >= MostLeaderless && await IsBetterElsewhere(answer.RequestMessage!.RequestUri!, cancel))
                yield break;
        }
    }

    private static async Task<bool> Next(
        IAsyncEnumerator<SseItem<WatchBody>> events, CancellationTokenSource patience, CancellationToken cancel)
    {
        patience.CancelAfter(Silence);
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or JsonException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static WatchBody Read(string name, ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, WatchJson.Bodies.WatchBody) ?? throw new JsonException("The event is null.");

    /// <summary>A node that knows a leader, and not the one that has just failed unless there is no other.</summary>
    private async Task<Uri?> Best(CancellationToken cancel) => (await cluster.Look(cancel))
        .Where(view => view.Status is not null)
        .OrderBy(view => view.Address == _failed)
        .ThenBy(view => view.Status!.Leader is null)
        .FirstOrDefault()?.Address;

    private async Task<bool> IsBetterElsewhere(Uri here, CancellationToken cancel) =>
        (await cluster.Look(cancel)).Any(
            view => view.Address.Authority != here.Authority && view.Status?.Leader is not null);
}
