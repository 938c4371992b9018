using System.Globalization;
using Raft.Specs.Linearizability;

namespace Raft.Specs.Chaos;

/// <summary>What became of a run.</summary>
internal sealed class ChaosReport
{
    private const int MostLinesOfOneKind = 10;

    public required ChaosPlan Plan { get; init; }

    public required HistoryLog History { get; init; }

    /// <summary>How often each kind of fault was done.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>The longest time in which no client was answered.</summary>
    public required TimeSpan LongestSilence { get; init; }

    public required Settlement Settlement { get; init; }

    /// <summary>Acknowledged writes that a node lacks.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    public required CheckReport<KeyState, KeyValueOperation> Check { get; init; }

    /// <summary>What nodes did that nothing explains: ends, and answers.</summary>
    public required IReadOnlyList<string> Surprises { get; init; }

    /// <summary>Where the history, the drawing and the nodes' words are, when something is wrong.</summary>
    public string? Folder { get; private set; }

    public string? Page { get; private set; }

    public bool IsBroken => Check.Verdict == Verdict.Illegal
        || Settlement.Problem is not null || Missing.Count > 0 || Surprises.Count > 0;

    private IEnumerable<PartitionReport<KeyState, KeyValueOperation>> Illegal =>
        Check.Partitions.Where(p => p.Verdict == Verdict.Illegal);

    /// <summary>0: all is well. 1: something is wrong. 3: the history was too much for the checker.</summary>
    public int ExitCode => IsBroken ? 1 : Check.Verdict == Verdict.Unknown ? 3 : 0;

    /// <summary>Writes the history where it was asked for, and everything about a run that went wrong.</summary>
    public void Keep(ChaosCluster cluster)
    {
        if (Plan.History is { } file)
            History.Write(file);
        if (ExitCode == 0)
            return;
        Folder = Directory.CreateTempSubdirectory($"raft-chaos-seed-{Plan.Seed}-").FullName;
        History.Write(Path.Combine(Folder, "history.jsonl"));
        cluster.WriteLogs(Folder);
        if (Illegal.FirstOrDefault() is not { } illegal)
            return;
        Page = Path.Combine(Folder, "history.html");
        File.WriteAllText(Page, HistoryPage.Draw(KeyValueModel.Model, illegal));
    }

    public IEnumerable<string> Lines()
    {
        var (ok, fail) = (History.Count(Outcome.Ok), History.Count(Outcome.Fail));
        var unknown = History.Count(Outcome.Unknown);
        yield return Line(
            "operations", $"{ok + fail + unknown:N0}: {ok:N0} ok, {fail:N0} failed, {unknown:N0} unknown");
        var kinds = string.Join(", ", Faults.Select(f => $"{f.Value} {f.Key}"));
        yield return Line("faults", $"{Faults.Values.Sum()}: {kinds}");
        yield return Line("longest without an answer", $"{LongestSilence.TotalSeconds:F1} s");
        yield return Line("agreement", Settlement.Problem
            ?? $"all {Plan.Nodes} nodes at {Settlement.Index}, hash {Settlement.Hash}, "
            + $"{Settlement.Elapsed.TotalSeconds:F1} s after healing");
        if (Settlement.Problem is null)
        {
            yield return Line("snapshots up to", string.Join(", ", Settlement.Snapshots));
            yield return Line("acknowledged writes", Missing.Count == 0
                ? $"{History.Acknowledged(ChaosDesk.OwnPrefix).Count():N0} of keys of their own, each on every node"
                : $"{Missing.Count:N0} LOST");
        }

        yield return Line("linearizable", Check.Verdict switch
        {
            Verdict.Ok => $"yes, {Check.Partitions.Count:N0} keys checked in {Check.Elapsed.TotalSeconds:F1} s",
            Verdict.Illegal => "NO: " + string.Join(", ", Illegal.Select(p => p.Partition)),
            _ => "not known: the checker's budget was used up",
        });
        foreach (var wrong in Missing.Take(MostLinesOfOneKind).Concat(Surprises.Take(MostLinesOfOneKind)))
            yield return Line("WRONG", $"{wrong}");
        if (Page is not null)
            yield return Line("drawn", $"{Page}");
        if (Folder is not null)
            yield return Line("kept", $"{Folder}");
        yield return Line("verdict", ExitCode switch { 0 => "all is well", 1 => "BROKEN", _ => "not known" });
    }

    private static string Line(string name, FormattableString text) =>
        Line(name, text.ToString(CultureInfo.InvariantCulture));

    private static string Line(string name, string text) => $"{name,-26} {text}";
}
