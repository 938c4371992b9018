using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Raft.Actors.Metrics;
using Raft.Actors.Protocol;
using Raft.Host.Controller;
using Raft.Host.Http;
using Raft.Specs.Tidy;

namespace Raft.Specs.Host;

/// <summary>The table of metrics, held against what is measured.</summary>
public sealed partial class MetricsDocSpecs
{
    [Fact]
    public void Every_metric_is_in_the_READMEs_table_with_its_kind_and_none_is_there_that_is_not_measured()
    {
        using var text = new MetricsText(NodeMetrics.MeterName, ControllerService.MeterName);
        _ = new NodeMetrics("docs", new NodeId("n1"));
        RuntimeHelpers.RunClassConstructor(typeof(ControllerService).TypeHandle);
        var measured = Measured().Matches(text.Render()).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}");

        var told = Repository.Files("Raft.Host", ".md").Single(file => file.Path == "Raft.Host/README.md").Lines
            .Where(line => line.StartsWith("| `raft_", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .SelectMany(row => Name().Matches(row[1]).Select(m => $"{m.Groups[1].Value} {row[2].Trim()}"));

        Assert.Equal(measured.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^# TYPE (\\S+) (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex Measured();

    [GeneratedRegex("`(raft_[a-z_]+)")]
    private static partial Regex Name();
}
