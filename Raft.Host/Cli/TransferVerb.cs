using System.CommandLine;
using System.Text.Json;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft transfer [NODE]</c>.</summary>
internal sealed class TransferVerb : ClientVerb
{
    private readonly Argument<string?> _to = new("NODE")
    {
        Description = "Who is to lead; left out, whoever is best placed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public TransferVerb()
        : base(
            "transfer",
            "Hand leadership over, for example before the leader's machine is restarted.",
            "raft transfer                   # prints: node-2 leads",
            "raft transfer node-3") => Add(_to);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new TransferBody(line.GetValue(_to)), ApiJson.Bodies.TransferBody);
        var answer = await cluster.Write(HttpMethod.Post, "/v1/leader/transfer", body, null, cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        if (WantsJson(line))
            WriteJson(line, answer);
        else
            line.InvocationConfiguration.Output.WriteLine(
                answer.Read(ApiJson.Bodies.TransferredBody).Leader is { } leader ? $"{leader} leads" : "handed over");
        return ExitCode.Done;
    }
}
