using Raft.Specs.Host;

namespace Raft.Specs.Security;

/// <summary>What a node refuses to start with, and what it never says.</summary>
public sealed class NodeSecuritySpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-security-").FullName;
    private readonly Authority _authority;
    private readonly int _peers = FreePort.Next();
    private readonly int _clients = FreePort.Next();

    public NodeSecuritySpecs()
    {
        _authority = new Authority(_folder);
        _authority.Sign("node");
        File.WriteAllText(Path.Combine(_folder, "secret"), "correct horse battery staple\n");
        File.WriteAllText(
            Path.Combine(_folder, "tokens"), "# who may what\nread reader-0123456789\nadmin admin-0123456789\n");
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("raft.host.http.tokens.file = tokens")]
    [InlineData("raft.host.http.tls { certificate = node.pem, key = node.key }")]
    public async Task Clients_from_elsewhere_are_not_let_in_without_both_TLS_and_tokens(string some)
    {
        var check = await Check($"raft.host.http.host = 0.0.0.0\n{some}");

        Assert.Equal(2, check.Code);
        Assert.EndsWith(
            ":4: raft.host.http.host = 0.0.0.0: whoever reaches this address could read and write everything: "
                + "set raft.host.http.tls and raft.host.http.tokens, "
                + "or raft.host.security.i-accept-that-anyone-can-read-and-write = on\n",
            check.Error,
            StringComparison.Ordinal);
    }

    [PeerCertificatesTheory]
    [InlineData("")]
    [InlineData("raft.secret.file = secret")]
    [InlineData("raft.host.peers.tls { certificate = node.pem, key = node.key, authority = authority.pem }")]
    public async Task Peers_from_elsewhere_are_not_let_in_without_both_TLS_and_a_secret(string some)
    {
        var check = await Check($"akka.remote.dot-netty.tcp.hostname = 0.0.0.0\n{some}");

        Assert.Equal(2, check.Code);
        Assert.Contains(
            "0.0.0.0: whoever reaches this address could write into the log: "
                + "set raft.host.peers.tls and raft.secret, or ",
            check.Error, StringComparison.Ordinal);
        Assert.Single(check.Error.TrimEnd('\n').Split('\n'));
    }

    [PeerCertificatesFact]
    public async Task With_all_of_it_a_node_may_listen_everywhere()
    {
        var check = await Check($$"""
            raft.host.http.host = 0.0.0.0
            akka.remote.dot-netty.tcp.hostname = 0.0.0.0
            raft.secret.file = secret
            raft.host.http.tokens.file = tokens
            raft.host.http.tls { certificate = node.pem, key = node.key }
            raft.host.peers.tls { certificate = node.pem, key = node.key, authority = authority.pem }
            """);

        Assert.Equal((0, ""), (check.Code, check.Error));
    }

    [Fact]
    public async Task Whoever_says_so_in_words_may_leave_it_open()
    {
        var check = await Check("""
            raft.host.http.host = 0.0.0.0
            akka.remote.dot-netty.tcp.hostname = 0.0.0.0
            raft.host.security.i-accept-that-anyone-can-read-and-write = on
            """);

        Assert.Equal((0, ""), (check.Code, check.Error));
    }

    [Theory]
    [InlineData("raft.host.http.tls.certificate = node.pem",
        "raft.host.http.tls.key is not set: names no file: a certificate needs its key, and a key its certificate")]
    [InlineData("raft.host.http.tls { certificate = none.pem, key = node.key }", "there is no such file")]
    [InlineData("raft.host.http.tls { certificate = node.pem, key = authority.pem }",
        "holds no private key in PEM that belongs to the certificate")]
    [InlineData("raft.host.http.tls { certificate = tokens, key = node.key }", "holds no certificate in PEM")]
    [InlineData("raft.host.peers.tls { certificate = node.pem, key = node.key }",
        "raft.host.peers.tls.authority is not set: names no file: who signs the certificates of this cluster's nodes?")]
    [InlineData("raft.host.peers.tls { certificate = stranger.pem, key = stranger.key, authority = authority.pem }",
        "is not valid now, not signed by raft.host.peers.tls.authority, or not good for servers and for clients")]
    [InlineData("raft.host.peers.tls { certificate = client.pem, key = client.key, authority = authority.pem }",
        "is not valid now, not signed by raft.host.peers.tls.authority, or not good for servers and for clients")]
    [InlineData("raft.host.http.tls { certificate = client.pem, key = client.key }", "is not good for servers")]
    [InlineData("raft.host.http.max-header-size = 12", "must be a size from 1KiB to 256KiB")]
    [InlineData("raft.host.http.header-timeout = 1ms", "must be from 1s to 3600s")]
    [InlineData("raft.host.security.i-accept-that-anyone-can-read-and-write = perhaps", "must be on or off")]
    public async Task A_file_or_a_value_that_cannot_be_meant_is_one_line(string line, string said)
    {
        using var other = new Authority(_folder, "other");
        other.Sign("stranger");
        _authority.Sign("client", "127.0.0.1", Authority.ForClients);

        var check = await Check(line);

        Assert.Equal(2, check.Code);
        Assert.EndsWith(said + "\n", check.Error, StringComparison.Ordinal);
        Assert.Single(check.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("raft.host.http.tokens.read = [ hunter2 ]")]
    [InlineData("raft.host.http.tokens.reed = [ hunter2-hunter2-hunter2 ]")]
    [InlineData("raft.secret.text = hunter2")]
    [InlineData("raft.secret.texte = hunter2-hunter2-hunter2")]
    [InlineData("raft.secret { texte = hunter2-hunter2-hunter2 }")]
    public async Task A_secret_in_a_mistake_is_not_repeated(string line)
    {
        var check = await Check(line);

        Assert.Equal(2, check.Code);
        Assert.DoesNotContain("hunter2", check.Error + check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write short", "line 1: a token has 16 to 1024 ASCII characters, without blanks")]
    [InlineData("\n#\nroot token-0123456789", "line 3: must be 'read', 'write' or 'admin' and a token")]
    [InlineData("read", "line 1: must be 'read', 'write' or 'admin' and a token")]
    [InlineData("read sha256:abc", "line 1: sha256: must be followed by 64 hexadecimal digits")]
    [InlineData("# nobody\n", "holds no token")]
    public async Task A_line_of_tokens_that_cannot_be_used_is_told_by_its_number(string text, string said)
    {
        File.WriteAllText(Path.Combine(_folder, "tokens"), text);

        var check = await Check("raft.host.http.tokens.file = tokens");

        Assert.Equal(2, check.Code);
        Assert.EndsWith($": {said}\n", check.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", check.Error, StringComparison.Ordinal);
    }

    private Task<Cli> Check(string more)
    {
        var file = Path.Combine(_folder, "node.conf");
        File.WriteAllText(file, $"""
            raft.node = node-1
            raft.members.node-1 = "127.0.0.1:{_peers}"
            raft.host.http.port = {_clients}
            {more}
            """);
        return Cli.Run("node", "--config", file, "--data", Path.Combine(_folder, "data"), "--check");
    }
}
