using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Raft.Host.Configuration;
using Raft.Host.Controller;

namespace Raft.Host.Cli;

/// <summary>A node as its controller knows it.</summary>
/// <param name="Name">Its name, or its address when it was given no name.</param>
/// <param name="At">Where it listens.</param>
internal sealed record ControlledAddress(string Name, IPEndPoint At);

/// <summary>What the requests of a controller have in common: whom they go to, and for how long they wait.</summary>
internal abstract class ControllerRequestVerb : Verb
{
    /// <summary>Names the nodes, so that it need not be said each time.</summary>
    public const string NodesVariable = "RAFT_CONTROLLER";

    private const string Usual = "127.0.0.1:5555";
    private const int MostHops = 3;

    // Long enough to hear that nothing listens there.
    private static readonly TimeSpan OrderWait = TimeSpan.FromMilliseconds(100);

    private readonly Option<string?> _nodes = new("--nodes")
    {
        Description = $"Where the nodes listen (default: ${NodesVariable}, or {Usual})",
        HelpName = "NAME=HOST:PORT,…",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "Which of them, or an address (default: the first)",
        HelpName = "NAME|HOST:PORT",
    };

    private readonly Option<string> _wait = new("--wait")
    {
        Description = "How long to wait for an answer",
        HelpName = "TIME",
        DefaultValueFactory = _ => "1s",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as it came" };

    protected ControllerRequestVerb(string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        foreach (var option in new Option[] { _nodes, _to, _wait, _json })
            Add(option);
    }

    protected bool WantsJson(ParseResult line) => line.GetValue(_json);

    /// <summary>Asks a node, and when it names a leader whose address is known, that one.</summary>
    protected async Task<(ControlledAddress Node, byte[]? Answer)> Ask(
        ParseResult line, string request, string? key, string? value, CancellationToken cancel,
        ControlledAddress? node = null)
    {
        var client = new ControllerClient(Wait(line));
        var nodes = Nodes(line);
        node ??= Chosen(line, nodes);
        for (var hops = 1; ; hops++)
        {
            var (answer, _) = await client.Ask(node.At, request, key, value, cancel);
            if (request is not (ControllerRequest.Store or ControllerRequest.Retrieve) || hops == MostHops
                || answer is null || LeaderIn(answer) is not { } leader
                || nodes.FirstOrDefault(other => other.Name == leader && other.At != node.At) is not { } leads)
                return (node, answer);
            node = leads;
        }
    }

    /// <summary>Tells a node to do something, which it does not answer; false when nothing listens there.</summary>
    protected async Task<(ControlledAddress Node, bool Sent)> Tell(
        ParseResult line, string request, CancellationToken cancel)
    {
        var wait = Wait(line);
        var node = Chosen(line, Nodes(line));
        var (_, refused) = await new ControllerClient(wait < OrderWait ? wait : OrderWait).Ask(
            node.At, request, null, null, cancel);
        return (node, !refused);
    }

    /// <summary>Says that nobody answered.</summary>
    protected static int NoAnswer(ParseResult line, ControlledAddress node, int code)
    {
        Say(line, $"{node.Name} does not answer at {node.At}: it is down, or its raft.host.controller is off");
        return code;
    }

    /// <summary>Says that the node does not lead, which is an answer.</summary>
    protected int Redirected(ParseResult line, (ControlledAddress Node, byte[]? Answer) got)
    {
        if (WantsJson(line))
            line.InvocationConfiguration.Output.WriteLine(Text(got.Answer!));
        else
            Say(line, $"{got.Node.Name} does not lead; {LeaderIn(got.Answer!) ?? "nobody"} does, as far as it knows");
        return ExitCode.NotFound;
    }

    /// <summary>An answer as it came.</summary>
    protected static string Text(byte[] answer) => Encoding.UTF8.GetString(answer);

    private TimeSpan Wait(ParseResult line) => Durations.TryParse(line.GetValue(_wait)!, out var wait)
        ? wait
        : throw new UsageException($"--wait {line.GetValue(_wait)}: must be a time such as 500ms or 2s");

    private static string? LeaderIn(byte[] answer) =>
        ControllerMessage.Read(answer) is { Request: ControllerRequest.LeaderInfo, Value: { } leader } ? leader : null;

    private List<ControlledAddress> Nodes(ParseResult line)
    {
        var text = line.GetValue(_nodes) ?? Environment.GetEnvironmentVariable(NodesVariable);
        var parts = (string.IsNullOrWhiteSpace(text) ? Usual : text).Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? [.. parts.Select(Node)] : throw new UsageException("--nodes: names no node");
    }

    private ControlledAddress Chosen(ParseResult line, List<ControlledAddress> nodes) => line.GetValue(_to) is { } to
        ? nodes.FirstOrDefault(node => node.Name == to) ?? (to.Contains(':', StringComparison.Ordinal)
            ? Node(to)
            : throw new UsageException($"--to {to}: is none of {string.Join(", ", nodes.Select(node => node.Name))}"))
        : nodes[0];

    private static ControlledAddress Node(string text)
    {
        var (name, address) = text.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : (text, text);
        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(address[(colon + 1)..], out var port) || port == 0)
            throw new UsageException($"{text}: must be HOST:PORT, such as {Usual}");
        return new ControlledAddress(name, new IPEndPoint(Resolve(address[..colon]), port));
    }

    private static IPAddress Resolve(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address)
                ? address
                : Dns.GetHostAddresses(host)
                    .OrderByDescending(a => a.AddressFamily == AddressFamily.InterNetwork).First();
        }
        catch (Exception unknown) when (unknown is SocketException or InvalidOperationException or ArgumentException)
        {
            throw new UsageException($"{host}: is no address that is known here");
        }
    }
}
