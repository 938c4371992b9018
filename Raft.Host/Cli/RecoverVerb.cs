using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Host.Configuration;
using Raft.Host.Nodes;

namespace Raft.Host.Cli;

/// <summary><c>raft recover</c>: after a majority is lost for good.</summary>
internal sealed class RecoverVerb : Verb
{
    private readonly OfflineOptions _offline = new();

    private readonly Option<string> _members = new("--members")
    {
        Description = "The members from here on, this node among them",
        HelpName = "NODE=ADDRESS,…",
        Required = true,
    };

    private readonly Option<string?> _note = new("--note")
    {
        Description = "Why, for the record in the journal",
        HelpName = "TEXT",
    };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };

    private readonly Option<bool> _json = new("--json") { Description = "Say in JSON what was done" };

    public RecoverVerb()
        : base(
            "recover",
            "Make one survivor of a lost majority the beginning of a new cluster. It must not run, "
                + "and the majority be lost for good. What only the lost nodes had is lost.",
            "raft recover --config hocon/node-3.conf --data data --members node-3=127.0.0.1:9003",
            "raft recover --config hocon/node-3.conf --members node-3=127.0.0.1:9003,node-6=127.0.0.1:9006   # node-6 "
                + "starts empty, with --join")
    {
        _offline.AddTo(this);
        foreach (var option in new Option[] { _members, _note, _yes, _json })
            Add(option);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var plan = _offline.Plan(line);
        var members = OfflineOptions.Members(line.GetValue(_members)!);
        if (members.All(member => member.Node != plan.Raft.Node))
            throw new UsageException(
                $"--members: {plan.Host.Node} must be one of them, its log is what the cluster goes on with");

        await using var stage = OfflineStage.Open(plan);
        var report = await stage.Node.Read(_ => { });
        if (LogVerb.Damage(report) is { } damage)
        {
            Say(line, Terminal.Alarm(line.InvocationConfiguration.Error, damage));
            return ExitCode.NotFound;
        }

        Warn(line, plan, report.Ledger, members);
        if (!line.GetValue(_yes) && !IsSure(line, plan.Host.Node))
            throw new UsageException($"nothing was changed: type {plan.Host.Node}, or say --yes");
        return await Recover(line, stage, members);
    }

    private async Task<int> Recover(ParseResult line, OfflineStage stage, IReadOnlyList<Member> members)
    {
        try
        {
            var (node, note) = (stage.Plan.Host.Node, Note(line.GetValue(_note)));
            var done = await stage.Node.Recover(members, note);
            line.InvocationConfiguration.Output.WriteLine(line.GetValue(_json)
                ? new JsonObject
                {
                    ["node"] = node,
                    ["term"] = done.Ledger.Term,
                    ["lastIndex"] = done.Ledger.Log.LastIndex,
                    ["members"] = new JsonArray([.. members.Select(member => JsonValue.Create(member.Node.Value))]),
                }.ToJsonString()
                : $"{node} is the beginning of a new cluster: term {done.Ledger.Term}, "
                    + $"log up to {done.Ledger.Log.LastIndex}. Start it.");
            if (members.Count > 1)
                Say(line, "start the others with empty data folders and "
                    + $"--join: {Names(members.Where(m => m.Node.Value != node))}");
            return ExitCode.Done;
        }
        catch (InvalidDataException refused)
        {
            throw new UsageException(refused.Message);
        }
    }

    private static void Warn(ParseResult line, NodePlan plan, Ledger ledger, IReadOnlyList<Member> members)
    {
        var error = line.InvocationConfiguration.Error;
        var node = plan.Host.Node;
        var lost = ledger.Configuration.Members.Keys.Where(known => known != plan.Raft.Node);
        error.WriteLine(Terminal.Alarm(error,
            $"""
            THIS CAN LOSE DATA THAT WAS ACKNOWLEDGED.
            {node} has the log up to {ledger.Log.LastIndex} of term {ledger.Log.LastTerm}. What was committed after that, on the others alone, will be lost, and
            what {node} has and was never committed will be kept as if it had been.
            Never do this while a majority of these can still come back: {Names(ledger.Configuration.Voters)}.
            Never start one of these again with its old data, or there are two clusters: {Names(lost)}.
            The new cluster: {Names(members)}.
            """));
    }

    private static bool IsSure(ParseResult line, string node)
    {
        line.InvocationConfiguration.Error.Write($"Type {node} to go on: ");
        return Console.In.ReadLine()?.Trim() == node;
    }

    private static string Note(string? why)
    {
        var now = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"raft recover by {Environment.UserName} on {Environment.MachineName} "
            + $"at {now}{(why is null ? "" : ": " + why)}";
    }

    private static string Names(IEnumerable<Member> members) => Names(members.Select(member => member.Node));

    private static string Names(IEnumerable<NodeId> nodes) => string.Join(", ", nodes);
}
