using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Configuration;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary>What the verbs that talk to a cluster have in common.</summary>
internal abstract class ClientVerb : Verb
{
    /// <summary>Names the nodes for every verb of a shell, so that it need not be said each time.</summary>
    public const string NodesVariable = "RAFT_NODES";

    private const string DemoNodes = "http://127.0.0.1:8001,http://127.0.0.1:8002,http://127.0.0.1:8003";

    private readonly Option<bool> _json = new("--json") { Description = "Answer in JSON, as the HTTP API does" };

    private readonly Option<string?> _nodes = new("--nodes")
    {
        Description = $"HTTP addresses of nodes, of which one that lives is enough (default: ${NodesVariable}, "
            + "or the demo's three)",
        HelpName = "URL,URL…",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "How long to try in all, such as 500ms or 2s",
        HelpName = "TIME",
        DefaultValueFactory = _ => "5s",
    };

    private readonly AccessOptions _access = new();
    private readonly int _common;

    protected ClientVerb(string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        Add(_json);
        Add(_nodes);
        Add(_timeout);
        _access.AddTo(this);
        _common = Options.Count;
    }

    /// <summary>Puts the options of this class behind those of the verb.</summary>
    internal void MoveCommonOptionsBehind()
    {
        var own = Options.Skip(_common).ToList();
        var common = Options.Take(_common).ToList();
        Options.Clear();
        foreach (var option in own.Concat(common))
            Add(option);
    }

    protected bool WantsJson(ParseResult line) => line.GetValue(_json);

    protected ClusterClient Cluster(ParseResult line) => new(Nodes(line), TimeoutOf(line), _access.Read(line));

    /// <summary>The first of the nodes alone.</summary>
    protected ClusterClient FirstNode(ParseResult line) => new([Nodes(line)[0]], TimeoutOf(line), _access.Read(line));

    /// <summary>The nodes' addresses: those on the command line, else in the environment, else the demo's.</summary>
    protected IReadOnlyList<Uri> Nodes(ParseResult line) => NodesOf(line.GetValue(_nodes));

    private bool AreTheDemos(ParseResult line) =>
        string.IsNullOrWhiteSpace(line.GetValue(_nodes) ?? Environment.GetEnvironmentVariable(NodesVariable));

    /// <summary>The same for what was said on the command line, if anything was.</summary>
    internal static IReadOnlyList<Uri> NodesOf(string? said)
    {
        var nodes = said ?? Environment.GetEnvironmentVariable(NodesVariable);
        return ParseNodes(string.IsNullOrWhiteSpace(nodes) ? DemoNodes : nodes);
    }

    /// <summary>How long to try.</summary>
    protected TimeSpan TimeoutOf(ParseResult line) => Durations.TryParse(line.GetValue(_timeout)!, out var timeout)
        ? timeout
        : throw new UsageException($"--timeout {line.GetValue(_timeout)}: must be a time such as 500ms or 2s");

    /// <summary>The path of a key; everything that is not plain is escaped.</summary>
    internal static string PathOf(string key) => "/v1/kv/" + Uri.EscapeDataString(key);

    /// <summary>The answer as the node gave it.</summary>
    protected static void WriteJson(ParseResult line, ClientAnswer answer) =>
        line.InvocationConfiguration.Output.WriteLine(Encoding.UTF8.GetString(answer.Body));

    /// <summary>Whether a person reads the output; a table is for people.</summary>
    protected static bool IsTerminal(ParseResult line) =>
        line.InvocationConfiguration.Output == Console.Out && !Console.IsOutputRedirected;

    /// <summary>Says why there is no result, and gives the exit code for that.</summary>
    protected int Fail(ParseResult line, ClientAnswer answer)
    {
        var problem = answer.Problem;
        if (WantsJson(line))
            line.InvocationConfiguration.Error.WriteLine(JsonSerializer.Serialize(problem, ApiJson.Bodies.ProblemBody));
        else
            Say(line, problem.Outcome == "unknown" ? $"outcome unknown: {problem.Detail}" : problem.Detail);
        if (!WantsJson(line) && problem.Title == ClientAnswer.NoNode && AreTheDemos(line))
            Say(line, $"{CommandLine.ProgramName} demo starts three; --nodes or ${NodesVariable} name others");
        if (!WantsJson(line) && answer.Status == HttpStatusCode.Unauthorized)
            Say(line, $"--token-file or ${AccessOptions.TokenFileVariable} names the file of a token");
        return CodeOf(answer);
    }

    /// <summary>The exit code for an answer that is a refusal.</summary>
    internal static int CodeOf(ClientAnswer answer) => answer.Status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict => ExitCode.NotFound,
        HttpStatusCode.ServiceUnavailable when answer.Problem.Outcome == "unknown" => ExitCode.Unknown,
        HttpStatusCode.MisdirectedRequest => ExitCode.Unavailable,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ExitCode.Usage,
        _ => ExitCode.Unavailable,
    };

    private static List<Uri> ParseNodes(string text)
    {
        var nodes = new List<Uri>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var url = part.Contains("://", StringComparison.Ordinal) ? part : "http://" + part;
            if (!Uri.TryCreate(url, UriKind.Absolute, out var node) || node.Scheme is not ("http" or "https"))
                throw new UsageException($"--nodes {part}: must be an address such as http://127.0.0.1:8001");
            nodes.Add(node);
        }
        return nodes.Count > 0 ? nodes : throw new UsageException("--nodes: names no node");
    }
}
