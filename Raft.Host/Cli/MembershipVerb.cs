using System.CommandLine;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary>
/// What the verbs that change the members have in common: they wait until the change is done, and say so.
/// </summary>
internal abstract class MembershipVerb(string name, string description, params string[] examples)
    : ClientVerb(name, description, examples)
{
    protected static byte[] BodyOf(MemberBody member) =>
        JsonSerializer.SerializeToUtf8Bytes(member, ApiJson.Bodies.MemberBody);

    protected static string PathOfMember(string node) => "/v1/members/" + Uri.EscapeDataString(node);

    protected async Task<int> Order(
        ParseResult line, ClusterClient cluster, HttpMethod method, string path, byte[]? body, string done,
        CancellationToken cancel)
    {
        var answer = await cluster.Write(method, path, body, null, cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        if (WantsJson(line))
            WriteJson(line, answer);
        else
            line.InvocationConfiguration.Output.WriteLine(done);
        return ExitCode.Done;
    }
}
