using Raft.Host.Bench;
using Raft.Host.Cli;
using Raft.Specs.Host;

namespace Raft.Specs.Bench;

public class BenchSpecs
{
    [Fact]
    public void A_percentile_is_within_two_percent_of_what_was_measured()
    {
        var times = new LatencyHistogram();
        var exact = Enumerable.Range(1, 100_000).Select(i => (long)(i * 37.0)).ToList();
        foreach (var micros in exact)
            times.Add(TimeSpan.FromMicroseconds(micros));

        foreach (var percent in new[] { 1.0, 50, 90, 99, 99.9, 100 })
        {
            var wanted = exact[(int)Math.Ceiling(exact.Count * percent / 100) - 1];
            Assert.InRange(times.Percentile(percent).TotalMicroseconds, wanted, wanted * 1.02 + 1);
        }

        Assert.Equal(exact[^1], times.Max.TotalMicroseconds);
    }

    [Fact]
    public void Times_from_nothing_to_hours_have_a_bucket()
    {
        var times = new LatencyHistogram();
        foreach (var time in new[] { TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.FromHours(30) })
            times.Add(time);
        Assert.Equal(TimeSpan.Zero, times.Percentile(1));
        Assert.Equal(3, times.Count);
    }

    [Fact]
    public void Histograms_of_clients_add_up()
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        one.Add(TimeSpan.FromMilliseconds(1));
        other.Add(TimeSpan.FromMilliseconds(9));
        one.Add(other);
        Assert.Equal((2, 9.0), (one.Count, one.Max.TotalMilliseconds));
    }

    [Fact]
    public async Task A_counted_run_sends_exactly_so_many_and_tells_errors_apart()
    {
        await using var target = new EveryThirdFails();
        var report = await new BenchRun(target, new BenchPlan
        {
            Clients = 4,
            Keys = 10,
            ValueBytes = 8,
            ReadPercent = 50,
            Count = 300,
        }).Run(CancellationToken.None);

        Assert.Equal(300, target.Asked);
        Assert.Equal(200, report.Writes.Count + report.Reads.Count);
        Assert.Equal(100, report.Errors["full"]);
        Assert.True(report.Writes.Count > 0 && report.Reads.Count > 0);
    }

    [Theory]
    [InlineData("akka.ssl.tcp://raft@127.0.0.1:9001: a cluster with TLS is measured over HTTP: use --transport http",
        "--transport", "akka", "--nodes", "akka.ssl.tcp://raft@127.0.0.1:9001")]
    [InlineData("http://127.0.0.1:8001: must be an address such as akka.tcp://raft@127.0.0.1:9001",
        "--transport", "akka", "--nodes", "http://127.0.0.1:8001")]
    [InlineData("--ca goes with --transport http", "--transport", "akka", "--ca", "ca.pem")]
    [InlineData("--secret-file goes with --transport akka", "--secret-file", "secret")]
    public async Task What_it_cannot_do_is_refused_in_a_line(string line, params string[] arguments)
    {
        Assert.Equal(new Cli(ExitCode.Usage, "", $"raft: {line}\n"), await Cli.Run(["bench", .. arguments]));
    }

    [Theory]
    [InlineData("http", "http://127.0.0.1:{0}", "")]
    [InlineData("akka", "akka.tcp://raft@127.0.0.1:{0}", "Nodes with raft.host.peers.tls take no plain Akka.Remote")]
    public async Task A_run_in_which_nothing_was_served_says_so(string transport, string node, string remedy)
    {
        var address = string.Format(null, node, FreePort.Next());

        var run = await Cli.Run(
            "bench", "--transport", transport, "--nodes", address, "--duration", "100ms", "--warm-up", "0", "--json");

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.Contains("no request was served", run.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
    }

    private sealed class EveryThirdFails : IBenchTarget
    {
        private int _asked;

        public int Asked => _asked;

        public string Name => "a target";

        public Task<BenchResult> Put(int client, string key, byte[] value, CancellationToken cancel) => Answer();

        public Task<BenchResult> Get(int client, string key, CancellationToken cancel) => Answer();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<BenchResult> Answer() =>
            Task.FromResult(
                Interlocked.Increment(ref _asked) % 3 == 0 ? new BenchResult(false, "full") : new BenchResult(true));
    }
}
