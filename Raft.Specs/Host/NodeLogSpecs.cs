using System.Text.Json;
using System.Text.RegularExpressions;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Host.Nodes;
using Raft.Specs.Tidy;

namespace Raft.Specs.Host;

/// <summary>What a node writes on its console.</summary>
public sealed partial class NodeLogSpecs : IDisposable
{
    private readonly StringWriter _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void A_line_of_text_has_a_time_an_id_and_a_sentence()
    {
        Log(LogFormat.Text).Line(LogEventId.ElectionWon, "term 3: node-1 leads", ("term", 3L));

        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3}  R101  term 3: node-1 leads\r?\n$", _written.ToString());
    }

    [Fact]
    public void A_warning_is_called_one()
    {
        Log(LogFormat.Text).Line(LogEventId.PeerLost, "node-2 cannot be reached");

        Assert.Contains("  R202  warning: node-2 cannot be reached", _written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_JSON_says_the_same_to_machines_whatever_is_in_it()
    {
        Log(LogFormat.Json).Line(
            LogEventId.PeerLost, "\"it\"\nbroke, überall", ("peer", "node-2"), ("term", 3L), ("leader", null));

        var line = Assert.Single(_written.ToString().TrimEnd().Split('\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            ["at", "level", "id", "event", "node", "peer", "term", "message"],
            json.EnumerateObject().Select(part => part.Name));
        Assert.Equal(
            "warning R202 peer unreachable node-1 node-2 3",
            string.Join(' ', json.EnumerateObject().Skip(1).SkipLast(1).Select(part => part.Value.ToString())));
        Assert.Equal("\"it\"\nbroke, überall", json.GetProperty("message").GetString());
        Assert.True(json.GetProperty("at").TryGetDateTimeOffset(out var at) && at.Offset == TimeSpan.Zero);
    }

    [Fact]
    public void What_matters_less_than_the_level_is_not_written()
    {
        var log = new NodeLog(_written, new LogSettings(LogFormat.Text, LogImportance.Warning), "node-1");

        log.Line(LogEventId.ElectionWon, "term 3: node-1 leads");
        log.Line(LogEventId.LeaderLost, "term 3: node-1 knows no leader");

        Assert.Contains("R104", Assert.Single(_written.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NodeRole.Leader, "node-1", "R101")]
    [InlineData(NodeRole.Candidate, null, "R102")]
    [InlineData(NodeRole.Follower, "node-2", "R103")]
    [InlineData(NodeRole.Follower, null, "R104")]
    public void Every_change_of_role_has_an_id_of_its_own(NodeRole role, string? leader, string id) => Assert.Equal(
        id,
        NodeReporter
            .KindOf(new LeadershipChanged("kv", new("node-1"), role, 3, leader is null ? null : new(leader))).Id);

    [Fact]
    public void The_table_in_the_README_lists_every_id_with_its_event_and_its_level()
    {
        var readme = Repository.Files("Raft.Host", ".md").Single(file => file.Path == "Raft.Host/README.md");

        var rows = readme.Lines.Select(line => Row().Match(line)).Where(row => row.Success)
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value));

        Assert.Distinct(LogEventId.All.Select(kind => kind.Id));
        Assert.Equal(
            LogEventId.All.Select(kind => (kind.Id, kind.Name, kind.Importance.ToString().ToLowerInvariant())), rows);
    }

    private NodeLog Log(LogFormat format) => new(_written, new LogSettings(format, LogImportance.Info), "node-1");

    [GeneratedRegex(@"^\| `(R\d{3})` \| ([a-z ]+) \| (info|warning|error) \|")]
    private static partial Regex Row();
}
