using System.Net;
using System.Text;
using Raft.Actors.Machines;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

/// <summary>The stream of changes: nothing twice, nothing silently left out.</summary>
public sealed class WatchApiSpecs
{
    // Everything here happens within milliseconds; a machine that is busy otherwise takes longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_watcher_hears_of_every_change_from_its_beginning_on_and_of_nothing_that_changed_nothing()
    {
        await using var node = await FakeNode.Start();
        await node.Set("before", "1");
        using var watch = await Watch.Open(node, "");
        Assert.Equal("""1 start {"event":"start","index":1,"node":"node-1"}""", await watch.Next());

        await node.Set("ana", "4");
        await node.Delete("nobody");
        await node.Store.Put("ana", "8"u8.ToArray(), 99, null, Patience);
        await node.Delete("ana");
        await node.Store.Put("photo", new byte[] { 0xFF }, null, null, Patience);

        Assert.Equal("""2 change {"event":"change","index":2,"term":7,"key":"ana","value":"4"}""", await watch.Next());
        Assert.Equal(
            """5 change {"event":"change","index":5,"term":7,"key":"ana","deleted":true}""", await watch.Next());
        Assert.Equal("""6 change {"event":"change","index":6,"term":7,"key":"photo","valueBase64":"/w=="}""",
            await watch.Next());
    }

    [Theory]
    [InlineData("?key=user%2F1", "user/1")]
    [InlineData("?prefix=user%2F", "user/10 user/1")]
    [InlineData("", "other user/10 user/1")]
    public async Task One_key_a_prefix_or_everything_is_watched(string query, string heard)
    {
        await using var node = await FakeNode.Start();
        using var watch = await Watch.Open(node, query);
        await watch.Next();

        await node.Set("other", "1");
        await node.Set("user/10", "1");
        await node.Set("user/1", "1");

        foreach (var key in heard.Split(' '))
            Assert.Contains($"\"key\":\"{key}\"", await watch.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_goes_on_behind_the_last_position_that_it_heard_of()
    {
        await using var node = await FakeNode.Start();
        foreach (var n in Enumerable.Range(1, 3))
            await node.Set("n", $"{n}");

        using var from = await Watch.Open(node, "?from=2");
        using var again = await Watch.Open(node, "", lastEventId: "2");

        await from.Next();
        await again.Next();
        Assert.StartsWith("2 change", await from.Next(), StringComparison.Ordinal);
        Assert.StartsWith("3 change", await from.Next(), StringComparison.Ordinal);
        Assert.StartsWith("3 change", await again.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_falls_behind_what_is_kept_is_told_so_and_gets_everything_as_it_is()
    {
        await using var node = await FakeNode.Start(watch: WatchSettings.Default with { History = 2 });
        foreach (var n in Enumerable.Range(1, 5))
            await node.Set(n % 2 == 0 ? "even" : "odd", $"{n}");

        using var watch = await Watch.Open(node, "?from=2");
        await watch.Next();

        Assert.Equal(""" lost {"event":"lost","index":5,"after":1,"keys":2}""", await watch.Next());
        Assert.Equal(""" item {"event":"item","index":4,"term":7,"key":"even","value":"4"}""", await watch.Next());
        Assert.Equal(""" item {"event":"item","index":5,"term":7,"key":"odd","value":"5"}""", await watch.Next());
        Assert.Equal("""5 listed {"event":"listed","index":5}""", await watch.Next());
        await node.Set("odd", "7");
        Assert.StartsWith("6 change", await watch.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_in_bytes_as_well()
    {
        await using var node = await FakeNode.Start(watch: WatchSettings.Default with { HistoryBytes = 3000 });
        foreach (var n in Enumerable.Range(1, 5))
            await node.Set($"{n}", new string('x', 999));

        using var early = await Watch.Open(node, "?from=2");
        using var late = await Watch.Open(node, "?from=3");

        await early.Next();
        await late.Next();
        Assert.StartsWith(" lost", await early.Next(), StringComparison.Ordinal);
        Assert.StartsWith("3 change", await late.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_was_given_a_snapshot_says_what_its_watchers_missed()
    {
        await using var node = await FakeNode.Start();
        await node.Set("ana", "4");
        using var watch = await Watch.Open(node, "");
        await watch.Next();

        node.History.Restored(90, [new KeyValueItem("ana", "8"u8.ToArray(), 80, 7)]);

        Assert.Equal(""" lost {"event":"lost","index":90,"after":1,"keys":1}""", await watch.Next());
        Assert.StartsWith(" item", await watch.Next(), StringComparison.Ordinal);
        Assert.StartsWith("90 listed", await watch.Next(), StringComparison.Ordinal);
        using var knows = await Watch.Open(node, "?from=91");
        await knows.Next();
        node.History.Changed(new KeyValueChange("d", null, 92, 7), []);
        Assert.StartsWith("92 change", await knows.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_told_with_how_far_the_node_is_and_whom_it_follows()
    {
        await using var node = await FakeNode.Start();
        node.Status = node.Status! with { AppliedIndex = 17 };
        using var watch = await Watch.Open(node, "?key=ana");
        await watch.Next(withProgress: true);

        Assert.Equal(
            """17 progress {"event":"progress","index":17,"leader":"node-1"}""", await watch.Next(withProgress: true));
        node.Status = node.Status with { Leader = null };
        Assert.Equal("""17 progress {"event":"progress","index":17}""", await watch.Next(withProgress: true));
    }

    [Theory]
    [InlineData("?key=a&prefix=b", "Watch a key or a prefix, not both.")]
    [InlineData("?from=0", "from must be a whole number, at least 1.")]
    [InlineData("?from=x", "from must be a whole number, at least 1.")]
    [InlineData("?keys=a", "There is no parameter 'keys' here.")]
    public async Task What_cannot_be_meant_is_400(string query, string problem)
    {
        await using var node = await FakeNode.Start();

        await Refused(node, query, HttpStatusCode.BadRequest, problem);
    }

    [Fact]
    public async Task A_node_that_cannot_tell_what_is_new_refuses_those_who_name_no_position()
    {
        await using var node = await FakeNode.Start();
        node.Operations.Behind = "no leader is known";

        await Refused(node, "", HttpStatusCode.ServiceUnavailable, "No leader is known.");
        using var watch = await Watch.Open(node, "?from=1");
        Assert.StartsWith("0 start", await watch.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_only_so_many_watchers_and_who_leaves_makes_room()
    {
        await using var node = await FakeNode.Start(watch: WatchSettings.Default with { MaxWatchers = 1 });
        using (var first = await Watch.Open(node, ""))
        {
            await first.Next();
            await Refused(node, "", HttpStatusCode.ServiceUnavailable, "Too many watch this node.");
        }

        // The node sees that a connection is closed when it is told so, which takes a moment.
        using var client = new HttpClient { BaseAddress = node.Address };
        var isRoom = false;
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !isRoom && clock.Elapsed < Patience;)
        {
            using var next = await client.GetAsync("/v1/watch", HttpCompletionOption.ResponseHeadersRead);
            isRoom = next.IsSuccessStatusCode;
        }
        Assert.True(isRoom);
    }

    [Fact]
    public async Task A_node_that_stops_ends_the_stream()
    {
        var node = await FakeNode.Start();
        using var watch = await Watch.Open(node, "");
        await watch.Next();

        await node.DisposeAsync();

        Assert.Null(await watch.Next());
    }

    private static async Task Refused(FakeNode node, string query, HttpStatusCode status, string problem)
    {
        using var client = new HttpClient { BaseAddress = node.Address };
        using var answer = await client.GetAsync("/v1/watch" + query, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(status, answer.StatusCode);
        using var body = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(problem, body.RootElement.GetProperty("detail").GetString());
    }

    /// <summary>One reader of the stream; an event reads as its id, its name and its data.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly HttpClient _client = new();
        private readonly CancellationTokenSource _patience = new(Patience);
        private StreamReader _lines = null!;

        public static async Task<Watch> Open(FakeNode node, string query, string? lastEventId = null)
        {
            var watch = new Watch();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, "/v1/watch" + query));
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
            var answer = await watch._client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, watch._patience.Token);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            watch._lines = new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8);
            return watch;
        }

        public async Task<string?> Next(bool withProgress = false)
        {
            var (id, name, data) = ("", "", "");
            while (await _lines.ReadLineAsync(_patience.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
                else if (name == "progress" && !withProgress)
                    (id, name, data) = ("", "", "");
                else
                    return $"{id} {name} {data}";
            }
            return null;
        }

        public void Dispose()
        {
            _lines.Dispose();
            _patience.Dispose();
            _client.Dispose();
        }
    }
}
