using System.Diagnostics.Metrics;
using Raft.Host.Http;

namespace Raft.Specs.Host;

public sealed class MetricsTextSpecs : IDisposable
{
    private readonly Meter _meter = new($"specs-{Guid.NewGuid()}");
    private readonly MetricsText _text;

    public MetricsTextSpecs() => _text = new MetricsText(_meter.Name);

    public void Dispose()
    {
        _text.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_by_its_tags_and_ends_in_total()
    {
        var counter = _meter.CreateCounter<long>("raft.elections", "{election}", "Elections");
        counter.Add(1, new KeyValuePair<string, object?>("node", "n1"));
        counter.Add(2, new KeyValuePair<string, object?>("node", "n1"));
        counter.Add(5, new KeyValuePair<string, object?>("node", "n2"));

        Assert.Equal(
            """
            # HELP raft_elections_total Elections
            # TYPE raft_elections_total counter
            raft_elections_total{node="n1"} 3
            raft_elections_total{node="n2"} 5

            """,
            _text.Render());
    }

    [Fact]
    public void A_gauge_is_read_when_it_is_asked_for()
    {
        var term = 3L;
        _meter.CreateObservableGauge("raft.term", () => term, "{term}", "Term");
        Assert.Contains("raft_term 3\n", _text.Render(), StringComparison.Ordinal);
        term = 4;
        Assert.Contains("raft_term 4\n", _text.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        var writes = _meter.CreateHistogram<double>("raft.journal.write.duration", "s", "Writes");
        foreach (var seconds in new[] { 0.0004, 0.002, 99 })
            writes.Record(seconds);

        var text = _text.Render();
        Assert.Contains(
            "raft_journal_write_duration_seconds_bucket{le=\"0.0005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("raft_journal_write_duration_seconds_bucket{le=\"10\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("raft_journal_write_duration_seconds_bucket{le=\"+Inf\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("raft_journal_write_duration_seconds_count 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_cannot_break_out_of_its_quotes()
    {
        _meter.CreateCounter<long>("raft.x", null, "X").Add(1, new KeyValuePair<string, object?>("node", "a\"b\\c\nd"));
        Assert.Contains("""raft_x_total{node="a\"b\\c\nd"} 1""", _text.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_meter_is_not_shown()
    {
        using var other = new Meter("another");
        other.CreateCounter<long>("another.counter").Add(1);
        Assert.Equal("", _text.Render());
    }
}
