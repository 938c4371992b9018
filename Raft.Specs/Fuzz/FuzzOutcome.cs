namespace Raft.Specs.Fuzz;

/// <summary>What came of one request.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Answers">Each answer: an HTTP status, or what happened to the connection.</param>
/// <param name="Wrong">Whether it must not be.</param>
internal sealed record FuzzOutcome(string Kind, IReadOnlyList<string> Answers, bool Wrong)
{
    /// <summary>The request itself, where that is worth telling.</summary>
    public string Request { get; init; } = "";

    /// <summary>The only 5xx that a node may answer, whatever it is asked, is that it cannot serve just now.</summary>
    public static bool IsWrong(string status) => status.StartsWith('5') && status is not "503";
}
