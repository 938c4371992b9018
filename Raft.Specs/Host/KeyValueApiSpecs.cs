using System.Text;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

public sealed class KeyValueApiSpecs : HttpFixture
{
    [Fact]
    public async Task A_put_answers_with_the_log_position_of_the_write()
    {
        var answer = await Put("/v1/kv/ana", "4");

        Assert.Equal((200, "application/json"), (answer.Status, answer.Type));
        Assert.Equal("""{"key":"ana","index":1,"term":7}""", answer.Text);
    }

    [Fact]
    public async Task A_get_answers_with_the_value_and_its_last_write()
    {
        await Put("/v1/kv/ana", "4");

        Assert.Equal("""{"key":"ana","value":"4","index":1,"term":7}""", (await Get("/v1/kv/ana")).Text);
    }

    [Fact]
    public async Task A_missing_key_is_404_with_a_problem_body()
    {
        var answer = await Get("/v1/kv/nobody");

        Assert.Equal((404, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Contains("nobody", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_says_whether_there_was_anything()
    {
        await Put("/v1/kv/d", "8");

        Assert.Equal(
            """{"key":"d","index":2,"term":7,"deleted":true}""", (await Send(HttpMethod.Delete, "/v1/kv/d")).Text);
        Assert.Equal(
            """{"key":"d","index":3,"term":7,"deleted":false}""", (await Send(HttpMethod.Delete, "/v1/kv/d")).Text);
    }

    [Fact]
    public async Task A_list_holds_the_keys_of_the_prefix_in_order()
    {
        foreach (var key in new[] { "b", "a%2F2", "a%2F1" })
            await Put("/v1/kv/" + key, "x");

        Assert.Equal(
            """{"items":[{"key":"a/1","value":"x","index":3},{"key":"a/2","value":"x","index":2}]}""",
            (await Get("/v1/kv?prefix=a%2F")).Text);
    }

    [Fact]
    public async Task A_list_in_pages_says_that_more_follow()
    {
        foreach (var key in new[] { "a", "b", "c" })
            await Put("/v1/kv/" + key, "x");

        var first = (await Get("/v1/kv?prefix=&limit=2")).Json;
        var rest = (await Get("/v1/kv?limit=2&after=b")).Json;

        Assert.True(first.GetProperty("more").GetBoolean());
        Assert.Equal("c", rest.GetProperty("items")[0].GetProperty("key").GetString());
        Assert.False(rest.TryGetProperty("more", out _));
    }

    [Theory]
    [InlineData("with%20blank", "with blank")]
    [InlineData("a/b/c", "a/b/c")]
    [InlineData("%2E%2E%2Fetc", "../etc")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("a+b", "a+b")]
    [InlineData("%C3%BCml%C3%A4ut", "ümläut")]
    [InlineData("%25", "%")]
    [InlineData("%3Cb%3E", "<b>")]
    public async Task A_key_may_be_any_text(string encoded, string key)
    {
        await Put("/v1/kv/" + encoded, "x");

        var item = (await Get("/v1/kv")).Json.GetProperty("items")[0];
        Assert.Equal(key, item.GetProperty("key").GetString());
        Assert.Equal(200, (await Get("/v1/kv/" + encoded)).Status);
    }

    [Theory]
    [InlineData("/v1/kv/a/../b", "a/../b")]
    [InlineData("/v1/kv/..", "..")]
    [InlineData("http://raft/v1/kv/whole", "whole")]
    public async Task A_key_is_never_folded_like_a_path(string target, string key)
    {
        Assert.StartsWith("HTTP/1.1 200", await Raw($"DELETE {target} HTTP/1.1"), StringComparison.Ordinal);
        Assert.Contains($"\"key\":\"{key}\"", await Raw($"DELETE {target} HTTP/1.1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("a%2")]
    [InlineData("a%zz")]
    [InlineData("%ff")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    public async Task Broken_percent_encoding_is_refused(string encoded)
    {
        var answer = await Raw($"GET /v1/kv/{encoded} HTTP/1.1");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("percent-encoded UTF-8", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_key_is_refused()
    {
        var answer = await Put("/v1/kv/", "x");

        Assert.Equal(400, answer.Status);
        Assert.Equal("The key is empty.", answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_key_may_have_a_kibibyte_of_utf8_and_no_byte_more()
    {
        Assert.Equal(200, (await Put("/v1/kv/" + new string('k', 1024), "x")).Status);
        Assert.Equal(400, (await Put("/v1/kv/" + new string('k', 1025), "x")).Status);
        Assert.Equal(400, (await Put("/v1/kv/" + Uri.EscapeDataString(new string('ü', 513)), "x")).Status);
    }

    [Fact]
    public async Task A_value_may_have_a_mebibyte_and_no_byte_more()
    {
        Assert.Equal(200, (await Send(HttpMethod.Put, "/v1/kv/k", new byte[KeyValueLimits.MaxValueBytes])).Status);

        var answer = await Send(HttpMethod.Put, "/v1/kv/k", new byte[KeyValueLimits.MaxValueBytes + 1]);

        Assert.Equal((413, "application/problem+json"), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task A_value_of_unsaid_length_is_measured_as_it_comes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/kv/k")
        {
            Content = new StreamContent(new MemoryStream(new byte[KeyValueLimits.MaxValueBytes + 1])),
        };
        request.Headers.TransferEncodingChunked = true;

        using var response = await Client.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await Put("/v1/kv/k", "");

        Assert.Equal("", (await Get("/v1/kv/k")).Json.GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_value_that_is_not_utf8_comes_as_base64()
    {
        var bytes = new byte[] { 0xFF, 0x00, 0x80 };
        await Send(HttpMethod.Put, "/v1/kv/k", bytes);

        var item = (await Get("/v1/kv/k")).Json;

        Assert.Equal(bytes, item.GetProperty("valueBase64").GetBytesFromBase64());
        Assert.False(item.TryGetProperty("value", out _));
    }

    [Fact]
    public async Task Raw_gives_the_bytes_as_they_are()
    {
        var bytes = new byte[] { 0xFF, 0x00, 0x80 };
        await Send(HttpMethod.Put, "/v1/kv/k", bytes);

        foreach (var answer in new[]
        {
            await Get("/v1/kv/k?raw"), await Get("/v1/kv/k", ("Accept", "application/octet-stream")),
        })
        {
            Assert.Equal("application/octet-stream", answer.Type);
            Assert.Equal(bytes, answer.Body);
            Assert.Equal("\"1\"", answer.Tag?.Tag);
        }
    }

    [Fact]
    public async Task A_write_may_depend_on_the_last_one()
    {
        var first = await Put("/v1/kv/k", "one", ("If-None-Match", "*"));

        Assert.Equal((200, "\"1\""), (first.Status, first.Tag?.Tag));
        Assert.Equal(412, (await Put("/v1/kv/k", "no", ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await Put("/v1/kv/k", "no", ("If-Match", "\"9\""))).Status);
        Assert.Equal(200, (await Put("/v1/kv/k", "two", ("If-Match", "\"1\""))).Status);
        Assert.Equal(400, (await Put("/v1/kv/k", "no", ("If-Match", "abc"))).Status);
        Assert.Equal(400, (await Put("/v1/kv/k", "no", ("If-None-Match", "\"1\""))).Status);
        Assert.Equal("two", (await Get("/v1/kv/k")).Json.GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_request_names_its_timeout_or_gets_the_default()
    {
        await Get("/v1/kv/k");
        await Get("/v1/kv/k?timeout=250ms");
        await Put("/v1/kv/k?timeout=2s", "x");

        Assert.Equal([5, 0.25, 2], Store.Timeouts.Select(timeout => timeout.TotalSeconds));
    }

    [Fact]
    public async Task A_read_names_its_consistency_or_is_linearizable()
    {
        await Get("/v1/kv/k");
        await Get("/v1/kv/k?consistency=stale");
        await Get("/v1/kv?consistency=lease");

        Assert.Equal(
            [ReadConsistency.Linearizable, ReadConsistency.Stale, ReadConsistency.Lease],
            Store.Reads.Select(read => read.Consistency));
    }

    [Theory]
    [InlineData("/v1/kv/k?timeout=0s")]
    [InlineData("/v1/kv/k?timeout=soon")]
    [InlineData("/v1/kv/k?timeout=61s")]
    [InlineData("/v1/kv/k?timeout=1s&timeout=2s")]
    [InlineData("/v1/kv/k?prefix=a")]
    [InlineData("/v1/kv/k?consistency=perfect")]
    [InlineData("/v1/kv?prefx=a")]
    [InlineData("/v1/kv?limit=0")]
    [InlineData("/v1/kv?limit=1001")]
    [InlineData("/v1/kv?limit=-1")]
    [InlineData("/v1/kv?prefix=%zz")]
    public async Task A_parameter_that_cannot_be_meant_is_refused(string target)
    {
        Assert.StartsWith("HTTP/1.1 400", await Raw($"GET {target} HTTP/1.1"), StringComparison.Ordinal);
        Assert.Empty(Store.Timeouts);
    }

    [Fact]
    public async Task A_version_of_HTTP_that_there_is_not_is_the_clients_error_and_not_the_nodes() =>
        Assert.StartsWith("HTTP/1.1 400", await Raw("GET /health/live HTTP/9.9"), StringComparison.Ordinal);

    [Fact]
    public async Task What_became_of_a_write_that_was_not_answered_in_time_is_said()
    {
        Store.Always = new KeyValueReply.NotCommitted("No leader was found within 5s.");
        var not = await Put("/v1/kv/k", "x");
        Store.Always = new KeyValueReply.Unknown("The leader went away before it answered.");
        var unknown = await Put("/v1/kv/k", "x");
        Store.Always = new KeyValueReply.Busy("4096 writes are waiting.");
        var busy = await Put("/v1/kv/k", "x");

        foreach (var (answer, outcome) in new[] { (not, "notCommitted"), (unknown, "unknown"), (busy, "notCommitted") })
        {
            Assert.Equal((503, "application/problem+json"), (answer.Status, answer.Type));
            Assert.Equal(outcome, answer.Json.GetProperty("outcome").GetString());
        }
        Assert.Equal("No leader was found within 5s.", not.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_read_that_nobody_could_answer_is_503_as_well()
    {
        Store.Always = new KeyValueReply.Unavailable("No leader was found within 5s.");

        Assert.Equal("notCommitted", (await Get("/v1/kv/k")).Json.GetProperty("outcome").GetString());
        Assert.Equal(503, (await Get("/v1/kv")).Status);
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_have_problem_bodies_too()
    {
        var path = await Get("/v2/kv");
        var method = await Send(HttpMethod.Post, "/v1/kv/k", Encoding.UTF8.GetBytes("x"));

        Assert.Equal((404, "application/problem+json"), (path.Status, path.Type));
        Assert.Equal((405, "application/problem+json"), (method.Status, method.Type));
        Assert.Contains("PUT", method.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
