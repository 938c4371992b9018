using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

public sealed class StatusApiSpecs : HttpFixture
{
    [Fact]
    public async Task The_status_is_the_nodes_picture_of_itself()
    {
        Assert.Equal(
            """
            {"node":"node-2","role":"follower","term":4,"leader":"node-1","votedFor":null,
            "commitIndex":8,"appliedIndex":7,
            "lastIndex":9,"snapshotIndex":0,
            "peers":[{"node":"node-1","address":"127.0.0.1:9001","role":"voter","matchIndex":null,"lastHeardMs":null}]}
            """.ReplaceLineEndings(""),
            (await Get("/v1/status")).Text);
    }

    [Fact]
    public async Task A_leader_that_is_not_known_is_null()
    {
        Status = Status! with { Leader = null, Role = NodeRole.Candidate };

        Assert.Contains("\"role\":\"candidate\",\"term\":4,\"leader\":null", (await Get("/v1/status")).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_is_ready_while_a_leader_is_known()
    {
        Assert.Equal(200, (await Get("/health/ready")).Status);

        Status = Status! with { Leader = null };

        var ready = await Get("/health/ready");
        Assert.Equal((503, "No leader is known."), (ready.Status, ready.Json.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_node_that_lags_behind_what_it_heard_to_be_committed_is_not_ready_and_says_by_how_much()
    {
        Status = Status! with { AnnouncedCommit = Status.AppliedIndex + MaxApplyLag };
        Assert.Equal(200, (await Get("/health/ready")).Status);

        Status = Status with { AnnouncedCommit = Status.AppliedIndex + MaxApplyLag + 1 };

        var ready = await Get("/health/ready");
        Assert.Equal((503, "application/problem+json"), (ready.Status, ready.Type));
        Assert.Equal(
            $"{MaxApplyLag + 1} committed entries are yet to be applied, and raft.host.max-apply-lag is {MaxApplyLag}.",
            ready.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_node_that_stops_is_not_ready_although_it_still_answers()
    {
        Readiness.Stop();

        var ready = await Get("/health/ready");

        Assert.Equal((503, "The node stops."), (ready.Status, ready.Json.GetProperty("detail").GetString()));
        Assert.Equal(200, (await Get("/health/live")).Status);
        Assert.Equal(200, (await Get("/v1/status")).Status);
    }

    [Fact]
    public async Task A_node_that_is_too_busy_to_say_how_it_is_lives_and_is_not_ready()
    {
        Status = null;

        Assert.Equal(200, (await Get("/health/live")).Status);
        Assert.Equal(503, (await Get("/health/ready")).Status);
        Assert.Equal(503, (await Get("/v1/status")).Status);
    }
}
