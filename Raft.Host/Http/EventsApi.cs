using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Actors.Node;
using Raft.Host.Nodes;

namespace Raft.Host.Http;

/// <summary>
/// <c>GET /v1/events</c>: what the node does, as server-sent events, each with one <see cref="FeedFrame"/>.
/// </summary>
/// <param name="feed">What it does.</param>
/// <param name="picture">The node as it is when a listener comes; null when it does not answer in time.</param>
internal sealed class EventsApi(NodeFeed feed, Func<CancellationToken, Task<NodePicture?>> picture)
{
    // As many events a second as there are pictures in a film; what happens in between comes together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    // A listener that hears nothing for longer than this takes the node for paused.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", Events);

    private async Task Events(HttpContext context)
    {
        if (feed.Listen() is not { } client)
        {
            await Problems.NotReady(context, "Too many listen to this node's events.");
            return;
        }
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, feed.Closed);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await Write(context, "retry: 1000\n\n"u8.ToArray(), ending.Token);
            await Write(context, await First(ending.Token), ending.Token);
            while (true)
            {
                await client.Wait(Silence, ending.Token);
                await Write(context, Next(client), ending.Token);
                await Task.Delay(Pause, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The listener left, or the node stops.
        }
        finally
        {
            feed.Leave(client);
        }
    }

    private async Task<FeedFrame> First(CancellationToken cancel)
    {
        var state = await picture(cancel) is { } now ? feed.StateOf(now) : null;
        return new FeedFrame(feed.Node, NodeFeed.Now(), feed.Settings, state, null, null);
    }

    private FeedFrame Next(FeedClient client)
    {
        var (now, news, dropped) = client.Take();
        return new FeedFrame(
            feed.Node,
            NodeFeed.Now(),
            null,
            now is null ? null : feed.StateOf(now),
            news.Count > 0 ? news : null,
            dropped > 0 ? dropped : null);
    }

    private static Task Write(HttpContext context, FeedFrame frame, CancellationToken cancel) =>
        Write(
            context,
            [.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(frame, FeedJson.Bodies.FeedFrame), .. "\n\n"u8],
            cancel);

    private static async Task Write(HttpContext context, byte[] bytes, CancellationToken cancel)
    {
        await context.Response.Body.WriteAsync(bytes, cancel);
        await context.Response.Body.FlushAsync(cancel);
    }
}
