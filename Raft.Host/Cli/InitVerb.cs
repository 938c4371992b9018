using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Raft.Actors.Protocol;
using Raft.Host.Configuration;
using Raft.Host.Init;

namespace Raft.Host.Cli;

/// <summary><c>raft init</c>: the configuration of a new cluster, ready to be started.</summary>
internal sealed class InitVerb : Verb
{
    private readonly Option<string> _nodes = new("--nodes")
    {
        Description = "The nodes' hosts, each perhaps with a name in front (db-1=10.0.0.1), "
            + $"or how many on this machine; at most {PlannedNode.Most}",
        HelpName = "HOST,HOST…|N",
        Required = true,
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The folder to write; it must be empty, or not be there",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<bool> _certificates = new("--with-certificates")
    {
        Description = "HTTPS, TLS between the nodes, a secret and tokens, "
            + "from a private authority that is made for this cluster",
    };

    private readonly Option<bool> _trusted = new("--trusted-network")
    {
        Description = "In place of certificates: everybody who reaches the nodes may read and write everything",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The cluster's id (default: the folder's name and a few digits of chance)",
        HelpName = "ID",
    };

    private readonly Option<int> _httpPort =
        Port("--http-port", "Where clients reach the nodes; several on one host count up", 8001);
    private readonly Option<int> _peerPort = Port("--peer-port", "Where the nodes reach each other; likewise", 9001);
    private readonly Option<bool> _json = new("--json") { Description = "Say in JSON what was written" };

    public InitVerb()
        : base(
            "init",
            "Write the configuration of a new cluster. What all nodes share, a few lines for each, and certificates, "
                + "tokens and a secret if asked for. Overwrites nothing.",
            "raft init --nodes 3 --out trial                 # three on this machine, on 8001 to 8003",
            "raft init --nodes 10.0.0.1,10.0.0.2,10.0.0.3 --out my-cluster --with-certificates",
            "raft init --nodes a=db-1.lan,b=db-2.lan,c=db-3.lan --out my-cluster --trusted-network",
            "raft node --config trial/node-1.conf            # and so on for the others")
    {
        foreach (var option in new Option[]
        {
            _nodes, _out, _certificates, _trusted, _name, _httpPort, _peerPort, _json,
        })
            Add(option);
    }

    protected override Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var (folder, certificates, trusted) =
            (line.GetValue(_out)!, line.GetValue(_certificates), line.GetValue(_trusted));
        var nodes = PlannedNode.Read(line.GetValue(_nodes)!, Within(line, _httpPort), Within(line, _peerPort));
        Check(nodes, certificates, trusted);
        var cluster = line.GetValue(_name) ?? NameFor(folder);
        if (!NodeId.IsValid(cluster))
            throw new UsageException($"--name {cluster}: must be 1 to 64 letters, digits, '-', '_' or '.'");
        try
        {
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
                throw new UsageException($"--out {folder}: is there and not empty, and nothing is overwritten");
            var files = new ClusterFiles(cluster, nodes, certificates, isOpen: trusted && !certificates).Write(folder);
            Tell(line, folder, cluster, nodes, certificates, files);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out {folder}: {broken.Message}");
        }
        return Task.FromResult(ExitCode.Done);
    }

    private static Option<int> Port(string name, string description, int usual) =>
        new(name) { Description = description, HelpName = "PORT", DefaultValueFactory = _ => usual };

    private static int Within(ParseResult line, Option<int> port) =>
        line.GetValue(port) is var value && value is >= 1 and <= 65000
            ? value
            : throw new UsageException($"{port.Name} {value}: must be from 1 to 65000");

    private static void Check(IReadOnlyList<PlannedNode> nodes, bool certificates, bool trusted)
    {
        var ports = nodes.SelectMany(node => new[] { (node.Host, node.HttpPort), (node.Host, node.PeerPort) }).ToList();
        if (ports.Distinct().Count() != ports.Count)
            throw new UsageException(
                "--http-port and --peer-port: are too near to each other for so many nodes on one host");
        if (!certificates && !trusted && nodes.FirstOrDefault(node => !node.IsLoopback) is { } open)
            throw new UsageException(
                $"--nodes {open.Host}: others can reach it, so add --with-certificates, "
                    + "or --trusted-network if whoever can may read and write everything");
    }

    // Two clusters made in folders of one name must not take each other for one.
    private static string NameFor(string folder)
    {
        var name = string.Concat(Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar))
            .Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
        name = name.Length == 0 ? "raft" : name[..Math.Min(name.Length, 40)];
        return $"{name}-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    }

    private void Tell(
        ParseResult line,
        string folder,
        string cluster,
        IReadOnlyList<PlannedNode> nodes,
        bool certificates,
        IReadOnlyCollection<string> files)
    {
        var output = line.InvocationConfiguration.Output;
        var urls = string.Join(',', nodes.Select(node => node.Url(certificates)));
        if (line.GetValue(_json))
        {
            output.WriteLine(new JsonObject
            {
                ["cluster"] = cluster,
                ["folder"] = folder,
                ["nodes"] = urls,
                ["files"] = new JsonArray([.. files.Select(file => JsonValue.Create(file))]),
            }.ToJsonString());
            return;
        }
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"wrote {files.Count} files for {cluster} into {folder}"));
        output.WriteLine();
        output.WriteLine(certificates || nodes.Any(node => !node.IsLoopback)
            ? "Start each on its own machine, with a copy of the folder that holds no other node's key:"
            : "Start each in a terminal of its own:");
        foreach (var node in nodes)
            output.WriteLine($"  {CommandLine.ProgramName} node --config {Path.Combine(folder, node.Name)}.conf");
        output.WriteLine();
        output.WriteLine("Then, for the other verbs:");
        output.WriteLine($"  export {ClientVerb.NodesVariable}={urls}");
        if (!certificates)
            return;
        output.WriteLine(
            $"  export {AccessOptions.AuthorityVariable}={Path.Combine(folder, "certificates", "ca.pem")}");
        output.WriteLine($"  export {AccessOptions.TokenFileVariable}={Path.Combine(folder, "admin.token")}");
        output.WriteLine();
        output.WriteLine(
            "Keep certificates/ca.key where no node is: with it one can sign certificates for more nodes.");
    }
}
