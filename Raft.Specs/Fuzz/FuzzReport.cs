using System.Globalization;

namespace Raft.Specs.Fuzz;

/// <summary>What was thrown, what came back, and whether the cluster is as it should be.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Took">How long the throwing took.</param>
/// <param name="Answers">How often each kind of request had each answer.</param>
/// <param name="Wrong">Answers that must not be; the first few.</param>
internal sealed record FuzzReport(
    FuzzPlan Plan, TimeSpan Took, IReadOnlyDictionary<(string Kind, string Answer), int> Answers,
    IReadOnlyList<string> Wrong)
{
    /// <summary>
    /// The most that a node's working set may ever be, in mebibytes, whatever it is sent: the heap that it is given,
    /// and as much again for its code, its threads and its sockets.
    /// </summary>
    public const long MemoryBound = 512;

    /// <summary>
    /// The most lines that a node may say for a run, whatever its length: more would be a way to fill its disk.
    /// </summary>
    public const int LinesBound = 2000;

    /// <summary>Each node's working set before, at its highest and at the end, in mebibytes.</summary>
    public IReadOnlyList<long> MemoryBefore { get; init; } = [];

    /// <inheritdoc cref="MemoryBefore"/>
    public IReadOnlyList<long> MemoryPeak { get; init; } = [];

    /// <inheritdoc cref="MemoryBefore"/>
    public IReadOnlyList<long> MemoryAfter { get; init; } = [];

    /// <summary>How many nodes still run.</summary>
    public int Alive { get; init; }

    /// <summary>Who leads at the end.</summary>
    public string Leader { get; init; } = "";

    /// <summary>Writes of the well-meant client that were acknowledged.</summary>
    public int Acknowledged { get; init; }

    /// <summary>Writes of the well-meant client that were not.</summary>
    public int NotAcknowledged { get; init; }

    /// <summary>Acknowledged writes that are not there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>How many lines each node said.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>What the nodes said, when one of them is no more.</summary>
    public string Said { get; init; } = "";

    /// <summary>What is not as it should be.</summary>
    public IEnumerable<string> Complaints()
    {
        if (Alive < FuzzCluster.Size)
            yield return $"only {Alive} of {FuzzCluster.Size} nodes are alive:\n{Said}";
        foreach (var wrong in Wrong)
            yield return $"must not be: {wrong}";
        if (MemoryPeak.Max() > MemoryBound)
            yield return $"a node took {MemoryPeak.Max()} MiB of memory; {MemoryBound} are allowed";
        if (Lines.Max() > LinesBound)
            yield return $"a node said {Lines.Max()} lines; {LinesBound} are allowed";
        if (Acknowledged == 0)
            yield return "no write of the well-meant client was acknowledged";
        if (Missing.Count > 0)
            yield return $"{Missing.Count} acknowledged writes are lost, such as {Missing[0]}";
    }

    /// <summary>The whole report, for people.</summary>
    public IEnumerable<string> Text()
    {
        yield return Line($"{Plan.Requests:N0} requests in {Took.TotalSeconds:0} s, seed {Plan.Seed}");
        foreach (var kind in Answers
            .GroupBy(answer => answer.Key.Kind)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var answers = kind.OrderByDescending(answer => answer.Value).Select(
                answer => Line($"{answer.Key.Answer} {answer.Value:N0}"));
            yield return $"  {kind.Key}: {string.Join(", ", answers)}";
        }
        yield return $"{Alive} of {FuzzCluster.Size} nodes alive, {Leader} leads";
        yield return $"memory in MiB: before {Each(MemoryBefore)}, at most {Each(MemoryPeak)} "
            + $"(bound {MemoryBound}), after {Each(MemoryAfter)}";
        yield return $"lines said: {string.Join(" / ", Lines)} (bound {LinesBound})";
        yield return Line($"writes of a well-meant client: {Acknowledged:N0} acknowledged, ")
            + Line($"of which {Missing.Count} are lost; {NotAcknowledged:N0} refused or unknown");
        var complaints = Complaints().ToList();
        yield return complaints.Count == 0 ? "all is well" : string.Join('\n', complaints);
    }

    private static string Each(IReadOnlyList<long> values) =>
        values.Count == 0 ? "unknown" : string.Join(" / ", values);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
