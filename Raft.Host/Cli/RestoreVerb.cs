using System.CommandLine;
using System.Text.Json.Nodes;
using Raft.Actors.Client;
using Raft.Actors.Protocol;
using Raft.Host.Configuration;
using Raft.Host.Nodes;

namespace Raft.Host.Cli;

/// <summary><c>raft restore FILE</c>.</summary>
internal sealed class RestoreVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "What raft backup made" };
    private readonly OfflineOptions _offline = new();

    private readonly Option<string?> _members = new("--members")
    {
        Description = "The new cluster's members, the same for all its nodes (default: raft.members)",
        HelpName = "NODE=ADDRESS,…",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Say in JSON what was done" };

    public RestoreVerb()
        : base(
            "restore",
            "Put a backup into the empty data folder of a node that does not run. "
                + "Do it for every node of the new cluster, from the same file, before any of them starts.",
            "raft restore monday.raft --config hocon/node-1.conf --data data",
            "raft restore monday.raft --config hocon/node-1.conf --data data --members node-1=127.0.0.1:9001")
    {
        Add(_file);
        _offline.AddTo(this);
        Add(_json);
        Add(_members);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var backup = Read(line.GetValue(_file)!);
        var plan = _offline.Plan(line);
        var members = line.GetValue(_members) is { } named
            ? OfflineOptions.Members(named)
            : [.. plan.Raft.InitialConfiguration.Members.Values];
        if (members.All(member => member.Node != plan.Raft.Node))
            throw new UsageException(
                $"{plan.Host.Node} is not among the new members: see raft.members, or name them with --members");

        await using var stage = OfflineStage.Make(plan);
        try
        {
            await stage.Node.Restore(backup, members);
        }
        catch (InvalidDataException refused)
        {
            throw new UsageException($"{plan.Host.DataFolder}: {refused.Message}");
        }

        line.InvocationConfiguration.Output.WriteLine(line.GetValue(_json)
            ? new JsonObject
            {
                ["node"] = plan.Host.Node,
                ["index"] = backup.Index,
                ["members"] = new JsonArray([.. members.Select(member => JsonValue.Create(member.Node.Value))]),
            }.ToJsonString()
            : $"{plan.Host.Node} holds everything up to {backup.Index}, for a cluster of {Names(members)}");
        if (members.Count > 1)
            Say(line, "restore all of them from this file before you start one: "
                + "those that start empty would be a cluster without it");
        return ExitCode.Done;
    }

    private static Backup Read(string file)
    {
        try
        {
            return Backup.FromBytes(File.ReadAllBytes(file));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UsageException($"{file}: {broken.Message}");
        }
    }

    private static string Names(IEnumerable<Member> members) =>
        string.Join(", ", members.Select(member => member.Node));
}
