using System.CommandLine;
using Raft.Actors.Protocol;
using Raft.Host.Configuration;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Host.Cli;

/// <summary>The options that name a node which does not run: the same as those that would start it.</summary>
internal sealed class OfflineOptions
{
    private readonly Option<string[]> _config = new("--config")
    {
        Description = "The node's HOCON file, as it is started with; may be given again",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "One setting, over those of the files; may be given again",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder that holds the nodes' folders, as it is started with",
        HelpName = "DIR",
    };

    public void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { _config, _set, _data })
            verb.Add(option);
    }

    /// <summary>Whether a node that does not run is meant at all.</summary>
    public bool AreGiven(ParseResult line) => line.GetValue(_data) is not null || line.GetValue(_config)!.Length > 0;

    /// <summary>The node's configuration.</summary>
    /// <exception cref="UsageException">It is not given, or wrong.</exception>
    public NodePlan Plan(ParseResult line) => line.GetValue(_config) is { Length: > 0 } files
        ? NodePlan.MakeOffline(files, line.GetValue(_set)!, line.GetValue(_data))
        : throw new UsageException("--config is missing: which node's data is it?");

    /// <summary>Members as the command line has them: node=address,node=address…</summary>
    /// <exception cref="UsageException">That is not what they are.</exception>
    public static IReadOnlyList<Member> Members(string text)
    {
        var bodies = new List<MemberBody>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            bodies.Add(part.Split('=', 2) is [var node, var address]
                ? new MemberBody(node, address)
                : throw new UsageException($"--members {part}: must be NODE=HOST:PORT"));
        }

        return Membership.Problem(bodies) is { } problem
            ? throw new UsageException($"--members {text}: {problem}")
            : [.. bodies.Select(member => new Member(new NodeId(member.Node), member.Address))];
    }
}
