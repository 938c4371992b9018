using System.CommandLine;
using System.Net;
using Raft.Host.Client;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft promote NODE</c>.</summary>
internal sealed class PromoteVerb : MembershipVerb
{
    private readonly Argument<string> _node = new("NODE") { Description = "The learner" };

    public PromoteVerb()
        : base("promote", "Give a learner a vote, once it has caught up.", "raft promote node-4") => Add(_node);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var node = line.GetValue(_node)!;
        var now = await cluster.Get("/v1/members", cancel);
        if (!now.Ok)
            return Fail(line, now);
        if (now.Read(ApiJson.Bodies.MembersBody).Members.FirstOrDefault(member => member.Node == node) is { } learner)
        {
            var voter = BodyOf(learner with { Role = "voter" });
            return await Order(line, cluster, HttpMethod.Post, "/v1/members", voter, $"{node} votes", cancel);
        }

        var problem = new ProblemBody("Not found", (int)HttpStatusCode.NotFound, $"{node} is not a member.");
        return Fail(line, new ClientAnswer(HttpStatusCode.NotFound, [], problem));
    }
}
