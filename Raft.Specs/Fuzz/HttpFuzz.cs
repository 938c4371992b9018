using System.Net.Sockets;
using System.Text;

namespace Raft.Specs.Fuzz;

/// <summary>Requests that are HTTP, and nonsense otherwise: parameters, headers, tokens and bodies.</summary>
internal sealed class HttpFuzz : IDisposable
{
    private const string Unauthorised = "HTTP, unauthorised";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string Method, string Path)[] Endpoints =
    [
        ("GET", "/v1/kv/fuzz-{t}"), ("PUT", "/v1/kv/fuzz-{t}"), ("DELETE", "/v1/kv/fuzz-{t}"), ("GET", "/v1/kv"),
        ("POST", "/v1/sessions"), ("GET", "/v1/members"), ("POST", "/v1/members"), ("PUT", "/v1/members"),
        ("DELETE", "/v1/members/{t}"),
        ("POST", "/v1/leader/transfer"), ("POST", "/v1/snapshot"), ("GET", "/v1/log"), ("GET", "/v1/hash"),
        ("GET", "/v1/backup"), ("GET", "/v1/events"), ("GET", "/v1/watch"), ("GET", "/v1/status"),
        ("GET", "/v1/dashboard"), ("PUT", "/v1/demo/weather"), ("GET", "/metrics"),
        ("GET", "/health/ready"), ("GET", "/{t}"), ("PATCH", "/v1/kv/fuzz-{t}"), ("OPTIONS", "/v1/kv"),
    ];

    private static readonly string[] Parameters =
    [
        "timeout", "consistency", "maxStaleness", "limit", "after", "prefix", "from", "count", "index", "ifIndex",
        "forward", "raw", "node",
    ];

    private static readonly string[] Bodies =
    [
        "", "{", "null", "[]", "{}", "{\"members\":[]}", "{\"members\":null}", "{\"node\":\"\"}",
        "{\"node\":\"x\",\"address\":\"\"}", "{\"node\":\"x\",\"address\":\"h:99999\"}",
        "{\"node\":\"x\",\"address\":\"h:1\",\"role\":\"king\"}", "{\"to\":\"nobody\"}", "{\"to\":7}",
        "\"\\ud800\"", "{\"node\":\"x\",\"priority\":1e400}",
    ];

    private readonly FuzzCluster _cluster;
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            Timeout = Patience,
        };

    public HttpFuzz(FuzzCluster cluster) => _cluster = cluster;

    public void Dispose() => _http.Dispose();

    /// <summary>Sends one, and says what came of it.</summary>
    public async Task<FuzzOutcome> Send(FuzzDice dice, CancellationToken stop)
    {
        var kind = "HTTP, nonsense";
        try
        {
            using var request = Draw(dice, ref kind);
            // Some answers never end, and some listeners do not want the rest.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (dice.Chance(0.9) && response.Content.Headers.ContentType?.MediaType is not "text/event-stream")
                await response.Content.LoadIntoBufferAsync(16 << 20, stop);
            var status = $"{(int)response.StatusCode}";
            var stolen = kind == Unauthorised && response.IsSuccessStatusCode && !IsFree(request.RequestUri!);
            return new FuzzOutcome(kind, [status], stolen || FuzzOutcome.IsWrong(status))
            {
                Request = $"{request.Method} {request.RequestUri}",
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new FuzzOutcome(kind, ["never ended"], true);
        }
        catch (Exception broken) when (broken is HttpRequestException or SocketException or IOException)
        {
            return new FuzzOutcome(kind, ["closed"], false);
        }
    }

    private HttpRequestMessage Draw(FuzzDice dice, ref string kind)
    {
        var (method, path) = dice.Pick<(string, string)>(Endpoints);
        var query = new StringBuilder("?timeout=").Append(
            dice.Chance(0.8) ? "500ms" : Uri.EscapeDataString(dice.Text()));
        for (var more = dice.Random.Next(4); more > 0; more--)
            query.Append('&').Append(dice.Pick<string>(Parameters)).Append('=').Append(
                Uri.EscapeDataString(Value(dice)));
        var target = path.Replace("{t}", Uri.EscapeDataString(dice.Text()), StringComparison.Ordinal) + query;
        var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri($"http://127.0.0.1:{_cluster.HttpPort(dice)}{target}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (method is not "GET" || dice.Chance(0.1))
            request.Content = new ByteArrayContent(Body(dice));
        Identify(request, dice, ref kind);
        foreach (var name in new[]
        {
            "X-Raft-Session", "X-Raft-Sequence", "If-Match", "If-None-Match", "Origin", "Accept", "Last-Event-ID",
            "Host",
        })
        {
            if (dice.Chance(0.08))
                request.Headers.TryAddWithoutValidation(name, Printable(dice.Text()));
        }
        return request;
    }

    private static void Identify(HttpRequestMessage request, FuzzDice dice, ref string kind)
    {
        // Whoever may administer could do away with the cluster, and rightly so: only nonsense is sent with that right.
        var (token, allowed) = dice.Random.Next(10) switch
        {
            0 => (null, false),
            1 => (Printable(dice.Text()), false),
            2 => ("reader-0123456780", false),
            3 or 4 => (FuzzCluster.AdminToken, true),
            _ => (FuzzCluster.Token, true),
        };
        if (!allowed)
            kind = Unauthorised;
        if (token is not null)
            request.Headers.TryAddWithoutValidation(
                "Authorization", $"{dice.Pick("Bearer", "Bearer", "bearer", "Bearer", "Digest")} {token}");
    }

    // The page, and whether the node lives, are for everybody; nothing below /v1 is.
    private static bool IsFree(Uri target) =>
        !target.OriginalString.Contains("/v1/", StringComparison.OrdinalIgnoreCase)
        && !target.OriginalString.Contains("/metrics", StringComparison.OrdinalIgnoreCase);

    private static string Value(FuzzDice dice) =>
        dice.Chance(0.3)
            ? dice.Pick("linearizable", "lease", "stale", "2s", "10ms", "true", "false", "17")
            : dice.Text();

    private static byte[] Body(FuzzDice dice) => dice.Random.Next(4) switch
    {
        0 => dice.Bytes(dice.Random.Next(5000)),
        1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"members\":[", dice.Random.Next(1, 2000)))),
        _ => Encoding.UTF8.GetBytes(dice.Pick<string>(Bodies)),
    };

    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~'));
}
