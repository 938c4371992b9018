using System.Security.Cryptography;
using System.Text;

namespace Raft.Host.Init;

/// <summary>
/// The files of a new cluster: what all nodes share, a few lines for each, and the secrets if it has any.
/// </summary>
/// <param name="cluster">The cluster's id.</param>
/// <param name="nodes">Its nodes.</param>
/// <param name="withCertificates">Whether it gets certificates, tokens and a secret.</param>
/// <param name="isOpen">Whether it may listen beyond this machine without them.</param>
internal sealed class ClusterFiles(string cluster, IReadOnlyList<PlannedNode> nodes, bool withCertificates, bool isOpen)
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Writes them all into a folder that is not there yet, or empty.</summary>
    /// <returns>Their names, in order.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyCollection<string> Write(string folder)
    {
        Add("common.conf", Common());
        foreach (var node in nodes)
            Add($"{node.Name}.conf", OfNode(node));
        if (withCertificates)
            AddSecrets();
        foreach (var (name, text) in _files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (_secrets.Contains(name) && !OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new StreamWriter(path, new UTF8Encoding(false), options);
            file.Write(text);
        }
        return _files.Keys;
    }

    private string Common() =>
        $$"""
        # What all nodes of {{cluster}} share; a node's own file includes it. Every setting, with its default and its reason, is in
        # reference.conf of Raft.Actors and Raft.Host. Any of them can be set here, in a node's file, or with --set KEY=VALUE.

        raft {
          # Nodes of another cluster are not listened to, even when an address is mixed up. It stays for as long as the data does.
          cluster-id = "{{cluster}}"

          # The founding members, and where their peers reach them. Later ones come by `raft add`.
          members {
        {{Lines(node => $"    {Quoted(node.Name)} = \"{node.PeerAddress}\"")}}
          }

          # A leader makes itself heard this often …
          heartbeat-interval = 100ms

          # … and a node that heard none for a random time between these stands for election. Between distant machines make both larger:
          # ten round trips for the heartbeat, ten heartbeats for the least.
          election-timeout {
            min = 1000ms
            max = 2000ms
          }
        {{Shared()}}
          # Whom the live picture shows that every node serves at /.
          host.dashboard.nodes {
        {{Lines(node => $"    {Quoted(node.Name)} = \"{node.Url(withCertificates)}\"")}}
          }
        }

        """;

    private string Shared()
    {
        if (isOpen)
        {
            return """

                  # You said that this network is trusted: whoever reaches these nodes can read and write everything.
                  host.security.i-accept-that-anyone-can-read-and-write = on

                """;
        }
        if (!withCertificates)
            return "";
        return """

              # What these nodes know and nobody else: a message without its tag is dropped. Paths are relative to this file.
              secret.file = "secret"

              # Who may do what: the hashes of the tokens in read.token, write.token and admin.token, which clients show.
              host.http.tokens.file = "tokens"

              # Who signs the nodes' certificates.
              host.peers.tls.authority = "certificates/ca.pem"

            """;
    }

    private string OfNode(PlannedNode node)
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            # {node.Name} of {cluster}: raft node --config {node.Name}.conf
            include "common.conf"

            raft.node = "{node.Name}"

            # Where clients reach it. Its peers reach it at its entry in raft.members.
            raft.host.http.host = "{node.HttpBind}"
            raft.host.http.port = {node.HttpPort}

            """);
        foreach (var use in withCertificates ? new[] { "http", "peers" } : [])
        {
            text.Append(
                $$"""

                # Who it is, to {{(use == "http" ? "its clients" : "its peers")}}.
                raft.host.{{use}}.tls {
                  certificate = "certificates/{{node.Name}}.pem"
                  key = "certificates/{{node.Name}}.key"
                }

                """);
        }
        return text.ToString();
    }

    private void AddSecrets()
    {
        using var authority = new PrivateAuthority(cluster);
        Add("certificates/ca.pem", authority.Certificate);
        AddSecret("certificates/ca.key", authority.Key);
        foreach (var node in nodes)
        {
            var (certificate, key) = authority.Sign(node);
            Add($"certificates/{node.Name}.pem", certificate);
            AddSecret($"certificates/{node.Name}.key", key);
        }
        AddSecret("secret", Random() + "\n");
        var hashes = new StringBuilder("# The right, and the hash of the token that has it.\n");
        foreach (var right in new[] { "read", "write", "admin" })
        {
            var token = Random();
            AddSecret($"{right}.token", token + "\n");
            hashes.Append(
                $"{right} sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}\n");
        }
        Add("tokens", hashes.ToString());
    }

    private void Add(string name, string text) => _files.Add(name, text.ReplaceLineEndings("\n"));

    private void AddSecret(string name, string text)
    {
        _secrets.Add(name);
        Add(name, text);
    }

    private string Lines(Func<PlannedNode, string> line) => string.Join('\n', nodes.Select(line));

    // A dot in a HOCON key would make two of it.
    private static string Quoted(string name) => name.Contains('.', StringComparison.Ordinal) ? $"\"{name}\"" : name;

    private static string Random() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
