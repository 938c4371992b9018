using System.Net;
using System.Text;
using System.Text.Json;
using Raft.Actors.Consensus;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

/// <summary>How a node serves its page, and to whom it speaks.</summary>
public sealed class DashboardApiSpecs : IAsyncLifetime, IDisposable
{
    private const string Friend = "http://127.0.0.1:8002";
    private const string Stranger = "http://evil.example";

    private readonly NodeWindow _window = new(
        "node-1",
        new ConsensusSettings(),
        new Dictionary<string, string> { ["node-1"] = "http://127.0.0.1:8001", ["node-2"] = Friend },
        WatchSettings.Default,
        new DemoAccess("http://127.0.0.1:7000", "the-word"));

    private HttpServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var settings = new HttpSettings(IPAddress.Loopback, 0, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), 100);
        _server = await HttpServer.Start(settings, new FakeStore(), new FakeOperations(() => null), _window);
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync()
    {
        _window.Feed.Close();
        await _server.Stop(TimeSpan.FromSeconds(1));
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _window.Dispose();
    }

    [Fact]
    public async Task The_page_and_all_that_it_names_come_from_the_node_itself_under_a_strict_policy()
    {
        using var page = await _client.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self' http://127.0.0.1:8001 http://127.0.0.1:8002 http://127.0.0.1:7000;", policy,
            StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        var files = html.Split("\"/dashboard/").Skip(1).Select(
            rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).ToHashSet();
        Assert.Equal(["dashboard.css", "dashboard.js", "icon.svg"], files.Order());
        foreach (var file in files)
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"/dashboard/{file}")).StatusCode);
    }

    [Fact]
    public async Task Every_module_that_a_module_imports_is_there()
    {
        var (seen, open) = (new HashSet<string>(), new Stack<string>(["dashboard.js"]));
        while (open.TryPop(out var file))
        {
            if (!seen.Add(file))
                continue;
            var text = await _client.GetStringAsync($"/dashboard/{file}");
            foreach (var rest in text.Split("from \"./").Skip(1))
                open.Push(rest[..rest.IndexOf('"', StringComparison.Ordinal)]);
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
            Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        }

        Assert.Contains("model.js", seen);
        Assert.InRange(seen.Count, 10, 30);
    }

    [Fact]
    public async Task A_file_that_is_none_of_the_pages_is_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/dashboard/reference.conf")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/dashboard/..%2Findex.html")).StatusCode);
    }

    [Fact]
    public async Task Pages_of_the_clusters_nodes_are_let_in_and_no_others()
    {
        Assert.Equal(Friend, AllowedOrigin(await Ask(HttpMethod.Get, "/v1/kv", Friend)));
        Assert.Null(AllowedOrigin(await Ask(HttpMethod.Get, "/v1/kv", Stranger)));
        Assert.Equal(Friend, AllowedOrigin(
            await Ask(HttpMethod.Options, "/v1/kv/ana", Friend, ("Access-Control-Request-Method", "PUT"))));
        Assert.Null(AllowedOrigin(
            await Ask(HttpMethod.Options, "/v1/kv/ana", Stranger, ("Access-Control-Request-Method", "PUT"))));
    }

    [Fact]
    public async Task The_demos_word_is_for_a_page_of_this_machine_alone()
    {
        var own = await Body(await Ask(HttpMethod.Get, "/v1/dashboard", null));
        var elsewhere = await Body(await Ask(HttpMethod.Get, "/v1/dashboard", null, ("Host", "rebound.example:8001")));

        Assert.Equal("the-word", own.GetProperty("demo").GetProperty("token").GetString());
        Assert.False(elsewhere.TryGetProperty("demo", out _));
        Assert.Null(AllowedOrigin(await Ask(HttpMethod.Get, "/v1/dashboard", Friend)));
    }

    [Fact]
    public async Task Only_who_knows_the_demos_word_changes_the_weather()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Weather("""{"isolated":[],"slow":10}""", word: null)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await Weather("""{"isolated":[],"slow":10}""", word: "a-word")).StatusCode);
        Assert.Equal(1, _window.Network!.Slow);

        Assert.Equal(HttpStatusCode.NoContent,
            (await Weather("""{"isolated":["node-2"],"slow":10}""", word: "the-word")).StatusCode);
        Assert.Equal(10, _window.Network.Slow);
        Assert.True(_window.Network.Drops("node-2"));
        foreach (var broken in new[] { "null", "{", "{}", "[]" })
            Assert.Equal(HttpStatusCode.BadRequest, (await Weather(broken, word: "the-word")).StatusCode);
    }

    [Fact]
    public async Task Events_come_one_by_one_and_end_when_the_node_stops()
    {
        using var answer = await _client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal("retry: 1000", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
        var first = JsonDocument.Parse((await reader.ReadLineAsync())!["data: ".Length..]).RootElement;
        Assert.Equal("node-1", first.GetProperty("node").GetString());
        Assert.Equal(100, first.GetProperty("settings").GetProperty("heartbeatMs").GetInt32());

        _window.Feed.Close();
        while (await reader.ReadLineAsync() is not null)
        {
            // What was on its way when the node stopped.
        }

        Assert.False(_window.Feed.IsWatched);
    }

    private Task<HttpResponseMessage> Weather(string json, string? word)
    {
        var order = new HttpRequestMessage(HttpMethod.Put, "/v1/demo/weather")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (word is not null)
            order.Headers.Add("X-Demo-Token", word);
        return _client.SendAsync(order);
    }

    private Task<HttpResponseMessage> Ask(
        HttpMethod method, string path, string? origin, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request);
    }

    private static string? AllowedOrigin(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null;

    private static async Task<JsonElement> Body(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
}
