using Microsoft.AspNetCore.Http;

namespace Raft.Host.Http;

/// <summary>
/// What every answer tells browsers: that it is what it says it is, and that nothing in it may run or be framed.
/// </summary>
internal static class Headers
{
    private const string NothingRuns = "default-src 'none'; frame-ancestors 'none'";

    public static Task Harden(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // The page itself sets another, under which its own files run.
        headers.ContentSecurityPolicy = NothingRuns;
        return next(context);
    }
}
