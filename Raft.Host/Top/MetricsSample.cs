using System.Globalization;

namespace Raft.Host.Top;

/// <summary>
/// The histograms of one <c>/metrics</c> page: for each, how many values were at most as large as each bound.
/// </summary>
internal sealed class MetricsSample
{
    private readonly Dictionary<string, SortedDictionary<double, double>> _buckets = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads Prometheus' text format, of which it needs the buckets alone; anything else is passed over.
    /// </summary>
    public static MetricsSample Read(string text)
    {
        var sample = new MetricsSample();
        foreach (var line in text.Split('\n'))
        {
            var (brace, value) = (line.IndexOf("_bucket{", StringComparison.Ordinal), line.LastIndexOf(' '));
            var bound = line.IndexOf("le=\"", StringComparison.Ordinal) + 4;
            if (brace < 0 || bound < 4 || line.IndexOf('"', bound) is not (> 0 and var end))
                continue;
            if (Number(line[bound..end]) is { } upTo && Number(line[(value + 1)..]) is { } count)
                sample.Add(line[..brace], upTo, count);
        }
        return sample;
    }

    /// <summary>
    /// What share of the values that came since an earlier sample are at most as large as the answer, in the
    /// histogram's unit; null when none came. Within a bucket they are taken for spread evenly.
    /// </summary>
    public double? Percentile(string histogram, double percent, MetricsSample since)
    {
        if (!_buckets.TryGetValue(histogram, out var now))
            return null;
        var before = since._buckets.GetValueOrDefault(histogram);
        var counts = now.Select(b => (UpTo: b.Key, Count: b.Value - (before?.GetValueOrDefault(b.Key) ?? 0))).ToList();
        // A node that was started anew counts from 0 again: then what it has is what came.
        if (counts.Exists(bucket => bucket.Count < 0))
            counts = [.. now.Select(b => (b.Key, b.Value))];
        if (counts.Count == 0 || counts[^1].Count <= 0)
            return null;
        var wanted = counts[^1].Count * percent / 100;
        var (lower, below) = (0.0, 0.0);
        foreach (var (upTo, count) in counts)
        {
            if (count >= wanted && count > below)
                return double.IsInfinity(upTo) ? lower : lower + ((upTo - lower) * (wanted - below) / (count - below));
            (lower, below) = (upTo, count);
        }
        return lower;
    }

    private void Add(string histogram, double upTo, double count)
    {
        if (!_buckets.TryGetValue(histogram, out var buckets))
            _buckets[histogram] = buckets = [];
        // One process may hold several groups: together they are what the process does.
        buckets[upTo] = buckets.GetValueOrDefault(upTo) + count;
    }

    private static double? Number(string text) => text == "+Inf"
        ? double.PositiveInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
