using System.CommandLine;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft snapshot</c>: one of every node that is named.</summary>
internal sealed class SnapshotVerb : ClientVerb
{
    public SnapshotVerb()
        : base(
            "snapshot",
            "Have every node take a snapshot now, so that its journal shrinks and its next start is fast.",
            "raft snapshot                   # prints: node-1 has a snapshot up to 812, and so on",
            "raft snapshot --nodes 127.0.0.1:8002   # that node alone")
    {
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var code = ExitCode.Done;
        foreach (var node in await cluster.Look(cancel))
        {
            var answer = await cluster.Ask(node.Address, HttpMethod.Post, "/v1/snapshot", cancel);
            if (!answer.Ok)
                code = Fail(line, answer);
            else if (WantsJson(line))
                WriteJson(line, answer);
            else if (answer.Read(ApiJson.Bodies.SnapshotBody) is var taken)
                line.InvocationConfiguration.Output.WriteLine($"{taken.Node} has a snapshot up to {taken.Index}");
        }
        return code;
    }
}
