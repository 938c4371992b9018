using System.Net;
using System.Net.Sockets;
using Raft.Host.Client;

namespace Raft.Host.Bench;

/// <summary>
/// A cluster of ours over its HTTP API: each client keeps to one node, the clients are spread over all.
/// </summary>
public sealed class HttpTarget : IBenchTarget
{
    private readonly IReadOnlyList<Uri> _nodes;
    private readonly HttpClient _http;

    /// <param name="nodes">The nodes' HTTP addresses.</param>
    /// <param name="timeout">For how long to try each request.</param>
    /// <param name="access">Who the clients are, and whom they trust.</param>
    public HttpTarget(IReadOnlyList<Uri> nodes, TimeSpan timeout, ClientAccess? access = null)
    {
        _nodes = nodes;
        _http = (access ?? ClientAccess.Open).Http(
            new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        _http.Timeout = timeout;
    }

    /// <inheritdoc/>
    public string Name => $"http {string.Join(", ", _nodes.Select(n => n.Authority))}";

    /// <inheritdoc/>
    public async Task<BenchResult> Put(int client, string key, byte[] value, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, PathOf(client, key))
        {
            Content = new ByteArrayContent(value),
        };
        return await Send(request, cancel);
    }

    /// <inheritdoc/>
    public async Task<BenchResult> Get(int client, string key, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(client, key));
        return await Send(request, cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Uri PathOf(int client, string key) => new(_nodes[client % _nodes.Count], "/v1/kv/" + key);

    private async Task<BenchResult> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
            return response.IsSuccessStatusCode
                || (request.Method == HttpMethod.Get && response.StatusCode == HttpStatusCode.NotFound)
                ? new BenchResult(true)
                : new BenchResult(false, $"status {(int)response.StatusCode}");
        }
        catch (SocketException broken)
        {
            return new BenchResult(false, broken.SocketErrorCode.ToString());
        }
        catch (HttpRequestException broken)
        {
            return new BenchResult(false, broken.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new BenchResult(false, "timeout");
        }
    }
}
