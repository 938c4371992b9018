using System.Net;
using System.Net.Sockets;

namespace Raft.Specs.Processes;

[Collection("processes")]
public sealed class BenchStopSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ctrl_C_ends_a_measurement_with_what_was_measured_until_then()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var bench = HostProcess.Start(
            "bench", "--nodes", $"{listener.LocalEndpoint}",
            "--duration", "10m", "--warm-up", "0", "--clients", "1", "--json");
        // It is at work: a request comes, and is never answered.
        using var patience = new CancellationTokenSource(Patience);
        using var request = await listener.AcceptTcpClientAsync(patience.Token);

        bench.Signal("INT");

        Assert.Equal(Raft.Host.Cli.ExitCode.Interrupted, await bench.Exit(Patience));
        Assert.Equal("", bench.Error);
        var report = $$"""[{"target":"http {{listener.LocalEndpoint}}","seconds":""";
        Assert.StartsWith(report, bench.Output, StringComparison.Ordinal);
    }
}
