using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>
/// What this very node holds: its log, the hash of its state, its snapshot, a backup. Nothing here is passed on.
/// </summary>
internal sealed class InspectionApi(INodeOperations node, RequestReader requests)
{
    private const int UnsaidCount = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/log", Log);
        routes.MapGet("/v1/hash", Hash);
        routes.MapPost("/v1/snapshot", Snapshot);
        routes.MapGet("/v1/backup", Backup);
    }

    private async Task Log(HttpContext context)
    {
        if (await requests.Timeout(context, "from", "count") is not { } timeout
            || await RequestReader.Number(context, "from", 1, 1, long.MaxValue) is not { } from
            || await RequestReader.Number(context, "count", UnsaidCount, 1, ReadLog.MaxCount) is not { } count)
            return;
        await Answer(context, async cancel =>
        {
            var page = await node.ReadLog(from, (int)count, timeout, cancel);
            await Write(context, LogBody.Of(page), ApiJson.Bodies.LogBody);
        });
    }

    private async Task Hash(HttpContext context)
    {
        if (await requests.Timeout(context, "index") is not { } timeout
            || await RequestReader.Number(context, "index", 0, 0, long.MaxValue) is not { } index)
            return;
        await Answer(context, async cancel =>
        {
            var hash = await node.Hash(index, timeout, cancel);
            await (hash.Hash is { } value
                ? Write(context, new HashBody(hash.Index, value.ToString("x16", CultureInfo.InvariantCulture)),
                    ApiJson.Bodies.HashBody)
                : Problems.NotFound(
                    context, $"This node has not applied {hash.Index} yet, or does not remember its hash."));
        });
    }

    private async Task Snapshot(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout)
            return;
        switch (await node.Order(TakeSnapshot.Instance, timeout, context.RequestAborted))
        {
            case CommandAnswer.Committed done:
                var name = (await node.Status(context.RequestAborted))?.Node.Value ?? "";
                await Write(context, new SnapshotBody(name, done.Index), ApiJson.Bodies.SnapshotBody);
                break;
            case var answer:
                await Problems.Of(context, answer);
                break;
        }
    }

    private async Task Backup(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout)
            return;
        await Answer(context, async cancel =>
        {
            var backup = await node.Backup(timeout, cancel);
            var bytes = backup.ToBytes();
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = bytes.Length;
            context.Response.Headers["X-Raft-Index"] = backup.Index.ToString(CultureInfo.InvariantCulture);
            await context.Response.Body.WriteAsync(bytes, cancel);
        });
    }

    private static async Task Answer(HttpContext context, Func<CancellationToken, Task> ask)
    {
        try
        {
            await ask(context.RequestAborted);
        }
        catch (TimeoutException late)
        {
            await Problems.NoAnswer(context, late.Message);
        }
    }

    private static Task Write<T>(HttpContext context, T body, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(body, type, contentType: null, context.RequestAborted);
}
