using System.Globalization;

namespace Raft.Specs.Linearizability;

/// <summary><c>check-history FILE [--html OUT]</c>: is a history that was written down linearizable?</summary>
internal static class CheckHistory
{
    public const string Usage =
        "FILE [--html OUT]: say whether a history in JSON lines is linearizable, and draw where it broke";

    /// <summary>
    /// Exit code 0: linearizable. 1: not. 2: the question was wrong. 3: the budget was used up before it was known.
    /// </summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var (file, html) = arguments switch
        {
            [var one] => (one, null),
            [var one, "--html", var two] => (one, two),
            ["--html", var two, var one] => (one, two),
            _ => ((string?)null, (string?)null),
        };
        if (file is null || file.StartsWith('-'))
            return Complain(errors, $"usage: check-history {Usage}");
        try
        {
            using var lines = File.OpenText(file);
            return Tell(HistoryFile.Read(lines), html, output);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or HistoryFormatException)
        {
            return Complain(errors, $"check-history: {file}: {wrong.Message}");
        }
    }

    private static int Tell(List<Operation<KeyValueOperation>> history, string? html, TextWriter output)
    {
        var report = Checker.Check(KeyValueModel.Model, history);
        var clients = history.Select(o => o.Client).Distinct(StringComparer.Ordinal).Count();
        var open = history.Count(o => o.ReturnNs is null);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{history.Count:N0} operations ({open:N0} of unknown outcome), {clients:N0} clients, "
            + $"{report.Partitions.Count:N0} keys: checked in {report.Elapsed.TotalSeconds:F1} s"));
        foreach (var partition in report.Partitions.Where(p => p.Verdict != Verdict.Ok))
            output.WriteLine(Describe(partition));
        output.WriteLine(report.Verdict switch
        {
            Verdict.Ok => "linearizable",
            Verdict.Illegal => "NOT linearizable",
            _ => "not known: the budget was used up",
        });
        if (html is not null && report.Partitions.FirstOrDefault(p => p.Verdict == Verdict.Illegal) is { } first)
        {
            File.WriteAllText(html, HistoryPage.Draw(KeyValueModel.Model, first));
            output.WriteLine($"drawn: {html}");
        }

        return report.Verdict switch { Verdict.Ok => 0, Verdict.Illegal => 1, _ => 3 };
    }

    private static string Describe(PartitionReport<KeyState, KeyValueOperation> partition)
    {
        if (partition.Broken is not { } broken)
            return $"key {partition.Partition}: not known after {partition.Steps} steps";
        var operation = partition.Operations[broken];
        var state = partition.Order.Count > 0 ? partition.Order[^1].After : KeyValueModel.Model.Init;
        return $"key {partition.Partition}: no order explains {operation.Client}'s "
            + KeyValueModel.Model.Describe(operation.What)
            + $" (called at {operation.CallNs} ns, answered at {operation.ReturnNs} ns);"
            + $" one order of all before it leaves {KeyValueModel.Model.DescribeState(state)}";
    }

    private static int Complain(TextWriter errors, string what)
    {
        errors.WriteLine(what);
        return 2;
    }
}
