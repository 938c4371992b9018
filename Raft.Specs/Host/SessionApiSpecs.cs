using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

public sealed class SessionApiSpecs : HttpFixture
{
    [Fact]
    public async Task A_session_is_opened_by_a_post() =>
        Assert.Equal("""{"session":1}""", (await Send(HttpMethod.Post, "/v1/sessions")).Text);

    [Fact]
    public async Task A_write_with_both_headers_has_its_place_in_the_session()
    {
        await Put("/v1/kv/k", "x", ("X-Raft-Session", "17"), ("X-Raft-Sequence", "3"));
        await Send(HttpMethod.Delete, "/v1/kv/k", null, ("X-Raft-Session", "17"), ("X-Raft-Sequence", "4"));
        await Put("/v1/kv/k", "x");

        Assert.Equal([new SessionPlace(17, 3), new SessionPlace(17, 4), null], Store.Places);
    }

    [Theory]
    [InlineData("17", null)]
    [InlineData(null, "3")]
    [InlineData("17", "0")]
    [InlineData("-17", "3")]
    [InlineData("seventeen", "3")]
    [InlineData("17", "3.5")]
    public async Task One_header_without_the_other_or_not_a_positive_number_is_refused(
        string? session, string? sequence)
    {
        var headers = new List<(string, string)>();
        if (session is not null)
            headers.Add(("X-Raft-Session", session));
        if (sequence is not null)
            headers.Add(("X-Raft-Sequence", sequence));

        Assert.Equal(400, (await Put("/v1/kv/k", "x", [.. headers])).Status);
        Assert.Equal(400, (await Send(HttpMethod.Delete, "/v1/kv/k", null, [.. headers])).Status);
        Assert.Empty(Store.Places);
    }

    [Fact]
    public async Task An_unknown_session_is_410_and_says_that_nothing_was_applied()
    {
        Store.Always = new KeyValueReply.NoSession("session 9 is not known");

        var answer = await Put("/v1/kv/k", "x", ("X-Raft-Session", "9"), ("X-Raft-Sequence", "1"));

        Assert.Equal((410, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Equal("notApplied", answer.Json.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_stale_read_may_bound_its_staleness_and_no_other_read_may()
    {
        await Get("/v1/kv/k?consistency=stale&maxStaleness=500ms");
        await Get("/v1/kv?consistency=stale&maxStaleness=2s");

        Assert.Equal(
            [new(ReadConsistency.Stale, TimeSpan.FromMilliseconds(500)),
                new(ReadConsistency.Stale, TimeSpan.FromSeconds(2))],
            Store.Reads);
        Assert.Equal(400, (await Get("/v1/kv/k?maxStaleness=2s")).Status);
        Assert.Equal(400, (await Get("/v1/kv/k?consistency=lease&maxStaleness=2s")).Status);
        Assert.Equal(400, (await Get("/v1/kv/k?consistency=stale&maxStaleness=soon")).Status);
    }

    [Fact]
    public async Task A_write_that_lost_to_another_is_409_with_the_present_index()
    {
        Assert.Equal(200, (await Put("/v1/kv/k?ifIndex=0", "one")).Status);

        var exists = await Put("/v1/kv/k?ifIndex=0", "two");
        var moved = await Put("/v1/kv/k?ifIndex=9", "two");

        Assert.Equal((409, 1), (exists.Status, exists.Json.GetProperty("currentIndex").GetInt32()));
        Assert.Equal((409, 1), (moved.Status, moved.Json.GetProperty("currentIndex").GetInt32()));
        Assert.Equal(200, (await Put("/v1/kv/k?ifIndex=1", "two")).Status);
        Assert.Equal(0, (await Put("/v1/kv/other?ifIndex=5", "x")).Json.GetProperty("currentIndex").GetInt32());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("x")]
    public async Task A_condition_that_cannot_be_meant_is_refused(string ifIndex)
    {
        Assert.Equal(400, (await Put($"/v1/kv/k?ifIndex={ifIndex}", "x")).Status);
        Assert.Equal(400, (await Put("/v1/kv/k?ifIndex=1", "x", ("If-Match", "\"1\""))).Status);
        Assert.Empty(Store.Places);
    }
}
