using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Raft.Host.Http;

/// <summary>
/// What the web server rejects before anything of ours is asked. It answers a version of HTTP that there is not with
/// 505, which to a client's retry and to an operator's alarm is a node that fails; but the request is what is wrong,
/// and so it is told.
/// </summary>
internal sealed class RejectedRequests : IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Looks at every rejection of a server, for as long as it runs.</summary>
    public static void Watch(WebApplication app)
    {
        var watch = app.Services.GetRequiredService<DiagnosticListener>().Subscribe(
            new RejectedRequests(), name => name == BadRequest);
        app.Lifetime.ApplicationStopped.Register(watch.Dispose);
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection request
            || request.Get<IHttpResponseFeature>() is not
            {
                HasStarted: false,
                StatusCode: >= StatusCodes.Status500InternalServerError,
            } answer)
            return;
        answer.StatusCode = StatusCodes.Status400BadRequest;
        answer.Headers.Connection = "close";
        // What has begun is not changed back: else the server would set its own status again when it ends the answer.
        _ = request.Get<IHttpResponseBodyFeature>()?.StartAsync();
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }
}
