using Raft.Actors.Machines;
using Raft.Host.Security;

namespace Raft.Specs.Security;

/// <summary>
/// Clients who ask for too much, too fast or too slowly. Sockets and the server's own clocks: real time, and little of
/// it.
/// </summary>
public sealed class HttpLimitSpecs
{
    [Fact]
    public async Task A_head_that_is_too_large_is_431_in_words()
    {
        await using var server = await With(new HttpLimits { MaxHeaderBytes = 2048 });

        var (status, body) = await server.Send("GET", "/v1/kv", null, ("X-Long", new string('x', 3000)));

        Assert.Equal(431, status);
        Assert.Contains("may have 2048 bytes together", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_is_far_too_large_is_cut_off()
    {
        await using var server = await With(new HttpLimits { MaxHeaderBytes = 2048 });
        using var connection = await server.Dial();

        await connection.Say($"GET /v1/kv HTTP/1.1\r\nHost: a\r\nX-Long: {new string('x', 5000)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", await connection.Rest(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413_in_words()
    {
        await using var server = await With(new HttpLimits());
        using var connection = await server.Dial();

        await connection.Say(
            $"PUT /v1/kv/a HTTP/1.1\r\nHost: a\r\nContent-Length: {KeyValueLimits.MaxValueBytes + 1}\r\n\r\nx");

        var answer = await connection.Rest();
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ffffffffffffffff")]
    [InlineData("7fffffffffffffff")]
    [InlineData("-1")]
    [InlineData("zz")]
    [InlineData("")]
    public async Task A_body_whose_chunks_make_no_sense_is_400_or_413(string size)
    {
        await using var server = await With(new HttpLimits());
        using var connection = await server.Dial();

        await connection.Say("PUT /v1/kv/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + $"Connection: close\r\n\r\n{size}\r\nhello\r\n0\r\n\r\n");

        Assert.Matches("^HTTP/1.1 4(00|13) ", await connection.Rest());
        Assert.Empty(server.Store.Timeouts);
    }

    [Fact]
    public async Task A_head_that_never_ends_costs_a_connection_for_as_long_as_it_is_allowed()
    {
        await using var server = await With(new HttpLimits { HeaderTimeout = TimeSpan.FromSeconds(1) });
        using var connection = await server.Dial();

        await connection.Say("GET /v1/kv HTTP/1.1\r\nHost: a\r\nX-Slow:");

        Assert.StartsWith("HTTP/1.1 408", await connection.Rest(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_hardly_comes_is_408_in_words_and_nothing_is_written()
    {
        await using var server = await With(new HttpLimits());
        using var connection = await server.Dial();

        await connection.Say("PUT /v1/kv/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 408", await connection.Rest(), StringComparison.Ordinal);
        Assert.Empty(server.Store.Timeouts);
    }

    [Fact]
    public async Task Too_many_requests_of_one_address_are_429_in_words()
    {
        await using var server = await With(new HttpLimits { MaxRequestsPerSecond = 5 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.Send("GET", "/health/live")));

        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Contains(answers, answer =>
            answer.Status == 429 && answer.Body.Contains("At most 5 requests a second", StringComparison.Ordinal));
        Assert.DoesNotContain(answers, answer => answer.Status is not (200 or 429));
    }

    [Fact]
    public async Task A_connection_too_many_is_503_in_words_and_one_far_too_many_is_closed()
    {
        await using var server = await SecuredServer.Start(settings => settings with { MaxConnections = 2 });
        var connections = new List<RawConnection>();
        for (var i = 0; i < 7; i++)
        {
            connections.Add(await server.Dial());
            // One after the other, so that it is known which of them is too many.
            await connections[^1].Say("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n");
            if (i < 2)
                await connections[^1].First();
        }

        var third = await connections[2].Rest();
        var last = await connections[6].Rest();

        Assert.StartsWith("HTTP/1.1 503", third, StringComparison.Ordinal);
        Assert.Contains("Too many connections are open.", third, StringComparison.Ordinal);
        Assert.Contains("Connection: close", third, StringComparison.Ordinal);
        Assert.True(last.Length == 0 || last.StartsWith("HTTP/1.1 503", StringComparison.Ordinal), last);
        connections.ForEach(connection => connection.Dispose());
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost:8001", 200)]
    [InlineData("[::1]:8001", 200)]
    [InlineData("raft", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:8001", 421)]
    public async Task A_name_of_somebody_elses_is_not_served_on_loopback(string host, int status)
    {
        await using var server = await With(new HttpLimits());
        using var connection = await server.Dial();

        await connection.Say($"GET /v1/kv HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", await connection.Rest(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/v1/kv/a")]
    [InlineData("POST", "/v1/snapshot")]
    public async Task A_page_from_elsewhere_changes_nothing(string method, string path)
    {
        await using var server = await With(new HttpLimits());
        var own = server.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(403, (await server.Send(method, path, null, ("Origin", "https://evil.example"))).Status);
        Assert.Equal(403, (await server.Send(method, path, null, ("Origin", "null"))).Status);
        Assert.NotEqual(403, (await server.Send(method, path, null, ("Origin", own))).Status);
    }

    [Fact]
    public async Task Every_answer_forbids_browsers_to_guess_to_run_and_to_frame()
    {
        await using var server = await With(new HttpLimits());
        using var http = new HttpClient { BaseAddress = server.Address };

        foreach (var path in new[] { "/v1/kv", "/v1/nowhere", "/health/live", "/metrics" })
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
            Assert.Equal(
                ["default-src 'none'; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
        }
    }

    private static Task<SecuredServer> With(HttpLimits limits) =>
        SecuredServer.Start(settings => settings with { Limits = limits });
}
