using System.CommandLine;
using Raft.Host.Http;
using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary><c>raft members</c>.</summary>
internal sealed class MembersVerb : ClientVerb
{
    private readonly Consistency _consistency = new();

    public MembersVerb()
        : base(
            "members",
            "List the members of the cluster, their addresses and who of them votes.",
            "raft members",
            "raft members --json",
            "raft members --consistency stale   # as one node knows them, when no leader can be had")
        => _consistency.AddTo(this);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var answer = await cluster.Get("/v1/members" + _consistency.Query(line), cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        var members = answer.Read(ApiJson.Bodies.MembersBody).Members;
        if (WantsJson(line))
            WriteJson(line, answer);
        else if (IsTerminal(line))
            Terminal.Out.Write(TableOf(members));
        else
            Print(line.InvocationConfiguration.Output, members);
        return ExitCode.Done;
    }

    private static void Print(TextWriter output, IReadOnlyList<MemberBody> members)
    {
        foreach (var member in members)
            output.WriteLine($"{member.Node}\t{member.Address}\t{member.Role}");
    }

    private static Table TableOf(IReadOnlyList<MemberBody> members)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("node", "address", "role", "priority");
        foreach (var member in members)
            table.AddRow(
                Markup.Escape(member.Node), Markup.Escape(member.Address), $"{member.Role}", $"{member.Priority ?? 1}");
        return table;
    }
}
