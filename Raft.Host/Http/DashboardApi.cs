using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Host.Nodes;

namespace Raft.Host.Http;

/// <summary>
/// The live picture at <c>/</c>: static files out of this assembly and nothing from elsewhere. The page listens to
/// every node by itself, so each node lets the pages of the others in, and nobody else's.
/// </summary>
/// <param name="node">The node that serves it.</param>
/// <param name="nodes">Every node's HTTP address, as browsers reach it.</param>
/// <param name="demo">The demo's remote control, if a demo started this node.</param>
internal sealed class DashboardApi(string node, IReadOnlyDictionary<string, string> nodes, DemoAccess? demo)
{
    private const string Prefix = "dashboard/";

    private static readonly Dictionary<string, byte[]> Files = Load();

    private readonly HashSet<string> _origins = Origins(nodes.Values);

    private readonly string _policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + $"connect-src {string.Join(' ', nodes.Values.Prepend("'self'").Append(demo?.Control).OfType<string>())}; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => Send(context, "index.html"));
        routes.MapGet("/dashboard/{file}", context => Send(context, (string)context.Request.RouteValues["file"]!));
        routes.MapGet("/v1/dashboard", Describe);
    }

    /// <summary>
    /// The origins of pages at these addresses. What browsers find under 127.0.0.1 they find under localhost too.
    /// </summary>
    public static HashSet<string> Origins(IEnumerable<string> addresses) => addresses
        .SelectMany(
            address => new[] { address, address.Replace("//127.0.0.1:", "//localhost:", StringComparison.Ordinal) })
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Lets the pages of this cluster's nodes use the API of this one (the CORS protocol of the Fetch standard).
    /// </summary>
    public Task LetIn(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Headers.Origin is not [{ } origin] || !_origins.Contains(origin)
            || !request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) || request.Path == "/v1/dashboard")
            return next(context);
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.Vary = "Origin";
        if (request.Method != HttpMethods.Options || request.Headers.AccessControlRequestMethod.Count == 0)
            return next(context);
        response.Headers.AccessControlAllowMethods = "GET, PUT, DELETE";
        response.Headers.AccessControlAllowHeaders = "Authorization";
        response.Headers.AccessControlMaxAge = "600";
        response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task Send(HttpContext context, string file)
    {
        if (!Files.TryGetValue(file, out var bytes))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = TypeOf(file);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private Task Describe(HttpContext context)
    {
        // The demo's word is for a page that was opened under this machine's own name: another name can be made to lead
        // here.
        var access = IsLoopback(context.Request.Host.Host) ? demo : null;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new DashboardBody(node, nodes, access), FeedJson.Bodies.DashboardBody,
            cancellationToken: context.RequestAborted);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost"
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private static Dictionary<string, byte[]> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
