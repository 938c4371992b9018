using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>
/// Reads what a request says beside its path. Each method tells the client what is wrong, and its caller so by giving
/// null.
/// </summary>
internal sealed class RequestReader(TimeSpan defaultTimeout, TimeSpan maxTimeout)
{
    public const string SessionHeader = "X-Raft-Session";
    public const string SequenceHeader = "X-Raft-Sequence";

    private static readonly object TargetItem = new();

    /// <summary>The request's target as it was sent, taken apart by <see cref="Take"/>.</summary>
    public static RequestTarget Target(HttpContext context) => (RequestTarget)context.Items[TargetItem]!;

    /// <summary>Runs first of all: takes the target from the bytes as they were sent.</summary>
    public static Task Take(HttpContext context, RequestDelegate next)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (RequestTarget.Parse(raw, out var problem) is not { } target)
            return Problems.BadRequest(context, problem);
        context.Items[TargetItem] = target;
        return next(context);
    }

    /// <summary>The request's time-out; refuses parameters that are neither it nor among the others.</summary>
    public async Task<TimeSpan?> Timeout(HttpContext context, params string[] otherParameters)
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
        await Problems.BadRequest(
            context, $"timeout must be like 500ms or 2s, and at most {maxTimeout.TotalSeconds}s.");
        return null;
    }

    /// <summary>How fresh the answer must be, from <c>consistency</c> and <c>maxStaleness</c>.</summary>
    public static async Task<Freshness?> Freshness(HttpContext context)
    {
        ReadConsistency? consistency = Target(context)["consistency"] switch
        {
            null or "linearizable" => ReadConsistency.Linearizable,
            "lease" => ReadConsistency.Lease,
            "stale" => ReadConsistency.Stale,
            _ => null,
        };
        if (consistency is not { } fresh)
        {
            await Problems.BadRequest(context, "consistency must be linearizable, lease or stale.");
            return null;
        }
        if (Target(context)["maxStaleness"] is not { } text)
            return new Freshness(fresh);
        if (fresh == ReadConsistency.Stale && Durations.TryParse(text, out var most))
            return new Freshness(fresh, most);
        await Problems.BadRequest(context, fresh == ReadConsistency.Stale
            ? "maxStaleness must be like 500ms or 2s."
            : "maxStaleness is for consistency=stale alone.");
        return null;
    }

    /// <summary>A parameter that is a whole number, or what it is when it is not there.</summary>
    public static async Task<long?> Number(HttpContext context, string name, long unsaid, long least, long most)
    {
        if (Target(context)[name] is not { } text)
            return unsaid;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        var bounds = most == long.MaxValue ? $"at least {least}" : $"from {least} to {most}";
        await Problems.BadRequest(context, $"{name} must be a whole number, {bounds}.");
        return null;
    }

    /// <summary>Whether the two session headers, both or neither, make sense; the place that they name.</summary>
    public static bool TryPlace(IHeaderDictionary headers, out SessionPlace? place)
    {
        place = null;
        string? session = headers[SessionHeader], sequence = headers[SequenceHeader];
        if (session is null && sequence is null)
            return true;
        if (!TryPositive(session, out var id) || !TryPositive(sequence, out var number))
            return false;
        place = new SessionPlace(id, number);
        return true;
    }

    /// <summary>A body that is JSON of a given shape.</summary>
    public static Task<T?> Json<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class => Json(context, root => root.Deserialize(type));

    /// <summary>A body that is JSON of more than one shape.</summary>
    public static async Task<T?> Json<T>(HttpContext context, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var text = await JsonDocument.ParseAsync(
                context.Request.Body, cancellationToken: context.RequestAborted);
            if (read(text.RootElement) is { } body)
                return body;
            await Problems.BadRequest(context, "The body is null.");
        }
        catch (JsonException broken)
        {
            await Problems.BadRequest(context, $"The body is not the JSON that belongs here: {broken.Message}");
        }
        return null;
    }

    private static bool TryPositive(string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
