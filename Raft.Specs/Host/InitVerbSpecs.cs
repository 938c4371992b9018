using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Raft.Host.Nodes;
using Raft.Specs.Processes;
using Raft.Specs.Security;

namespace Raft.Specs.Host;

/// <summary>The configuration of a new cluster: what is written, and what is not.</summary>
public sealed class InitVerbSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-init-").FullName;

    private string Out => Path.Combine(_folder, "my-cluster");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerCertificatesFact]
    public async Task Nodes_on_hosts_of_their_own_share_ports_and_are_kept_apart_by_certificates_tokens_and_a_secret()
    {
        var told = await Init(
            "--nodes", "10.0.0.1,10.0.0.2,db=db-3.example.com", "--with-certificates", "--name", "shop");

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Equal(
            """
            admin.token certificates/ca.key certificates/ca.pem certificates/db.key certificates/db.pem
            certificates/node-1.key certificates/node-1.pem certificates/node-2.key certificates/node-2.pem
            common.conf db.conf node-1.conf node-2.conf read.token secret tokens write.token
            """.ReplaceLineEndings(" "),
            string.Join(' ', Written()));
        Assert.Contains("export RAFT_NODES=https://10.0.0.1:8001,https://10.0.0.2:8001,https://db-3.example.com:8001\n",
            told.Output, StringComparison.Ordinal);
        // Read as the node would, but for the ports, which are on other machines.
        var plan = NodePlan.MakeOffline([Path.Combine(Out, "db.conf")], [], null);
        Assert.Equal(
            ("db", "db-3.example.com", 9001), (plan.Host.Node, plan.Host.Remoting.Host, plan.Host.Remoting.Port));
        Assert.Equal("shop", plan.Raft.ClusterId);
        Assert.Equal("https://10.0.0.2:8001", plan.Host.DashboardNodes["node-2"]);
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_their_owner_can_read_keys_and_tokens()
    {
        await Init("--nodes", "3", "--with-certificates");

        var open = Written().Where(file => (File.GetUnixFileMode(Path.Combine(Out, file)) & UnixFileMode.GroupRead) != 0
            && (file.EndsWith(".key", StringComparison.Ordinal) || file.EndsWith("token", StringComparison.Ordinal)
                || file == "secret"));
        Assert.Empty(open);
        Assert.DoesNotContain(
            File.ReadAllText(Path.Combine(Out, "admin.token")).Trim(), File.ReadAllText(Path.Combine(Out, "tokens")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_names_its_node_alone_and_is_signed_by_the_clusters_authority()
    {
        await Init("--nodes", "10.0.0.1,b.example.com", "--with-certificates");
        var authority = Certificate("ca");

        foreach (var (node, host, other) in new[]
        {
            ("node-1", "10.0.0.1", "10.0.0.2"), ("node-2", "b.example.com", "10.0.0.1"),
        })
        {
            var certificate = Certificate(node);
            Assert.Equal((true, false), (certificate.MatchesHostname(host), certificate.MatchesHostname(other)));
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            Assert.True(chain.Build(certificate));
        }
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        Assert.Equal(0, (await Init("--nodes", "3")).Code);
        var before = File.ReadAllText(Path.Combine(Out, "common.conf"));

        var again = await Init("--nodes", "5");

        Assert.Equal(new Cli(2, "", $"raft: --out {Out}: is there and not empty, and nothing is overwritten\n"), again);
        Assert.Equal(before, File.ReadAllText(Path.Combine(Out, "common.conf")));
        Assert.Equal(4, Written().Count());
    }

    [Theory]
    [InlineData("--nodes 0", "--nodes 0: must name from 1 to 9 nodes")]
    [InlineData("--nodes 10", "--nodes 10: must name from 1 to 9 nodes")]
    [InlineData("--nodes a=127.0.0.1,a=127.0.0.1", "--nodes a=127.0.0.1: there are two nodes named a")]
    [InlineData("--nodes 127.0.0.1:8001", "--nodes 127.0.0.1:8001: "
        + "must be a host such as 10.0.0.1 or db-1.example.com; ports are --http-port and --peer-port")]
    [InlineData("--nodes 3 --http-port 8001 --peer-port 8003",
        "--http-port and --peer-port: are too near to each other for so many nodes on one host")]
    [InlineData("--nodes 3 --name a/b", "--name a/b: must be 1 to 64 letters, digits, '-', '_' or '.'")]
    [InlineData("--nodes 10.0.0.1", "--nodes 10.0.0.1: others can reach it, so add --with-certificates, "
        + "or --trusted-network if whoever can may read and write everything")]
    public async Task What_cannot_be_meant_is_refused_and_nothing_is_written(string line, string problem)
    {
        Assert.Equal(new Cli(2, "", $"raft: {problem}\n"), await Init(line.Split(' ')));
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Who_trusts_the_network_says_so_and_it_is_written_down()
    {
        Assert.Equal(0, (await Init("--nodes", "10.0.0.1,10.0.0.2", "--trusted-network")).Code);

        Assert.Contains(
            "i-accept-that-anyone-can-read-and-write = on", File.ReadAllText(Path.Combine(Out, "common.conf")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_JSON_it_says_what_it_wrote()
    {
        using var told = JsonDocument.Parse((await Init("--nodes", "2", "--json", "--http-port", "8101")).Output);

        Assert.Equal("http://127.0.0.1:8101,http://127.0.0.1:8102", told.RootElement.GetProperty("nodes").GetString());
        Assert.Equal(3, told.RootElement.GetProperty("files").GetArrayLength());
        Assert.Matches("^my-cluster-[0-9a-f]{6}$", told.RootElement.GetProperty("cluster").GetString());
    }

    private Task<Cli> Init(params string[] arguments) => Cli.Run(["init", "--out", Out, .. arguments]);

    private IEnumerable<string> Written() => Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Out, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private X509Certificate2 Certificate(string name) =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Out, "certificates", name + ".pem"));
}
