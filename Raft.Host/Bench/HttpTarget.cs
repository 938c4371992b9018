using System.Net;
using System.Net.Sockets;

namespace Raft.Host.Bench;

/// <summary>A cluster of ours over its HTTP API: each client keeps to one node, the clients are spread over all.</summary>
public sealed class HttpTarget(IReadOnlyList<Uri> nodes, TimeSpan timeout) : IBenchTarget
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = timeout,
    };

    /// <inheritdoc/>
    public string Name => $"http {string.Join(", ", nodes.Select(n => n.Authority))}";

    /// <inheritdoc/>
    public async Task<BenchResult> Put(int client, string key, byte[] value, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, PathOf(client, key)) { Content = new ByteArrayContent(value) };
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

    private Uri PathOf(int client, string key) => new(nodes[client % nodes.Count], "/v1/kv/" + key);

    private async Task<BenchResult> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
            return response.IsSuccessStatusCode || (request.Method == HttpMethod.Get && response.StatusCode == HttpStatusCode.NotFound)
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
