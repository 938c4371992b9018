using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Raft.Host.Http;

/// <summary>
/// <c>GET /metrics</c>: what the process measures through System.Diagnostics.Metrics, in Prometheus' text format. Names
/// get underscores, units and <c>_total</c> as Prometheus has it; histograms have fixed buckets.
/// </summary>
internal sealed class MetricsText : IDisposable
{
    private static readonly double[] Seconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Counts =
        [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 10_000, 1_000_000, 100_000_000];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _instruments = new();

    /// <param name="meters">The meters that are shown.</param>
    public MetricsText(params IReadOnlyCollection<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!meters.Contains(instrument.Meter.Name))
                return;
            _instruments.TryAdd(instrument, new ConcurrentDictionary<string, Series>(StringComparer.Ordinal));
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", async context =>
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(Render(), context.RequestAborted);
    });

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Everything, one line per series, names in order.</summary>
    internal string Render()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, series) in _instruments.OrderBy(i => i.Key.Name, StringComparer.Ordinal))
        {
            var name = NameOf(instrument);
            text.Append(CultureInfo.InvariantCulture,
                $"# HELP {name} {instrument.Description}\n# TYPE {name} {TypeOf(instrument)}\n");
            foreach (var (tags, one) in series.OrderBy(s => s.Key, StringComparer.Ordinal))
                one.Write(text, name, tags);
        }

        return text.ToString();
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_instruments.TryGetValue(instrument, out var series))
            return;
        series.GetOrAdd(Labels(tags), _ => Make(instrument)).Take(value);
    }

    private static Series Make(Instrument instrument)
    {
        if (IsHistogram(instrument))
            return new HistogramSeries(instrument.Unit == "s" ? Seconds : Counts);
        return new NumberSeries(adds: instrument is Counter<long> or Counter<double>);
    }

    private static bool IsHistogram(Instrument instrument) => instrument is Histogram<long> or Histogram<double>;

    private static string TypeOf(Instrument instrument) =>
        IsHistogram(instrument) ? "histogram" : instrument is Counter<long> or Counter<double> ? "counter" : "gauge";

    private static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var total = TypeOf(instrument) == "counter" ? "_total" : "";
        return instrument.Name.Replace('.', '_') + unit + total;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)!
                .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length > 0 ? "," : "").Append(key).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }

    private abstract class Series
    {
        public abstract void Take(double value);

        public abstract void Write(StringBuilder text, string name, string labels);

        protected static void Line(StringBuilder text, string name, string labels, double value) => text.Append(
            CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");
    }

    private sealed class NumberSeries(bool adds) : Series
    {
        private readonly Lock _gate = new();
        private double _value;

        public override void Take(double value)
        {
            lock (_gate)
                _value = adds ? _value + value : value;
        }

        public override void Write(StringBuilder text, string name, string labels) =>
            Line(text, name, labels, Volatile.Read(ref _value));
    }

    private sealed class HistogramSeries(double[] bounds) : Series
    {
        private readonly long[] _counts = new long[bounds.Length + 1];
        private double _sum;

        public override void Take(double value)
        {
            var bucket = Array.FindIndex(bounds, b => value <= b);
            lock (_counts)
            {
                _counts[bucket < 0 ? bounds.Length : bucket]++;
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_counts)
            {
                long below = 0;
                var comma = labels.Length > 0 ? "," : "";
                for (var i = 0; i <= bounds.Length; i++)
                {
                    below += _counts[i];
                    var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    Line(text, name + "_bucket", $"{labels}{comma}le=\"{bound}\"", below);
                }

                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, below);
            }
        }
    }
}
