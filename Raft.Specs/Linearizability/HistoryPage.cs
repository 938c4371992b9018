using System.Text.Json;

namespace Raft.Specs.Linearizability;

/// <summary>
/// Draws a history that broke: a lane for each client, the order that explains everything up to the break, what the
/// store held, and the answer that no order explains. One file that loads nothing from anywhere.
/// </summary>
internal static class HistoryPage
{
    private const int MostOperationsBeforeTheBreak = 80;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The page for a partition whose verdict is Illegal.</summary>
    public static string Draw<TState, T>(Model<TState, T> model, PartitionReport<TState, T> report)
        where T : class
    {
        var broken = report.Operations[report.Broken
            ?? throw new ArgumentException("only a history that broke can be drawn", nameof(report))];
        var taken = report.Order.TakeLast(MostOperationsBeforeTheBreak).ToList();
        var earlier = report.Order.SkipLast(taken.Count).ToList();
        var start = report.Operations.Min(o => o.CallNs);
        var shown = Shown(report, taken, earlier.Count).ToList();
        var data = new
        {
            report.Partition,
            Clients = report.Operations.Select(o => o.Client).Distinct().Count(),
            Total = report.Operations.Count,
            Hidden = earlier.Count,
            Before = model.DescribeState(earlier.Count > 0 ? earlier[^1].After : model.Init),
            State = model.DescribeState(report.Order.Count > 0 ? report.Order[^1].After : model.Init),
            Forgotten = report.Operations.Count(o => o.ReturnNs is null && o.CallNs < FirstCall(report, taken)),
            Operations = shown.Select(one => Describe(model, report, one, start)),
            Broken = Describe(model, report, (report.Broken.Value, "broken", null, default), start),
        };
        return Template().Replace("/*DATA*/null", JsonSerializer.Serialize(data, Json), StringComparison.Ordinal);
    }

    // Of what is not in the order, only that is shown which someone still waited for when the history broke, or which
    // was never answered and not asked long ago.
    private static IEnumerable<(int Operation, string Part, int? Place, TState? After)> Shown<TState, T>(
        PartitionReport<TState, T> report,
        List<(int Operation, TState After)> taken,
        int earlier)
    {
        for (var i = 0; i < taken.Count; i++)
        {
            if (taken[i].Operation != report.Broken)
                yield return (taken[i].Operation, "taken", earlier + i + 1, taken[i].After);
        }

        var inOrder = report.Order.Select(o => o.Operation).ToHashSet();
        var brokeAt = report.Operations[report.Broken!.Value].ReturnNs;
        var first = FirstCall(report, taken);
        for (var i = 0; i < report.Operations.Count && report.Operations[i].CallNs <= brokeAt; i++)
        {
            var operation = report.Operations[i];
            if (i == report.Broken || inOrder.Contains(i) || operation.ReturnNs <= brokeAt)
                continue;
            if (operation.ReturnNs is not null)
                yield return (i, "pending", null, default);
            else if (operation.CallNs >= first)
                yield return (i, "open", null, default);
        }
    }

    private static long FirstCall<TState, T>(
        PartitionReport<TState, T> report, List<(int Operation, TState After)> taken) =>
        taken.Count > 0 ? taken.Min(o => report.Operations[o.Operation].CallNs) : long.MinValue;

    private static object Describe<TState, T>(
        Model<TState, T> model,
        PartitionReport<TState, T> report,
        (int Operation, string Part, int? Place, TState? After) shown,
        long start)
        where T : class
    {
        var operation = report.Operations[shown.Operation];
        return new
        {
            operation.Client,
            What = model.Describe(operation.What),
            Call = operation.CallNs - start,
            Return = operation.ReturnNs - start,
            shown.Part,
            shown.Place,
            After = shown.Place is null ? null : model.DescribeState(shown.After!),
        };
    }

    private static string Template()
    {
        using var stream = typeof(HistoryPage).Assembly.GetManifestResourceStream("history-page.html")
            ?? throw new InvalidOperationException("the page's template is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
