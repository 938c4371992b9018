using System.CommandLine;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft add NODE ADDRESS</c>.</summary>
internal sealed class AddVerb : MembershipVerb
{
    private readonly Argument<string> _node = new("NODE") { Description = "Its name: raft.node of its configuration" };
    private readonly Argument<string> _address = new("ADDRESS") { Description = "Where its peers reach it, host:port" };
    private readonly Option<bool> _learner = new("--learner") { Description = "It gets the log and has no vote" };

    private readonly Option<int?> _priority = new("--priority")
    {
        Description = "How eagerly it stands for election, 0 (never) to 100; 1 unless said",
        HelpName = "N",
    };

    public AddVerb()
        : base(
            "add",
            "Add a node to the cluster. It learns the log first, and votes once it has caught up.",
            "raft add node-4 127.0.0.1:9004             # a node that runs with --join",
            "raft add node-4 127.0.0.1:9004 --learner   # a copy that has no vote",
            "raft add node-4 127.0.0.1:9004 --timeout 1m   # while it has much to learn")
    {
        Add(_node);
        Add(_address);
        Add(_learner);
        Add(_priority);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var (node, role) = (line.GetValue(_node)!, line.GetValue(_learner) ? "learner" : "voter");
        var member = new MemberBody(node, line.GetValue(_address)!, role, line.GetValue(_priority));
        return await Order(
            line, cluster, HttpMethod.Post, "/v1/members", BodyOf(member), $"{node} added as {role}", cancel);
    }
}
