using System.CommandLine;
using Raft.Host.Configuration;
using Raft.Host.Controller;

namespace Raft.Host.Cli;

/// <summary>
/// <c>raft controller REQUEST</c>: the controller of the courses, for nodes with <c>raft.host.controller.enabled</c>.
/// </summary>
internal sealed class ControllerVerb : Verb
{
    public ControllerVerb()
        : base(
            "controller",
            "Order nodes about over UDP, as the controller of a course does. "
                + "They listen when raft.host.controller.enabled is on.",
            "export RAFT_CONTROLLER=Node1=127.0.0.1:5555,Node2=127.0.0.1:5556,Node3=127.0.0.1:5557",
            "raft controller leader-info",
            "raft controller store k1 v1     # wherever the leader is",
            "raft controller retrieve",
            "raft controller shutdown --to Node1   # its process lives on, and it takes no part",
            "raft controller restart --to Node1")
    {
        Add(new ControllerStoreVerb());
        Add(new ControllerRetrieveVerb());
        Add(new ControllerLeaderInfoVerb());
        Add(new ControllerOrderVerb(
            "shutdown", ControllerRequest.Shutdown,
            "Have a node take no part any more, while its process lives. It does not answer.", "will be quiet"));
        Add(new ControllerOrderVerb(
            "restart", ControllerRequest.Restart, "Have a node that was shut down start again from its disk.",
            "starts again"));
        Add(new ControllerOrderVerb(
            "timeout", ControllerRequest.Timeout, "Have a node stand for election now, whoever leads.", "will stand"));
        Add(new ControllerOrderVerb(
            "convert-follower", ControllerRequest.ConvertFollower, "Have a node be a follower now.", "will follow"));
    }

    protected override Task<int> Run(ParseResult line, CancellationToken cancel) => throw new UsageException(
        $"which request? One of {string.Join(", ", Subcommands.Select(verb => verb.Name))}");
}

/// <summary><c>raft controller store KEY VALUE</c>.</summary>
internal sealed class ControllerStoreVerb : ControllerRequestVerb
{
    private readonly Argument<string> _key = new("KEY") { Description = "The key to store" };
    private readonly Argument<string> _value = new("VALUE") { Description = "Its value" };

    public ControllerStoreVerb()
        : base(
            "store",
            "Store a value. The protocol has no answer for that, so this looks afterwards whether it is in the log.",
            "raft controller store k1 v1     # prints: k1 is stored, in term 3")
    {
        Add(_key);
        Add(_value);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var (key, value) = (line.GetValue(_key)!, line.GetValue(_value)!);
        var sent = await Ask(line, ControllerRequest.Store, key, value, cancel);
        if (sent.Answer is not null)
            return Redirected(line, sent);
        var seen = await Ask(line, ControllerRequest.Retrieve, null, null, cancel, sent.Node);
        if (seen.Answer is null)
            return NoAnswer(line, seen.Node, ExitCode.Unknown);
        var entry = ControllerMessage.ReadEntries(seen.Answer)?.LastOrDefault(
            entry => entry.Key == key && entry.Value == value);
        if (entry is null)
        {
            Say(line, $"outcome unknown: {key} = {value} is not in the log of {sent.Node.Name} now");
            return ExitCode.Unknown;
        }
        line.InvocationConfiguration.Output.WriteLine(
            WantsJson(line) ? Text(seen.Answer) : $"{key} is stored, in term {entry.Term}");
        return ExitCode.Done;
    }
}

/// <summary><c>raft controller retrieve</c>.</summary>
internal sealed class ControllerRetrieveVerb : ControllerRequestVerb
{
    public ControllerRetrieveVerb()
        : base(
            "retrieve",
            "Show the committed entries: term, key and value, with tabs between.",
            "raft controller retrieve",
            "raft controller retrieve --json  # the datagram as it came")
    {
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var got = await Ask(line, ControllerRequest.Retrieve, null, null, cancel);
        if (got.Answer is null)
            return NoAnswer(line, got.Node, ExitCode.Unavailable);
        if (ControllerMessage.ReadEntries(got.Answer) is not { } entries)
            return Redirected(line, got);
        var output = line.InvocationConfiguration.Output;
        if (WantsJson(line))
        {
            output.WriteLine(Text(got.Answer));
            return ExitCode.Done;
        }
        foreach (var entry in entries)
            output.WriteLine(
                $"{entry.Term}\t{EntryText.Plain(entry.Key)}\t{EntryText.Plain(entry.Value ?? "(deleted)")}");
        return ExitCode.Done;
    }
}

/// <summary><c>raft controller leader-info</c>.</summary>
internal sealed class ControllerLeaderInfoVerb : ControllerRequestVerb
{
    public ControllerLeaderInfoVerb()
        : base(
            "leader-info",
            "Ask a node who leads. Exit code 1 when it knows of no leader.",
            "raft controller leader-info     # prints: Node1 leads, term 3 (says Node2)",
            "raft controller leader-info --to Node3")
    {
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var got = await Ask(line, ControllerRequest.LeaderInfo, null, null, cancel);
        if (got.Answer is null)
            return NoAnswer(line, got.Node, ExitCode.Unavailable);
        var said = ControllerMessage.Read(got.Answer);
        line.InvocationConfiguration.Output.WriteLine(WantsJson(line)
            ? Text(got.Answer)
            : EntryText.Plain($"{(said?.Value is { } leader ? $"{leader} leads" : "no leader is known")}, "
                + $"term {said?.Term} (says {said?.Sender})"));
        return said?.Value is null ? ExitCode.NotFound : ExitCode.Done;
    }
}

/// <summary>What a node is told to do, and does not answer.</summary>
internal sealed class ControllerOrderVerb(string name, string request, string description, string promise)
    : ControllerRequestVerb(
        name, description, $"raft controller {name} --to Node1", $"raft controller {name} --to 127.0.0.1:5555")
{
    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var (node, sent) = await Tell(line, request, cancel);
        if (!sent)
            return NoAnswer(line, node, ExitCode.Unavailable);
        if (!WantsJson(line))
            line.InvocationConfiguration.Output.WriteLine(
                $"{request} sent to {node.Name}: it {promise}, if it hears it");
        return ExitCode.Done;
    }
}
