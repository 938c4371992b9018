using Microsoft.AspNetCore.Http;
using Raft.Host.Security;

namespace Raft.Host.Http;

/// <summary>
/// Looks at the token of every request before it is served. What a new path needs follows from its method and its
/// place, so nothing is open by being forgotten here: what is not known to need less needs the right to administer.
/// </summary>
/// <param name="tokens">Which there are.</param>
internal sealed class Authorization(AccessTokens tokens)
{
    private const string Scheme = "Bearer ";

    public Task Check(HttpContext context, RequestDelegate next)
    {
        if (!tokens.Any || Needed(context.Request) is not (> Right.None and var needed))
            return next(context);
        if (context.Request.Headers.Authorization is not [{ } header]
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Problems.Unauthorized(context, "A token is needed: Authorization: Bearer …");
        return tokens.RightOf(header[Scheme.Length..].Trim()) switch
        {
            Right.None => Problems.Unauthorized(context, "This node does not know the token."),
            var right when right < needed => Problems.Forbidden(
                context, $"The token is good to {Name(right)}; this needs one to {Name(needed)}."),
            _ => next(context),
        };
    }

    /// <summary>The right that a request needs.</summary>
    public static Right Needed(HttpRequest request)
    {
        var path = request.Path;
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (reads && (path == "/" || path.StartsWithSegments("/dashboard") || path.StartsWithSegments("/health")))
            return Right.None;
        if (path.StartsWithSegments("/v1/backup"))
            return Right.Admin;
        if (reads)
            return Right.Read;
        return path.StartsWithSegments("/v1/kv") || path.StartsWithSegments("/v1/sessions") ? Right.Write : Right.Admin;
    }

    private static string Name(Right right) => right.ToString().ToLowerInvariant();
}
