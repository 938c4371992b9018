using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>The key-value store over HTTP. Any node answers: one that does not lead passes the request on.</summary>
internal sealed class KeyValueApi(IKeyValueStore store, INodeOperations operations, RequestReader requests)
{
    private const string Prefix = "/v1/kv/";
    private const string Forward = "forward";
    private const string Bytes = "application/octet-stream";

    private const string BadCondition = "If-Match must be one quoted log position, If-None-Match can only be *, "
        + "and ifIndex must be a log position, or 0 for a key that must not exist; one condition at a time.";

    private static readonly object KeyItem = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/kv/{key}", context => HereOrForwarded(context, Put));
        routes.MapGet("/v1/kv/{key}", context => HereOrForwarded(context, Get));
        routes.MapDelete("/v1/kv/{key}", context => HereOrForwarded(context, Delete));
        routes.MapGet("/v1/kv", context => HereOrForwarded(context, List));
        routes.MapPost("/v1/sessions", OpenSession);
    }

    /// <summary>
    /// Runs before routing: takes the key from the bytes as they were sent, and gives routing a path of which the key
    /// is one plain segment, so that a key may hold slashes and dots.
    /// </summary>
    public static Task TakeKey(HttpContext context, RequestDelegate next)
    {
        var target = RequestReader.Target(context);
        if (!target.RawPath.StartsWith(Prefix, StringComparison.Ordinal))
            return next(context);

        if (RequestTarget.Decode(target.RawPath[Prefix.Length..]) is not { } key)
            return Problems.BadRequest(context, "The key is not valid percent-encoded UTF-8.");
        if (KeyValueLimits.KeyProblem(key) is { } wrong)
            return Problems.BadRequest(context, wrong);
        context.Items[KeyItem] = key;
        context.Request.Path = Prefix + "key";
        return next(context);
    }

    /// <summary>
    /// With <c>forward=false</c> a node serves what it can as the leader that it is, and nothing otherwise.
    /// </summary>
    private async Task HereOrForwarded(HttpContext context, RequestDelegate serve)
    {
        var forward = RequestReader.Target(context)[Forward];
        if (forward is not (null or "true" or "false"))
            await Problems.BadRequest(context, "forward must be true or false.");
        else if (forward != "false")
            await serve(context);
        else if (await operations.Status(context.RequestAborted) is not { } status)
            await Problems.NotReady(context, "The node is too busy to say how it is.");
        else if (status.Role == NodeRole.Leader)
            await serve(context);
        else
            await Problems.NotLeader(context, (status.Leader ?? operations.LastLeader)?.Value);
    }

    private async Task Put(HttpContext context)
    {
        if (await requests.Timeout(context, Forward, "ifIndex") is not { } timeout || !await Fits(context))
            return;
        if (!TryCondition(context, out var ifIndex))
        {
            await Problems.BadRequest(context, BadCondition);
            return;
        }
        if (await Body(context) is not { } value)
            return;
        switch (await store.Put(Key(context), value, ifIndex, Place(context), timeout, context.RequestAborted))
        {
            case KeyValueReply.Mismatch mismatch when RequestReader.Target(context)["ifIndex"] is not null:
                await Problems.Lost(context, mismatch);
                break;
            case KeyValueReply.Written written:
                context.Response.Headers.ETag = Tag(written.Index);
                await Json(context, new WrittenBody(Key(context), written.Index, written.Term),
                    ApiJson.Bodies.WrittenBody);
                break;
            case var reply:
                await Problems.Of(context, reply);
                break;
        }
    }

    private async Task Delete(HttpContext context)
    {
        if (await requests.Timeout(context, Forward) is not { } timeout || !await Fits(context))
            return;
        switch (await store.Delete(Key(context), Place(context), timeout, context.RequestAborted))
        {
            case KeyValueReply.Deleted deleted:
                var body = new DeletedBody(Key(context), deleted.Index, deleted.Term, deleted.Existed);
                await Json(context, body, ApiJson.Bodies.DeletedBody);
                break;
            case var reply:
                await Problems.Of(context, reply);
                break;
        }
    }

    private async Task Get(HttpContext context)
    {
        if (await requests.Timeout(context, Forward, "consistency", "maxStaleness", "raw") is not { } timeout
            || await RequestReader.Freshness(context) is not { } freshness)
            return;
        switch (await store.Get(Key(context), freshness, timeout, context.RequestAborted))
        {
            case KeyValueReply.Found found:
                context.Response.Headers.ETag = Tag(found.Item.Index);
                await (WantsBytes(context)
                    ? Raw(context, found.Item)
                    : Json(context, ItemBody.Of(found.Item), ApiJson.Bodies.ItemBody));
                break;
            case KeyValueReply.Missing:
                await Problems.NoSuchKey(context, Key(context));
                break;
            case var reply:
                await Problems.Of(context, reply);
                break;
        }
    }

    private async Task List(HttpContext context)
    {
        if (await requests.Timeout(
            context, Forward, "consistency", "maxStaleness", "prefix", "after", "limit") is not { } timeout
            || await RequestReader.Freshness(context) is not { } freshness)
            return;
        const int most = KeyValueLimits.MaxPageItems;
        if (await RequestReader.Number(context, "limit", most, 1, most) is not { } limit)
            return;
        var target = RequestReader.Target(context);
        var page = new KeyValueQuery.List(target["prefix"] ?? "", (int)limit, target["after"] ?? "");
        switch (await store.List(page, freshness, timeout, context.RequestAborted))
        {
            case KeyValueReply.Listed listed:
                var body = new ListBody([.. listed.Items.Select(ListItemBody.Of)], listed.More ? true : null);
                await Json(context, body, ApiJson.Bodies.ListBody);
                break;
            case var reply:
                await Problems.Of(context, reply);
                break;
        }
    }

    /// <summary>The value; null when it is too large and the client has been told so.</summary>
    private static async Task<byte[]?> Body(HttpContext context)
    {
        var tooLarge = KeyValueLimits.ValueProblem(context.Request.ContentLength ?? 0);
        try
        {
            if (tooLarge is null)
            {
                using var value = new MemoryStream((int)(context.Request.ContentLength ?? 256));
                await context.Request.Body.CopyToAsync(value, context.RequestAborted);
                return value.ToArray();
            }
        }
        catch (BadHttpRequestException broken) when (broken.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            tooLarge = $"The value has more than {KeyValueLimits.MaxValueBytes} bytes.";
        }
        await Problems.TooLarge(context, tooLarge);
        return null;
    }

    private async Task OpenSession(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout)
            return;
        switch (await store.OpenSession(timeout, context.RequestAborted))
        {
            case KeyValueReply.Opened opened:
                await Json(context, new SessionBody(opened.Session), ApiJson.Bodies.SessionBody);
                break;
            case var reply:
                await Problems.Of(context, reply);
                break;
        }
    }

    /// <summary>Whether the session headers fit together; when not, the client has been told so.</summary>
    private static async Task<bool> Fits(HttpContext context)
    {
        if (RequestReader.TryPlace(context.Request.Headers, out _))
            return true;
        await Problems.BadRequest(
            context,
            $"{RequestReader.SessionHeader} and {RequestReader.SequenceHeader} go together, "
                + "and both are positive numbers.");
        return false;
    }

    private static SessionPlace? Place(HttpContext context) =>
        RequestReader.TryPlace(context.Request.Headers, out var place) ? place : null;

    // Conditional writes the way HTTP has them (RFC 9110 §13): the entity tag of a key is the position of its last
    // write. And as a parameter, for those who would rather not quote.
    private static bool TryCondition(HttpContext context, out long? ifIndex)
    {
        ifIndex = null;
        string? match = context.Request.Headers.IfMatch, noneMatch = context.Request.Headers.IfNoneMatch;
        if (RequestReader.Target(context)["ifIndex"] is { } text)
        {
            var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position);
            ifIndex = position;
            return isNumber && match is null && noneMatch is null;
        }
        if (noneMatch is not null)
        {
            ifIndex = 0;
            return noneMatch == "*" && match is null;
        }
        if (match is null)
            return true;
        var isIndex = long.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        ifIndex = index;
        return isIndex && index > 0 && match == Tag(index);
    }

    private static bool WantsBytes(HttpContext context) =>
        RequestReader.Target(context)["raw"] is not null || context.Request.Headers.Accept == Bytes;

    private static Task Raw(HttpContext context, KeyValueItem item)
    {
        context.Response.ContentType = Bytes;
        context.Response.ContentLength = item.Value.Length;
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return context.Response.Body.WriteAsync(item.Value, context.RequestAborted).AsTask();
    }

    private static Task Json<T>(HttpContext context, T body, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(body, type, contentType: null, context.RequestAborted);

    private static string Key(HttpContext context) => (string)context.Items[KeyItem]!;

    private static string Tag(long index) => string.Create(CultureInfo.InvariantCulture, $"\"{index}\"");
}
