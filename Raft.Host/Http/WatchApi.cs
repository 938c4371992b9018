using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Host.Nodes;

namespace Raft.Host.Http;

/// <summary>
/// <c>GET /v1/watch</c>: the changes of the store as this node applies them, as server-sent events, each with one
/// <see cref="WatchBody"/>. The id of an event is the position up to which its reader then knows everything.
/// </summary>
/// <param name="node">This node's name.</param>
/// <param name="history">What it remembers.</param>
/// <param name="operations">Tells where the node stands.</param>
/// <param name="requests">Reads the request.</param>
internal sealed class WatchApi(string node, ChangeHistory history, INodeOperations operations, RequestReader requests)
{
    // Who hears nothing for a few of these takes the node for dead.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/watch", Watch);

    private async Task Watch(HttpContext context)
    {
        if (await requests.Timeout(context, "key", "prefix", "from") is not { } timeout
            || await Wanted(context) is not { } isWanted
            || await After(context, timeout) is not { } after)
            return;
        if (!history.Enter())
        {
            await Problems.NotReady(context, "Too many watch this node.");
            return;
        }
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, history.Closed);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await Write(context, new WatchBody("start", after, Node: node), after, ending.Token);
            await Tell(context, after, isWanted, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher left, or the node stops.
        }
        finally
        {
            history.Leave();
        }
    }

    private static async Task<Func<string, bool>?> Wanted(HttpContext context)
    {
        var target = RequestReader.Target(context);
        if (target["key"] is not { } key)
            return target["prefix"] is { } prefix
                ? name => name.StartsWith(prefix, StringComparison.Ordinal)
                : _ => true;
        if (target["prefix"] is null)
            return name => name == key;
        await Problems.BadRequest(context, "Watch a key or a prefix, not both.");
        return null;
    }

    /// <summary>
    /// The position to tell from. Who names none wants what happens from now on, and what was answered before is no
    /// part of that: so the node catches up first.
    /// </summary>
    private async Task<long?> After(HttpContext context, TimeSpan timeout)
    {
        if (context.Request.Headers["Last-Event-ID"] is [{ } id] && long.TryParse(id, out var last) && last >= 0)
            return last;
        if (RequestReader.Target(context)["from"] is not null)
            return await RequestReader.Number(context, "from", 1, 1, long.MaxValue) - 1;
        if (await operations.CatchUp(timeout, context.RequestAborted) is not { } behind)
            return history.Index;
        await Problems.NoAnswer(context, behind);
        return null;
    }

    private async Task Tell(HttpContext context, long after, Func<string, bool> isWanted, CancellationToken cancel)
    {
        for (var told = Stopwatch.StartNew(); ; await history.Wait(after, Beat, cancel))
        {
            // Asked before the changes are taken, so that everything up to where the node then stood is among them.
            var status = told.Elapsed >= Beat ? await operations.Status(cancel) : null;
            var isMore = true;
            for (var busy = Stopwatch.StartNew(); isMore && busy.Elapsed < Beat;)
            {
                var page = history.Read(after, isWanted);
                await Write(context, after, page, cancel);
                (isMore, after) = (page.UpTo > after, page.UpTo);
            }
            if (status is null)
                continue;
            after = isMore ? after : Math.Max(after, status.AppliedIndex);
            await Write(context, new WatchBody("progress", after, Leader: status.Leader?.Value), after, cancel);
            told.Restart();
        }
    }

    private static async Task Write(HttpContext context, long after, HistoryPage page, CancellationToken cancel)
    {
        foreach (var change in page.Changes)
            await Write(context, WatchBody.Of(change), change.Index, cancel);
        if (page.Items is not { } items)
            return;
        // Only what ends the list has an id: who is cut off in the middle of it must get all of it again.
        await Write(context, new WatchBody("lost", page.UpTo, After: after, Keys: items.Count()), null, cancel);
        foreach (var item in items)
            await Write(context, WatchBody.Of(item), null, cancel);
        await Write(context, new WatchBody("listed", page.UpTo), page.UpTo, cancel);
    }

    // Each by itself, so that a slow reader holds up one event here and not hundreds.
    private static async Task Write(HttpContext context, WatchBody body, long? id, CancellationToken cancel)
    {
        Format(context, body, id);
        await context.Response.BodyWriter.FlushAsync(cancel);
    }

    private static void Format(HttpContext context, WatchBody body, long? id)
    {
        var output = context.Response.BodyWriter;
        Encoding.UTF8.GetBytes(
            id is null ? $"event: {body.Event}\ndata: " : $"id: {id}\nevent: {body.Event}\ndata: ", output);
        using (var json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Encoder = WatchJson.Bodies.Options.Encoder }))
            JsonSerializer.Serialize(json, body, WatchJson.Bodies.WatchBody);
        Encoding.UTF8.GetBytes("\n\n", output);
    }
}
