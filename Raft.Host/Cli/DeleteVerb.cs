using System.CommandLine;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft delete KEY</c>.</summary>
internal sealed class DeleteVerb : ClientVerb
{
    private readonly Argument<string> _key = new("KEY") { Description = "The key to remove" };

    public DeleteVerb()
        : base(
            "delete",
            "Remove a key. Exit code 1 if there was no such key.",
            "raft delete ana                 # prints: ana deleted")
    {
        Add(_key);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var answer = await cluster.Write(HttpMethod.Delete, PathOf(line.GetValue(_key)!), null, null, cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        var body = answer.Read(ApiJson.Bodies.DeletedBody);
        if (WantsJson(line))
            WriteJson(line, answer);
        else if (body.Deleted)
            line.InvocationConfiguration.Output.WriteLine($"{body.Key} deleted");
        else
            Say(line, $"There is no key '{body.Key}'.");
        return body.Deleted ? ExitCode.Done : ExitCode.NotFound;
    }
}
