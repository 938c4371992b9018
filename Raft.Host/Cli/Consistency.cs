using System.CommandLine;

namespace Raft.Host.Cli;

/// <summary>The options that say how fresh an answer must be. What they mean is the API's to check.</summary>
internal sealed class Consistency
{
    private readonly Option<string?> _consistency = new("--consistency")
    {
        Description = "linearizable (default), lease (no round trip, if the cluster has it on), "
            + "or stale (what that node has)",
        HelpName = "linearizable|lease|stale",
    };

    private readonly Option<string?> _maxStaleness = new("--max-staleness")
    {
        Description = "With stale: only from a node that has heard from a leader within this time",
        HelpName = "TIME",
    };

    public void AddTo(ClientVerb verb)
    {
        _consistency.CompletionSources.Add("linearizable", "lease", "stale");
        verb.Add(_consistency);
        verb.Add(_maxStaleness);
    }

    /// <summary>The query string for them.</summary>
    public string Query(ParseResult line)
    {
        var parts = new List<string>();
        if (line.GetValue(_consistency) is { } consistency)
            parts.Add("consistency=" + Uri.EscapeDataString(consistency));
        if (line.GetValue(_maxStaleness) is { } most)
            parts.Add("maxStaleness=" + Uri.EscapeDataString(most));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
