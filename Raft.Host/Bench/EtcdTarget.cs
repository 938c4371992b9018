using System.Net.Http.Json;
using System.Net.Sockets;

namespace Raft.Host.Bench;

/// <summary>
/// An etcd endpoint through its own JSON gateway (<c>/v3/kv</c>), so that the same load can be put on both in one run.
/// </summary>
public sealed class EtcdTarget(Uri endpoint, TimeSpan timeout) : IBenchTarget
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = endpoint,
        Timeout = timeout,
    };

    /// <inheritdoc/>
    public string Name => $"etcd {endpoint.Authority}";

    /// <inheritdoc/>
    public Task<BenchResult> Put(int client, string key, byte[] value, CancellationToken cancel) =>
        Send("/v3/kv/put", new { key = Base64(key), value = Convert.ToBase64String(value) }, cancel);

    /// <inheritdoc/>
    public Task<BenchResult> Get(int client, string key, CancellationToken cancel) =>
        Send("/v3/kv/range", new { key = Base64(key) }, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Base64(string key) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key));

    private async Task<BenchResult> Send(string path, object body, CancellationToken cancel)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(path, body, cancel);
            return response.IsSuccessStatusCode
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
