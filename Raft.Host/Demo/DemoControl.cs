using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Host.Demo;

/// <summary>
/// The demo's remote control: its page kills, pauses, restarts and cuts off nodes, and slows all of them down. It
/// listens on loopback only, to pages of its own nodes only, and does nothing for anyone who does not know the word
/// that the nodes hand to their page.
/// </summary>
internal sealed class DemoControl : IAsyncDisposable
{
    private const int LongestOrder = 1024;
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly IReadOnlyList<DemoNode> _nodes;
    private readonly HashSet<string> _origins;
    private readonly HttpClient _http = new() { Timeout = TellPatience };
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly string _token = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly WebApplication _app;
    private DemoWeather _weather = new([], 1);

    private DemoControl(IReadOnlyList<DemoNode> nodes)
    {
        _nodes = nodes;
        _origins = DashboardApi.Origins(nodes.Select(node => node.Address.ToString().TrimEnd('/')));
        var settings = new HttpSettings(IPAddress.Loopback, 0, TimeSpan.Zero, TimeSpan.Zero, MaxConnections: 64);
        _app = HttpServer.Prepare(settings, LongestOrder, new ConnectionGate(settings.MaxConnections)).Build();
        _app.Use(LetIn);
        _app.UseRouting();
        _app.MapGet("/state", Answer);
        _app.MapPost("/nodes/{node}/{action}", Order);
        _app.MapPost("/slow/{factor}", SlowDown);
    }

    /// <summary>What a node needs to know to hand it to its page.</summary>
    public DemoAccess Access => new(HttpServer.AddressOf(_app).AbsoluteUri.TrimEnd('/'), _token);

    public static async Task<DemoControl> Start(IReadOnlyList<DemoNode> nodes)
    {
        var control = new DemoControl(nodes);
        await control._app.StartAsync();
        return control;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private Task LetIn(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Origin is not [{ } origin] || !_origins.Contains(origin))
            return Refuse(context);
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.CacheControl = "no-store";
        if (context.Request.Method != HttpMethods.Options)
            return DemoApi.Knows(context, _token) ? next(context) : Refuse(context);
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = DemoNetwork.TokenHeader;
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task Order(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["node"]!;
        if (_nodes.FirstOrDefault(one => one.Name == name) is not { } node)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        await _oneAtATime.WaitAsync(context.RequestAborted);
        try
        {
            if (!await Carry((string)context.Request.RouteValues["action"]!, node))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
        await Answer(context);
    }

    private async Task<bool> Carry(string action, DemoNode node)
    {
        switch (action)
        {
            case "kill":
                await node.Kill();
                break;
            case "pause" when DemoNode.CanPause:
                node.Pause();
                break;
            case "resume" when DemoNode.CanPause:
                node.Resume();
                _ = TellOfWeather(node);
                break;
            case "restart":
                await node.Stop(StopGrace);
                node.Start(Access);
                _ = TellOfWeather(node);
                break;
            case "isolate":
                await Change(_weather with { Isolated = [.. _weather.Isolated.Append(node.Name).Distinct()] });
                break;
            case "heal":
                await Change(_weather with { Isolated = [.. _weather.Isolated.Where(other => other != node.Name)] });
                break;
            default:
                return false;
        }
        return true;
    }

    private async Task SlowDown(HttpContext context)
    {
        var text = (string)context.Request.RouteValues["factor"]!;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            || factor is not (>= 1 and <= DemoNetwork.Slowest))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        await Change(_weather with { Slow = factor });
        await Answer(context);
    }

    private async Task Change(DemoWeather weather)
    {
        _weather = weather;
        await Task.WhenAll(_nodes.Where(node => node.IsRunning && !node.IsPaused).Select(node => Tell(node)));
    }

    /// <summary>A process that has just been started listens in a moment.</summary>
    private async Task TellOfWeather(DemoNode node)
    {
        for (var until = DateTime.UtcNow + StartPatience; DateTime.UtcNow < until && !_ending.IsCancellationRequested;)
        {
            if (await Tell(node))
                return;
            await Task.Delay(100);
        }
    }

    private async Task<bool> Tell(DemoNode node)
    {
        using var order = new HttpRequestMessage(HttpMethod.Put, new Uri(node.Address, "/v1/demo/weather"))
        {
            Content = JsonContent.Create(_weather, FeedJson.Bodies.DemoWeather),
            Headers = { { DemoNetwork.TokenHeader, _token } },
        };
        try
        {
            using var answer = await _http.SendAsync(order, _ending.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private Task Answer(HttpContext context)
    {
        var nodes = _nodes.Select(node => new DemoProcessBody(
            node.Name, node.IsRunning, node.IsPaused, _weather.Isolated.Contains(node.Name),
            node.IsRunning ? node.Process!.Id : null));
        var state = new DemoStateBody([.. nodes], _weather.Slow, DemoNode.CanPause);
        return context.Response.WriteAsJsonAsync(
            state, FeedJson.Bodies.DemoStateBody, cancellationToken: context.RequestAborted);
    }
}
