using System.Text;
using System.Text.RegularExpressions;

namespace Raft.Specs.Fuzz;

/// <summary>HTTP as no client library would send it.</summary>
internal sealed partial class RawHttpFuzz(FuzzCluster cluster)
{
    private static readonly string[] Paths =
    [
        "/", "/v1/kv", "/v1/kv/fuzz-a", "/v1/status", "/v1/members", "/v1/log", "/v1/hash", "/health/ready", "/metrics",
        "/v1/sessions", "/dashboard/index.html", "/v1/leader/transfer", "/v1/backup",
    ];

    /// <summary>Sends one, and says what came of it.</summary>
    public async Task<FuzzOutcome> Send(FuzzDice dice, CancellationToken stop)
    {
        var request = Draw(dice);
        var heard = await Wire.Say(cluster.HttpPort(dice), request, leaveAtOnce: dice.Chance(0.05), stop);
        return Judge("HTTP, malformed", heard) with { Request = Encoding.Latin1.GetString(request) };
    }

    /// <summary>Sends one so slowly that the node must end it.</summary>
    public async Task<FuzzOutcome> Dribble(FuzzDice dice, CancellationToken stop)
    {
        var request = dice.Chance(0.5)
            ? Encoding.Latin1.GetBytes($"GET /v1/kv HTTP/1.1\r\nHost: a\r\nX-Slow: {new string('x', 500)}")
            : Encoding.Latin1.GetBytes("PUT /v1/kv/fuzz-slow HTTP/1.1\r\nHost: a\r\nAuthorization: "
                + $"Bearer {FuzzCluster.Token}\r\nContent-Length: 100000\r\n\r\n{new string('x', 200)}");
        return Judge(
            "HTTP, slow", await Wire.Dribble(cluster.HttpPort(dice), request, TimeSpan.FromMilliseconds(100), stop));
    }

    private static FuzzOutcome Judge(string kind, string? heard)
    {
        if (heard is null)
            return new FuzzOutcome(kind, ["never ended"], true);
        var statuses = StatusLine().Matches(heard).Select(match => match.Groups[1].Value).ToList();
        return new FuzzOutcome(kind, statuses.Count > 0 ? statuses : ["closed"], statuses.Exists(FuzzOutcome.IsWrong));
    }

    private static byte[] Draw(FuzzDice dice) => dice.Random.Next(10) switch
    {
        0 => dice.Bytes(dice.Random.Next(1, 3000)),
        1 => Encoding.Latin1.GetBytes(OddLine(dice)),
        2 => Encoding.Latin1.GetBytes(OddHeaders(dice)),
        3 => Encoding.Latin1.GetBytes(OddChunks(dice)),
        4 => Many(dice),
        5 => Large(dice),
        _ => dice.Mutate(Encoding.Latin1.GetBytes(Good(dice))),
    };

    private static string Good(FuzzDice dice)
    {
        var body = dice.Chance(0.5) ? "{\"members\":[{\"node\":\"x\"}]}" : "value";
        var method = dice.Pick("GET", "PUT", "DELETE", "POST", "HEAD", "OPTIONS");
        return $"{method} {dice.Pick<string>(Paths)}?timeout=500ms HTTP/1.1\r\nHost: 127.0.0.1\r\n{Identity(dice)}"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    private static string Identity(FuzzDice dice) =>
        dice.Chance(0.7)
            ? $"Authorization: Bearer {FuzzCluster.Token}\r\n"
            : dice.Chance(0.5) ? "Authorization: Basic YTpi\r\n" : "";

    private static string OddLine(FuzzDice dice)
    {
        var method = dice.Pick("GET", "get", "TRACE", "CONNECT", "PRI", "", "G\0T", "PROPFIND", new string('A', 500));
        var target = dice.Random.Next(8) switch
        {
            0 => "*",
            1 => "http://evil.example/v1/kv/a",
            2 => "127.0.0.1:80",
            3 => "//v1//kv//" + dice.Text(),
            4 => "/v1/kv/" + string.Concat(Enumerable.Repeat("../", dice.Random.Next(1, 200))),
            5 => "/v1/kv/" + string.Concat(Enumerable.Repeat("%c0%af", dice.Random.Next(1, 50))),
            6 => "/v1/kv?" + string.Concat(Enumerable.Repeat("a=1&", dice.Random.Next(1, 3000))),
            _ => "/v1/kv/fuzz-" + dice.Text(),
        };
        var version = dice.Pick("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "", "XTTP/1.1");
        return $"{method} {target} {version}\r\nHost: a\r\n{Identity(dice)}Connection: close\r\n\r\n";
    }

    private static string OddHeaders(FuzzDice dice)
    {
        var header = dice.Random.Next(12) switch
        {
            0 => "Content-Length: 5\r\nContent-Length: 6\r\n",
            1 => $"Content-Length: {dice.Number()}\r\n",
            2 => "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            3 => "Transfer-Encoding: gzip, chunked\r\n",
            4 => string.Concat(Enumerable.Range(0, dice.Random.Next(50, 300)).Select(i => $"X-{i}: a\r\n")),
            5 => $"X-Long: {new string('x', dice.Random.Next(1000, 120_000))}\r\n",
            6 => "No colon here\r\n",
            7 => " folded: a\r\n",
            8 => "Host: b\r\n",
            9 => $"Authorization: Bearer {dice.Text()}\r\n",
            10 => "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
            _ => $"Expect: {dice.Pick("100-continue", "200-ok")}\r\n{dice.Text()}: {dice.Text()}\r\n",
        };
        return $"PUT {dice.Pick<string>(Paths)} HTTP/1.1\r\nHost: a\r\n{Identity(dice)}{header}"
            + "Connection: close\r\n\r\nhello";
    }

    private static string OddChunks(FuzzDice dice)
    {
        var size = dice.Pick(
            "5", "-5", "ffffffffffffffff", "7fffffff", "0x5", "", "5;ext=" + new string('x', 5000), "zz");
        return $"PUT /v1/kv/fuzz-chunks HTTP/1.1\r\nHost: a\r\n{Identity(dice)}Transfer-Encoding: chunked\r\n"
            + $"Connection: close\r\n\r\n{size}\r\nhello\r\n0\r\n{dice.Pick("\r\n", "X-Trailer: 1\r\n\r\n", "")}";
    }

    private static byte[] Many(FuzzDice dice)
    {
        var one = $"GET {dice.Pick<string>(Paths)} HTTP/1.1\r\nHost: a\r\n{Identity(dice)}\r\n";
        return Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(one, dice.Random.Next(2, 20)))
            + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static byte[] Large(FuzzDice dice)
    {
        // Seldom: a hundred thousand megabytes would be a test of this machine and not of the node.
        var length = dice.Chance(0.05) ? (1 << 20) + dice.Random.Next(200_000) : dice.Random.Next(100_000);
        var head = $"PUT /v1/kv/fuzz-large HTTP/1.1\r\nHost: a\r\n{Identity(dice)}Content-Length: {length}\r\n"
            + "Connection: close\r\n\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. dice.Bytes(dice.Chance(0.8) ? length : length / 2)];
    }

    [GeneratedRegex(@"(?:^|\n)HTTP/1\.[01] (\d{3}) ")]
    private static partial Regex StatusLine();
}
