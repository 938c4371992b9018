using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Raft.Host.Http;

namespace Raft.Specs.Fuzz;

/// <summary>The one client that means well: it writes all the while, and remembers what was acknowledged.</summary>
internal sealed class Keeper(FuzzCluster cluster) : IDisposable
{
    private const string Prefix = "kept-";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly HttpClient _http = NewHttp();
    private readonly List<string> _acknowledged = [];

    public int Acknowledged => _acknowledged.Count;

    public int Refused { get; private set; }

    public void Dispose() => _http.Dispose();

    /// <summary>Writes until it is told to stop.</summary>
    public async Task Write(CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            if (await TryWrite($"{Prefix}{number}", 1 + number % FuzzCluster.Size))
                _acknowledged.Add($"{Prefix}{number}");
            else
                Refused++;
            await Task.WhenAny(Task.Delay(Pause, stop));
        }
    }

    /// <summary>Writes once more through each node, and reads everything back from it: what is missing.</summary>
    public async Task<IReadOnlyList<string>> Missing()
    {
        var missing = new List<string>();
        for (var node = 1; node <= FuzzCluster.Size; node++)
        {
            var through = node;
            await cluster.Processes.Until($"node-{node} serves a write", () => TryWrite($"after-{through}", through));
            var there = await All(node);
            missing.AddRange(_acknowledged.Append($"after-{node}").Where(key => !there.Contains(key)).Select(
                key => $"{key} on node-{through}"));
        }
        return missing;
    }

    private static HttpClient NewHttp()
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {FuzzCluster.Token}");
        return http;
    }

    private async Task<bool> TryWrite(string key, int node)
    {
        try
        {
            using var answer = await _http.PutAsync(
                new Uri(cluster.Processes.AddressOf(node), $"/v1/kv/{key}"),
                new ByteArrayContent(Encoding.ASCII.GetBytes(key)));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    private async Task<HashSet<string>> All(int node)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var prefix in new[] { Prefix, "after-" })
        {
            var after = "";
            for (var more = true; more;)
            {
                var page = await Page(node, prefix, after);
                foreach (var item in page.Items)
                {
                    if (item.Value == item.Key)
                        keys.Add(item.Key);
                    after = item.Key;
                }
                more = page.More == true && page.Items.Count > 0;
            }
        }
        return keys;
    }

    private async Task<ListBody> Page(int node, string prefix, string after)
    {
        ListBody? page = null;
        await cluster.Processes.Until($"node-{node} lists what it has", async () =>
        {
            using var answer = await _http.GetAsync(new Uri(
                cluster.Processes.AddressOf(node),
                $"/v1/kv?prefix={prefix}&limit=1000{(after.Length > 0 ? $"&after={after}" : "")}"));
            if (answer.StatusCode != HttpStatusCode.OK)
                return false;
            page = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(), ApiJson.Bodies.ListBody);
            return true;
        });
        return page!;
    }
}
