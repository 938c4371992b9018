using Raft.Host.Security;
using Raft.Specs.Host;

namespace Raft.Specs.Security;

/// <summary>HTTPS, as verbs use it against a node's API.</summary>
public sealed class HttpsSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-https-").FullName;
    private readonly Authority _authority;

    public HttpsSpecs() => _authority = new Authority(_folder);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_verb_that_knows_the_authority_reads_and_writes()
    {
        await using var server = await Serve("127.0.0.1");

        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal(new Cli(0, "ana set to 4\n", ""), await Run(server, "set", "ana", "4", "--ca", _authority.File));
        Assert.Equal(new Cli(0, "4\n", ""), await Run(server, "get", "ana", "--ca", _authority.File));
    }

    [Fact]
    public async Task A_certificate_of_nobody_that_is_trusted_is_told_at_once()
    {
        await using var server = await Serve("127.0.0.1");

        var said = await Run(server, "get", "ana", "--timeout", "60s").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(3, said.Code);
        Assert.Contains($"the certificate of {server.Address.Authority} is not to be trusted", said.Error,
            StringComparison.Ordinal);
        Assert.Contains("--ca", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        await using var server = await Serve("127.0.0.1");
        using var other = new Authority(_folder, "other");

        Assert.Equal(3, (await Run(server, "set", "ana", "4", "--ca", other.File)).Code);
        Assert.Empty(server.Store.Timeouts);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused()
    {
        await using var server = await Serve("10.9.8.7");

        Assert.Equal(3, (await Run(server, "set", "ana", "4", "--ca", _authority.File)).Code);
        Assert.Empty(server.Store.Timeouts);
    }

    [Fact]
    public async Task HTTP_on_the_port_of_HTTPS_comes_to_nothing()
    {
        await using var server = await Serve("127.0.0.1");
        using var connection = await server.Dial();

        await connection.Say("GET /v1/kv HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.DoesNotContain("HTTP/1.1 2", await connection.Rest(), StringComparison.Ordinal);
        var verb = await Cli.Run("get", "ana", "--nodes", $"http://{server.Address.Authority}", "--timeout", "1s");
        Assert.Equal(3, verb.Code);
    }

    [Fact]
    public async Task Where_clients_need_a_certificate_only_those_of_their_authority_will_do()
    {
        using var clients = new Authority(_folder, "clients");
        await using var server = await Serve("127.0.0.1", clients);
        var (good, goodKey) = clients.Sign("good", "client", Authority.ForClients);
        var (bad, badKey) = _authority.Sign("bad");

        Assert.Equal(3, (await Run(server, "set", "ana", "4", "--ca", _authority.File, "--timeout", "1s")).Code);
        Assert.Equal(3, (await Run(server, "set", "ana", "4", "--ca", _authority.File, "--timeout", "1s", "--cert", bad,
            "--key", badKey)).Code);
        Assert.Empty(server.Store.Timeouts);
        Assert.Equal(
            new Cli(0, "ana set to 4\n", ""),
            await Run(server, "set", "ana", "4", "--ca", _authority.File, "--cert", good, "--key", goodKey));
    }

    [Theory]
    [InlineData("--ca", "nowhere.pem", "raft: --ca nowhere.pem: there is no such file\n")]
    [InlineData("--token-file", "nowhere", "raft: --token-file nowhere: there is no such file\n")]
    [InlineData("--cert", "a.pem", "raft: --cert and --key: each needs the other\n")]
    public async Task A_file_that_cannot_be_used_is_named(string option, string file, string said) => Assert.Equal(
        new Cli(2, "", said), await Cli.Run("get", "ana", "--nodes", "https://127.0.0.1:1", option, file));

    private static Task<Cli> Run(SecuredServer server, params string[] arguments) =>
        Cli.Run([.. arguments, "--nodes", server.Address.ToString()]);

    private Task<SecuredServer> Serve(string host, Authority? clients = null)
    {
        Exception Wrong(string problem) => new InvalidOperationException(problem);
        var (certificate, key) = _authority.Sign("server", host);
        var tls = new HttpTls(
            PemFiles.Identity(certificate, key, Wrong, Wrong),
            clients is null ? null : PemFiles.Certificates(clients.File, Wrong));
        return SecuredServer.Start(settings => settings with { Tls = tls });
    }
}
