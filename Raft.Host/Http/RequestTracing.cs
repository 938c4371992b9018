using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Raft.Host.Http;

/// <summary>
/// One activity per request, of the source <see cref="SourceName"/>, below the caller's own if the request carries a
/// W3C traceparent. While nobody listens there is none.
/// </summary>
internal static class RequestTracing
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Raft.Host";

    private static readonly ActivitySource Source = new(SourceName);

    public static async Task Trace(HttpContext context, RequestDelegate next)
    {
        using var traced = Source.HasListeners() ? Start(context.Request) : null;
        await next(context);
        if (traced is null)
            return;
        // The route and not the path: a name for each key would be no name.
        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
            traced.DisplayName = $"{context.Request.Method} {route}";
        traced.SetTag("http.request.method", context.Request.Method);
        traced.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            traced.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Start(HttpRequest request)
    {
        _ = ActivityContext.TryParse(
            request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller);
        return Source.StartActivity(request.Method, ActivityKind.Server, caller);
    }
}
