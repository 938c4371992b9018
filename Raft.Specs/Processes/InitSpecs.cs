using System.Diagnostics;
using Raft.Specs.Host;
using Raft.Specs.Security;

namespace Raft.Specs.Processes;

/// <summary>What <c>raft init</c> wrote starts a cluster.</summary>
[Collection("processes")]
public sealed class InitSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-init-").FullName;
    private readonly int _port = FreePort.Next();

    private string Out => Path.Combine(_folder, "cluster");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nodes_on_this_machine_elect_and_serve()
    {
        var nodes = await Start(2);
        try
        {
            await Elected([], "http");
            Assert.Equal(new Cli(0, "ana set to 4\n", ""), await Cli.Run("set", "ana", "4", "--nodes", Urls("http")));
        }
        finally
        {
            await End(nodes);
        }
    }

    [PeerCertificatesFact]
    public async Task With_certificates_they_serve_whoever_shows_a_token_and_nobody_else()
    {
        var nodes = await Start(3, "--with-certificates");
        try
        {
            string[] known = ["--ca", Path.Combine(Out, "certificates", "ca.pem")];
            string[] admin = [.. known, "--token-file", Path.Combine(Out, "admin.token")];
            string[] reader = [.. known, "--token-file", Path.Combine(Out, "read.token")];
            await Elected(admin, "https");

            Assert.Equal(new Cli(0, "ana set to 4\n", ""), await Run(["set", "ana", "4"], admin));
            Assert.Equal(new Cli(0, "4\n", ""), await Run(["get", "ana"], reader));
            var watched = await Run(["watch", "--from", "1", "--count", "1"], reader);
            Assert.EndsWith("\tset\tana\t4\n", watched.Output, StringComparison.Ordinal);
            Assert.NotEqual(0, (await Run(["set", "ana", "8"], reader)).Code);
            Assert.NotEqual(0, (await Run(["get", "ana"], known)).Code);
            Assert.NotEqual(0, (await Run(["get", "ana"], admin[2..])).Code);
        }
        finally
        {
            await End(nodes);
        }
    }

    private async Task<List<HostProcess>> Start(int count, params string[] more)
    {
        var written = await Cli.Run(
        [
            "init", "--nodes", $"{count}", "--out", Out,
            "--http-port", $"{_port}", "--peer-port", $"{_port + 1000}", .. more,
        ]);
        Assert.Equal((0, ""), (written.Code, written.Error));
        return
        [
            .. Enumerable.Range(1, count).Select(n => HostProcess.Start(
                "node", "--config", Path.Combine(Out, $"node-{n}.conf"), "--data", Path.Combine(_folder, "data"))),
        ];
    }

    // Processes start and elect: real time, and not little on a busy machine.
    private async Task Elected(string[] access, string scheme)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var status = await Cli.Run(["status", "--nodes", Urls(scheme), .. access]);
            if (status.Code == 0)
                return;
            Assert.True(clock.Elapsed < ProcessCluster.Patience, $"no leader\n{status.Output}{status.Error}");
        }
    }

    private Task<Cli> Run(string[] verb, string[] access) => Cli.Run([.. verb, "--nodes", Urls("https"), .. access]);

    private string Urls(string scheme) =>
        string.Join(',', Enumerable.Range(0, 2).Select(n => $"{scheme}://127.0.0.1:{_port + n}"));

    private static async Task End(List<HostProcess> nodes)
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
    }
}
