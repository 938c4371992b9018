using System.Text;
using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

/// <summary>
/// What the API makes of an operator's wishes: one order to the node, made from what the members are.
/// </summary>
public sealed class MembersApiSpecs : HttpFixture
{
    private static readonly Member[] Three = [.. Enumerable.Range(1, 3).Select(Node)];

    public MembersApiSpecs() => Configure(ClusterConfiguration.Of(Three));

    [Fact]
    public async Task The_members_are_named_with_address_and_role()
    {
        Configure(ClusterConfiguration.Create([.. Three, Node(4)], Names(1, 2), Names(1, 2, 3)));

        Assert.Equal(
            """
            {"members":[{"node":"node-1","address":"127.0.0.1:9001","role":"voter"},
            {"node":"node-2","address":"127.0.0.1:9002","role":"voter"},
            {"node":"node-3","address":"127.0.0.1:9003","role":"leaving"},
            {"node":"node-4","address":"127.0.0.1:9004","role":"learner"}]}
            """.ReplaceLineEndings(""),
            (await Get("/v1/members")).Text);
    }

    [Fact]
    public async Task A_node_that_cannot_catch_up_only_tells_the_members_that_it_knows_when_asked_for_that()
    {
        Operations.Behind = "no leader is known";

        Assert.Equal(503, (await Get("/v1/members")).Status);
        Assert.Equal(200, (await Get("/v1/members?consistency=stale")).Status);
    }

    [Theory]
    [InlineData("""{"node":"node-4","address":"127.0.0.1:9004","role":"voter"}""", "1 2 3 4", "1 2 3 4")]
    [InlineData("""{"node":"node-4","address":"127.0.0.1:9004"}""", "1 2 3 4", "1 2 3 4")]
    [InlineData("""{"node":"node-4","address":"127.0.0.1:9004","role":"learner"}""", "1 2 3 4", "1 2 3")]
    public async Task A_post_adds_one_to_those_that_are_there(string body, string members, string voters)
    {
        var answer = await Post("/v1/members", body);

        Assert.Equal(200, answer.Status);
        Assert.Equal(12, answer.Json.GetProperty("index").GetInt32());
        Assert.Equal((members, voters), Ordered());
    }

    [Fact]
    public async Task A_change_is_made_on_top_of_one_that_is_under_way()
    {
        Configure(ClusterConfiguration.Create([.. Three, Node(4)], Names(1, 2, 3), target: Names(1, 2, 4)));

        await Post("/v1/members", """{"node":"node-5","address":"127.0.0.1:9005","role":"learner"}""");

        Assert.Equal(("1 2 4 5", "1 2 4"), Ordered());
    }

    [Fact]
    public async Task A_delete_leaves_the_others()
    {
        var answer = await Send(HttpMethod.Delete, "/v1/members/node-2");

        Assert.Equal(200, answer.Status);
        Assert.Equal(("1 3", "1 3"), Ordered());
        Assert.Equal(404, (await Send(HttpMethod.Delete, "/v1/members/node-9")).Status);
    }

    [Theory]
    [InlineData("""{"members":[{0},{1}]}""")]
    [InlineData("""[{0},{1}]""")]
    public async Task A_put_replaces_them_all_in_one_order(string shape)
    {
        var body = shape
            .Replace("{0}", """{"node":"node-4","address":"127.0.0.1:9004","role":"voter"}""", StringComparison.Ordinal)
            .Replace("{1}", """{"node":"node-5","address":"127.0.0.1:9005","role":"learner"}""",
                StringComparison.Ordinal);

        Assert.Equal(200, (await Send(HttpMethod.Put, "/v1/members", Encoding.UTF8.GetBytes(body))).Status);
        Assert.Equal(("4 5", "4"), Ordered());
    }

    [Fact]
    public async Task While_another_change_is_under_way_the_order_is_made_anew_from_what_came_of_it()
    {
        Operations.Answers.Enqueue(new CommandAnswer.Busy("another change of members is under way"));

        Assert.Equal(200, (await Send(HttpMethod.Delete, "/v1/members/node-2")).Status);
        Assert.Equal(2, Operations.Orders.Count);
    }

    [Fact]
    public async Task When_the_leader_went_in_the_middle_the_change_is_carried_on_or_found_done()
    {
        Operations.Answers.Enqueue(new CommandAnswer.Unknown("the change of members is left to the next leader"));
        Assert.Equal(200, (await Send(HttpMethod.Delete, "/v1/members/node-2")).Status);
        Assert.Equal(2, Operations.Orders.Count);

        const string known = """{"node":"node-3","address":"127.0.0.1:9003","role":"voter"}""";
        Assert.Equal(200, (await Post("/v1/members", known)).Status);
        Assert.Equal(2, Operations.Orders.Count);
    }

    [Theory]
    [InlineData("""{"node":"node 4","address":"127.0.0.1:9004"}""")]
    [InlineData("""{"node":"node-4","address":"here"}""")]
    [InlineData("""{"node":"node-4","address":"127.0.0.1:9004","role":"king"}""")]
    [InlineData("""{"node":"node-4","address":"127.0.0.1:9004","rule":"voter"}""")]
    [InlineData("""{"node":"node-4","address":"127.0.0.1:9004","priority":101}""")]
    [InlineData("""{"address":"127.0.0.1:9004"}""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public async Task A_member_that_cannot_be_meant_is_refused(string body)
    {
        var answer = await Post("/v1/members", body);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Empty(Operations.Orders);
    }

    [Theory]
    [InlineData("""{"members":[]}""")]
    [InlineData("""{"members":[null]}""")]
    [InlineData("""{}""")]
    [InlineData("""[{"node":"a","address":"h:1","role":"learner"}]""")]
    [InlineData("""[{"node":"a","address":"h:1"},{"node":"a","address":"h:2"}]""")]
    [InlineData("""[{"node":"a","address":"h:1"},{"node":"b","address":"h:1"}]""")]
    public async Task A_list_that_cannot_be_meant_is_refused(string body)
    {
        Assert.Equal(400, (await Send(HttpMethod.Put, "/v1/members", Encoding.UTF8.GetBytes(body))).Status);
        Assert.Empty(Operations.Orders);
    }

    [Fact]
    public async Task What_the_cluster_answers_is_said()
    {
        foreach (var answer in new CommandAnswer[]
        {
            new CommandAnswer.Refused("node-1 votes now"), new CommandAnswer.Unknown("the leader went away"),
            new CommandAnswer.NotCommitted("no leader is known"),
        })
            Operations.Answers.Enqueue(answer);

        var refused = await Send(HttpMethod.Delete, "/v1/members/node-2");
        var unknown = await Send(HttpMethod.Delete, "/v1/members/node-2?timeout=20ms");
        var not = await Send(HttpMethod.Delete, "/v1/members/node-2");

        Assert.Equal((409, "node-1 votes now."), (refused.Status, refused.Json.GetProperty("detail").GetString()));
        Assert.Equal((503, "unknown"), (unknown.Status, unknown.Json.GetProperty("outcome").GetString()));
        Assert.Equal((503, "notCommitted"), (not.Status, not.Json.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Leadership_is_handed_to_whom_one_names_or_to_the_best_placed()
    {
        var named = await Post("/v1/leader/transfer", """{"to":"node-3"}""");
        var any = await Send(HttpMethod.Post, "/v1/leader/transfer");

        Assert.Equal("""{"leader":"node-1","term":4}""", named.Text);
        Assert.Equal(200, any.Status);
        Assert.Equal([new HandOver(new NodeId("node-3")), new HandOver(null)], Operations.Orders);
        Assert.Equal(400, (await Post("/v1/leader/transfer", """{"too":"node-3"}""")).Status);
        Assert.Equal(400, (await Post("/v1/leader/transfer", """{"to":"no node"}""")).Status);
    }

    private static Member Node(int number) => new(new NodeId($"node-{number}"), $"127.0.0.1:900{number}");

    private static IEnumerable<NodeId> Names(params int[] numbers) => numbers.Select(number => Node(number).Node);

    private void Configure(ClusterConfiguration configuration) =>
        Status = Status! with { Configuration = configuration };

    private Task<Answer> Post(string path, string body) => Send(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body));

    private (string Members, string Voters) Ordered()
    {
        var order = (ChangeMembership)Assert.Single(Operations.Orders);
        return (Numbers(order.Members.Select(member => member.Node)), Numbers(order.Voters));
    }

    private static string Numbers(IEnumerable<NodeId> nodes) =>
        string.Join(' ', nodes.Select(node => node.Value["node-".Length..]).Order(StringComparer.Ordinal));
}
