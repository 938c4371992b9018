using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Raft.Host.Http;

/// <summary>
/// Counts connections. Those over the limit are told so in words, and only those far over it are closed without one: a
/// client that finds its connection closed cannot know why.
/// </summary>
/// <param name="most">The most connections that are served.</param>
internal sealed class ConnectionGate(int most)
{
    private static readonly object Over = new();

    private int _open;

    /// <summary>The most connections that are open at all.</summary>
    public int MostSockets => most + Math.Clamp(most / 8, 4, 1024);

    /// <summary>Around every connection.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        if (Interlocked.Increment(ref _open) > most)
            connection.Items[Over] = Over;
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>Around every request.</summary>
    public static Task Check(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IConnectionItemsFeature>() is { } connection && connection.Items.ContainsKey(Over)
            ? Problems.TooManyConnections(context)
            : next(context);
}
