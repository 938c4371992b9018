using System.Net;
using Microsoft.AspNetCore.Http;

namespace Raft.Host.Http;

/// <summary>
/// Keeps the pages of others out. A web page that someone looks at on this machine can send requests to its loopback
/// address; without tokens nothing else would stop it from writing, or, under a name that it made lead here, from
/// reading.
/// </summary>
/// <param name="settings">Where the server listens, and whether it knows tokens.</param>
/// <param name="pages">Addresses at which this cluster's own pages are.</param>
internal sealed class HostCheck(HttpSettings settings, IEnumerable<string> pages)
{
    // Whoever has to show a token cannot be led astray like this; and off loopback nobody knows what the node is
    // called.
    private readonly bool _namesMatter = IPAddress.IsLoopback(settings.Address) && !settings.Tokens.Any;

    private readonly HashSet<string> _origins = DashboardApi.Origins(pages);

    private readonly HashSet<string> _names = pages
        .Select(page => Uri.TryCreate(page, UriKind.Absolute, out var address) ? address.Host : "localhost")
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public Task Check(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (_namesMatter && !IsOurs(request.Host.Host))
            return Problems.Misdirected(context,
                $"There is no {request.Host.Host} here: use 127.0.0.1, or name it in raft.host.dashboard.nodes.");
        if (IsHarmless(request.Method) || request.Headers.Origin is not [{ } origin] || IsOwn(request, origin))
            return next(context);
        return Problems.Forbidden(context, $"Pages of {origin} may change nothing here.");
    }

    private static bool IsHarmless(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private bool IsOwn(HttpRequest request, string origin) =>
        _origins.Contains(origin)
        || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    // A name without a dot is one of this network's own: a stranger cannot make it lead here.
    private bool IsOurs(string host) =>
        !host.Contains('.', StringComparison.Ordinal) || _names.Contains(host) || IPAddress.TryParse(host, out _);
}
