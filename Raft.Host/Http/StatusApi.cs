using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>What a node says about itself, and whether to send it work.</summary>
internal sealed class StatusApi(Func<CancellationToken, Task<NodeStatus?>> status)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/status", Status);
        routes.MapGet("/health/live", Live);
        routes.MapGet("/health/ready", Ready);
    }

    private async Task Status(HttpContext context)
    {
        if (await Ask(context) is { } now)
            await Write(context, StatusBody.Of(now), ApiJson.Bodies.StatusBody);
    }

    private static Task Live(HttpContext context) => Write(context, new HealthBody("live"), ApiJson.Bodies.HealthBody);

    private async Task Ready(HttpContext context)
    {
        if (await Ask(context) is not { } now)
            return;
        if (now.Leader is null)
            await Problems.NotReady(context, "No leader is known.");
        else
            await Write(context, new HealthBody("ready"), ApiJson.Bodies.HealthBody);
    }

    private async Task<NodeStatus?> Ask(HttpContext context)
    {
        var now = await status(context.RequestAborted);
        if (now is null)
            await Problems.NotReady(context, "The node is too busy to say how it is.");
        return now;
    }

    private static Task Write<T>(HttpContext context, T body, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(body, type, cancellationToken: context.RequestAborted);
}
