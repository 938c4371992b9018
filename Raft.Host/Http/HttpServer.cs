using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Raft.Actors.Machines;
using Raft.Actors.Metrics;
using Raft.Host.Controller;
using Raft.Host.Nodes;
using Raft.Host.Security;

namespace Raft.Host.Http;

/// <summary>Where a node listens for clients, and for how long it tries on their behalf.</summary>
/// <param name="Address">The address to bind.</param>
/// <param name="Port">The port to bind; 0 for any free one.</param>
/// <param name="RequestTimeout">A request's time-out when it names none.</param>
/// <param name="MaxRequestTimeout">The longest time-out that a request may name.</param>
/// <param name="MaxConnections">The most connections at a time; further ones are closed at once.</param>
public sealed record HttpSettings(
    IPAddress Address, int Port, TimeSpan RequestTimeout, TimeSpan MaxRequestTimeout, int MaxConnections)
{
    /// <summary>HTTPS; null for plain HTTP.</summary>
    public HttpTls? Tls { get; init; }

    /// <summary>Who may do what.</summary>
    public AccessTokens Tokens { get; init; } = AccessTokens.None;

    /// <summary>What clients may ask of its patience.</summary>
    public HttpLimits Limits { get; init; } = new();

    /// <summary>When the node says that it is ready.</summary>
    public Readiness Readiness { get; init; } = new(int.MaxValue);
}

/// <summary>A node's HTTP API: keys and values, members, its log, its status, its health.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    // A sender may pause for so long before the least rate counts.
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private HttpServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => AddressOf(_app);

    /// <summary>Binds the port and begins to answer.</summary>
    /// <param name="settings">Where, and within which bounds.</param>
    /// <param name="store">The store behind it.</param>
    /// <param name="operations">What operators may ask of the node.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<HttpServer> Start(HttpSettings settings, IKeyValueStore store, INodeOperations operations) =>
        Start(settings, store, operations, window: null);

    /// <summary>The same, with a window to watch the node through.</summary>
    internal static async Task<HttpServer> Start(
        HttpSettings settings, IKeyValueStore store, INodeOperations operations, NodeWindow? window)
    {
        var gate = new ConnectionGate(settings.MaxConnections);
        var app = Prepare(settings, KeyValueLimits.MaxValueBytes, gate).Build();
        var limits = new RequestLimits(settings.Limits);
        app.Lifetime.ApplicationStopped.Register(limits.Dispose);
        var dashboard = window is null ? null : new DashboardApi(window.Feed.Node, window.Nodes, window.Demo);
        app.Use(Headers.Harden);
        app.Use(RequestTracing.Trace);
        app.Use(AnswerFailures);
        app.Use(ConnectionGate.Check);
        app.Use(limits.Check);
        app.Use(new HostCheck(settings, window?.Nodes.Values ?? []).Check);
        if (dashboard is not null)
            app.Use(dashboard.LetIn);
        app.Use(RequestReader.Take);
        app.Use(KeyValueApi.TakeKey);
        // Only now is it certain what the path means: /v1/kv/../../health/live is a key.
        app.Use(new Authorization(settings.Tokens).Check);
        app.UseRouting();
        if (window is not null)
            Open(app, window, dashboard!);
        var requests = new RequestReader(settings.RequestTimeout, settings.MaxRequestTimeout);
        new KeyValueApi(store, operations, requests).Map(app);
        if (window is not null)
            new WatchApi(window.Feed.Node, window.History, operations, requests).Map(app);
        new MembersApi(operations, requests).Map(app);
        new InspectionApi(operations, requests).Map(app);
        new StatusApi(operations.Status, settings.Readiness).Map(app);
        var metrics = new MetricsText(NodeMetrics.MeterName, ControllerService.MeterName);
        app.Lifetime.ApplicationStopped.Register(metrics.Dispose);
        metrics.Map(app);
        RejectedRequests.Watch(app);
        await app.StartAsync();
        return new HttpServer(app);
    }

    /// <summary>A server that listens where it is told and does nothing that it is not told.</summary>
    internal static WebApplicationBuilder Prepare(HttpSettings settings, long maxBodyBytes, ConnectionGate gate)
    {
        // The empty builder: no settings from the environment or from files, no log of its own, no lifetime of its own.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var (limits, asked) = (kestrel.Limits, settings.Limits);
            limits.MaxRequestBodySize = maxBodyBytes;
            limits.MaxConcurrentConnections = gate.MostSockets;
            limits.RequestHeadersTimeout = asked.HeaderTimeout;
            limits.KeepAliveTimeout = asked.IdleTimeout;
            limits.MinRequestBodyDataRate = new MinDataRate(asked.MinBodyBytesPerSecond, BodyGrace);
            // What is a little too large gets an answer in words from us, and what is far too large is cut off by the
            // server.
            limits.MaxRequestLineSize = asked.MaxHeaderBytes * 2;
            limits.MaxRequestHeadersTotalSize = asked.MaxHeaderBytes * 2;
            kestrel.Listen(settings.Address, settings.Port, listen =>
            {
                listen.Use(gate.Count);
                if (settings.Tls is { } tls)
                    listen.UseHttps(Https(tls, asked.HeaderTimeout));
            });
        });
        return builder;
    }

    private static HttpsConnectionAdapterOptions Https(HttpTls tls, TimeSpan patience)
    {
        var options = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = tls.Identity.Certificate,
            ServerCertificateChain = tls.Identity.Between,
            HandshakeTimeout = patience,
        };
        if (tls.ClientAuthority is not { } authority)
            return options;
        options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        options.ClientCertificateValidation = (certificate, chain, _) =>
            PemFiles.IsVouchedFor(certificate, chain, authority, forServers: false, forClients: true);
        return options;
    }

    /// <summary>Where a running server listens.</summary>
    internal static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Stops taking requests, and gives those under way this long.</summary>
    public async Task Stop(TimeSpan grace)
    {
        using var patience = new CancellationTokenSource(grace);
        await _app.StopAsync(patience.Token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Open(WebApplication app, NodeWindow window, DashboardApi dashboard)
    {
        dashboard.Map(app);
        new EventsApi(window.Feed, window.Picture).Map(app);
        if (window.Network is { } network)
            new DemoApi(network).Map(app);
    }

    private static async Task AnswerFailures(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null })
                await Problems.OfStatus(context);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
            await Problems.OfStatus(context);
        }
        catch (IOException) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The web server's word for a body whose chunks make no sense.
            context.Response.Headers.Connection = "close";
            await Problems.BadRequest(context, "The body cannot be read.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; nobody reads the answer.
        }
    }

    /// <summary>Signals belong to the process, which has more to stop than this server.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
