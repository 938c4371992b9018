using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

/// <summary><c>forward=false</c>: this node or none.</summary>
public sealed class ForwardSpecs : HttpFixture
{
    public static TheoryData<string, string> Requests => new()
    {
        { "PUT", "/v1/kv/ana?forward=false" },
        { "GET", "/v1/kv/ana?forward=false" },
        { "DELETE", "/v1/kv/ana?forward=false" },
        { "GET", "/v1/kv?forward=false" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_follower_serves_nothing_and_says_who_leads(string method, string path)
    {
        var answer = await Send(new HttpMethod(method), path, "4"u8.ToArray());

        Assert.Equal((421, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Equal(
            """
            {"title":"Not the leader","status":421,
            "detail":"Sorry, I am not the leader. Last leader I heard from is: node-1",
            "outcome":"notCommitted","leader":"node-1"}
            """.ReplaceLineEndings(""),
            answer.Text);
        Assert.Empty(Store.Timeouts);
    }

    [Fact]
    public async Task The_leader_is_remembered_when_it_is_gone_and_nobody_is_named_who_never_was()
    {
        Status = Status! with { Leader = null, Role = NodeRole.Candidate };
        var never = (await Get("/v1/kv/ana?forward=false")).Json;
        Operations.LastLeader = new NodeId("node-3");
        var gone = (await Get("/v1/kv/ana?forward=false")).Json;

        Assert.EndsWith(" is: none", never.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(never.TryGetProperty("leader", out _));
        Assert.EndsWith(" is: node-3", gone.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_leader_serves_as_ever_and_so_does_a_follower_that_may_forward()
    {
        Assert.Equal(200, (await Put("/v1/kv/ana?forward=true", "4")).Status);

        Status = Status! with { Role = NodeRole.Leader };

        Assert.Equal("4", (await Get("/v1/kv/ana?forward=false")).Json.GetProperty("value").GetString());
        Assert.Equal(400, (await Get("/v1/kv/ana?forward=maybe")).Status);
    }
}
