using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Host.Demo;
using Raft.Host.Nodes;

namespace Raft.Host.Http;

/// <summary><c>PUT /v1/demo/weather</c>: the demo's orders to a node of its own. No other node has it.</summary>
internal sealed class DemoApi(DemoNetwork network)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPut("/v1/demo/weather", Change);

    /// <summary>
    /// Whether a request carries the demo's word; compared in a time that does not tell how much of it was right.
    /// </summary>
    public static bool Knows(HttpContext context, string token) =>
        context.Request.Headers[DemoNetwork.TokenHeader] is [{ } word]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(word), Encoding.UTF8.GetBytes(token));

    private async Task Change(HttpContext context)
    {
        if (!Knows(context, network.Token))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        try
        {
            var weather = await context.Request.ReadFromJsonAsync(FeedJson.Bodies.DemoWeather, context.RequestAborted);
            if (weather is not { Isolated: not null })
                throw new JsonException("no weather");
            network.Change(weather);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException)
        {
            await Problems.BadRequest(context, "The weather is not what the demo sends.");
        }
    }
}
