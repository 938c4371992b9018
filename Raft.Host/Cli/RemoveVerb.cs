using System.CommandLine;

namespace Raft.Host.Cli;

/// <summary><c>raft remove NODE</c>.</summary>
internal sealed class RemoveVerb : MembershipVerb
{
    private readonly Argument<string> _node = new("NODE") { Description = "The member, be it the leader" };

    public RemoveVerb()
        : base(
            "remove",
            "Remove a node from the cluster. Its process goes on, without a part, until it is stopped.",
            "raft remove node-4",
            "raft remove node-1                         # a leader hands over and goes") => Add(_node);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var node = line.GetValue(_node)!;
        return await Order(line, cluster, HttpMethod.Delete, PathOfMember(node), null, $"{node} removed", cancel);
    }
}
