using System.Diagnostics;
using System.Text;
using Raft.Host.Client;

namespace Raft.Host.Top;

/// <summary>Looks at all nodes again and again, and tells what happened between two looks.</summary>
/// <param name="cluster">The nodes.</param>
internal sealed class TopWatch(ClusterClient cluster)
{
    private static readonly MetricsSample Nothing = MetricsSample.Read("");

    private readonly Dictionary<Uri, string> _names = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private IReadOnlyList<NodeSample>? _before;

    /// <summary>Looks; the first look has nothing to compare with, so it gives no rates.</summary>
    public async Task<IReadOnlyList<TopRow>> Look(CancellationToken cancel)
    {
        var views = await cluster.Look(cancel);
        var samples = await Task.WhenAll(views.Select(view => Sample(view, cancel)));
        foreach (var sample in samples.Where(sample => sample.Status is not null))
            _names[sample.Address] = sample.Status!.Node;
        var committed = samples.Max(sample => sample.Status?.CommitIndex ?? 0);
        var rows = samples.Zip(_before ?? samples, (now, before) =>
            TopRow.Of(before, now, _names.GetValueOrDefault(now.Address), committed)).ToList();
        _before = samples;
        return rows;
    }

    private async Task<NodeSample> Sample(NodeView view, CancellationToken cancel)
    {
        if (view.Status is null)
            return new NodeSample(view.Address, _clock.Elapsed, null, view.Error, Nothing);
        var at = _clock.Elapsed;
        var metrics = await cluster.Ask(view.Address, HttpMethod.Get, "/metrics", cancel);
        return new NodeSample(
            view.Address, at, view.Status, null,
            metrics.Ok ? MetricsSample.Read(Encoding.UTF8.GetString(metrics.Body)) : Nothing);
    }
}
