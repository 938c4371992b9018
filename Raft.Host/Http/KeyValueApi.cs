using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>The key-value store over HTTP. Any node answers: one that does not lead passes the request on.</summary>
internal sealed class KeyValueApi(IKeyValueStore store, TimeSpan defaultTimeout, TimeSpan maxTimeout)
{
    private const string Prefix = "/v1/kv/";
    private const string Bytes = "application/octet-stream";

    private static readonly object TargetItem = new();
    private static readonly object KeyItem = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/kv/{key}", Put);
        routes.MapGet("/v1/kv/{key}", Get);
        routes.MapDelete("/v1/kv/{key}", Delete);
        routes.MapGet("/v1/kv", List);
    }

    /// <summary>
    /// Runs before routing: takes target and key from the bytes as they were sent, and gives routing a path of which the key is
    /// one plain segment, so that a key may hold slashes and dots.
    /// </summary>
    public static Task TakeKey(HttpContext context, RequestDelegate next)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (RequestTarget.Parse(raw, out var problem) is not { } target)
            return Problems.BadRequest(context, problem);
        context.Items[TargetItem] = target;
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

    private async Task Put(HttpContext context)
    {
        if (await Timeout(context) is not { } timeout)
            return;
        if (!TryCondition(context.Request.Headers, out var ifIndex))
        {
            await Problems.BadRequest(context, "If-Match must be one quoted log position, and If-None-Match can only be *.");
            return;
        }
        if (await Body(context) is not { } value)
            return;
        switch (await store.Put(Key(context), value, ifIndex, timeout, context.RequestAborted))
        {
            case KeyValueReply.Written written:
                context.Response.Headers.ETag = Tag(written.Index);
                await Json(context, new WrittenBody(Key(context), written.Index, written.Term), ApiJson.Bodies.WrittenBody);
                break;
            case var reply:
                await Problems.Of(context, reply);
                break;
        }
    }

    private async Task Delete(HttpContext context)
    {
        if (await Timeout(context) is not { } timeout)
            return;
        switch (await store.Delete(Key(context), timeout, context.RequestAborted))
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
        if (await Timeout(context, "consistency", "raw") is not { } timeout || await Consistency(context) is not { } consistency)
            return;
        switch (await store.Get(Key(context), consistency, timeout, context.RequestAborted))
        {
            case KeyValueReply.Found found:
                context.Response.Headers.ETag = Tag(found.Item.Index);
                await (WantsBytes(context) ? Raw(context, found.Item) : Json(context, ItemBody.Of(found.Item), ApiJson.Bodies.ItemBody));
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
        if (await Timeout(context, "consistency", "prefix", "after", "limit") is not { } timeout
            || await Consistency(context) is not { } consistency)
            return;
        var target = Target(context);
        if (!TryLimit(target["limit"], out var limit))
        {
            await Problems.BadRequest(context, $"limit must be a number from 1 to {KeyValueLimits.MaxPageItems}.");
            return;
        }
        var page = new KeyValueQuery.List(target["prefix"] ?? "", limit, target["after"] ?? "");
        switch (await store.List(page, consistency, timeout, context.RequestAborted))
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

    /// <summary>The request's time-out; null when the parameters are wrong and the client has been told so.</summary>
    private async Task<TimeSpan?> Timeout(HttpContext context, params string[] otherParameters)
    {
        var target = Target(context);
        if (target.UnknownParameter(["timeout", .. otherParameters]) is { } unknown)
        {
            await Problems.BadRequest(context, $"There is no parameter '{unknown}' here.");
            return null;
        }
        if (target["timeout"] is not { } text)
            return defaultTimeout;
        if (Durations.TryParse(text, out var timeout) && timeout <= maxTimeout)
            return timeout;
        await Problems.BadRequest(context, $"timeout must be like 500ms or 2s, and at most {maxTimeout.TotalSeconds}s.");
        return null;
    }

    private static async Task<ReadConsistency?> Consistency(HttpContext context)
    {
        switch (Target(context)["consistency"])
        {
            case null or "linearizable":
                return ReadConsistency.Linearizable;
            case "lease":
                return ReadConsistency.Lease;
            case "stale":
                return ReadConsistency.Stale;
            default:
                await Problems.BadRequest(context, "consistency must be linearizable, lease or stale.");
                return null;
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

    // Conditional writes the way HTTP has them (RFC 9110 §13): the entity tag of a key is the position of its last write.
    private static bool TryCondition(IHeaderDictionary headers, out long? ifIndex)
    {
        ifIndex = null;
        string? match = headers.IfMatch, noneMatch = headers.IfNoneMatch;
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

    private static bool TryLimit(string? text, out int limit)
    {
        limit = KeyValueLimits.MaxPageItems;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                && limit is > 0 and <= KeyValueLimits.MaxPageItems);
    }

    private static bool WantsBytes(HttpContext context) =>
        Target(context)["raw"] is not null || context.Request.Headers.Accept == Bytes;

    private static Task Raw(HttpContext context, KeyValueItem item)
    {
        context.Response.ContentType = Bytes;
        context.Response.ContentLength = item.Value.Length;
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return context.Response.Body.WriteAsync(item.Value, context.RequestAborted).AsTask();
    }

    private static Task Json<T>(HttpContext context, T body, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(body, type, contentType: null, context.RequestAborted);

    private static RequestTarget Target(HttpContext context) => (RequestTarget)context.Items[TargetItem]!;

    private static string Key(HttpContext context) => (string)context.Items[KeyItem]!;

    private static string Tag(long index) => string.Create(CultureInfo.InvariantCulture, $"\"{index}\"");
}
