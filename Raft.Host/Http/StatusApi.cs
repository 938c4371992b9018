using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>What a node says about itself, and whether to send it work.</summary>
internal sealed class StatusApi(Func<CancellationToken, Task<NodeStatus?>> status, Readiness readiness)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/status", Status);
        routes.MapGet("/health/live", Live);
        routes.MapGet("/health/ready", Ready);
    }

    private async Task Status(HttpContext context)
    {
        if (await status(context.RequestAborted) is { } now)
            await Write(context, StatusBody.Of(now), ApiJson.Bodies.StatusBody);
        else
            await Problems.NotReady(context, "The node is too busy to say how it is.");
    }

    private static Task Live(HttpContext context) => Write(context, new HealthBody("live"), ApiJson.Bodies.HealthBody);

    private async Task Ready(HttpContext context)
    {
        if (readiness.Problem(await status(context.RequestAborted)) is { } problem)
            await Problems.NotReady(context, problem);
        else
            await Write(context, new HealthBody("ready"), ApiJson.Bodies.HealthBody);
    }

    private static Task Write<T>(HttpContext context, T body, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(body, type, cancellationToken: context.RequestAborted);
}
