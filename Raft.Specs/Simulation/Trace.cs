using System.Globalization;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// One line an event: when, which node, its role and term after it, how far it has committed of how much, what came,
/// and what that led to. TESTING.md explains how to read it.
/// </summary>
public static class Trace
{
    private const int MessageWidth = 52;

    public static string Line(TimeSpan now, Step step)
    {
        var node = step.Node;
        var head = Head(now, node);
        var message = Describe(step.Message).PadRight(MessageWidth);
        var effects = string.Join(" · ", Effects(step));
        return effects.Length == 0 ? (head + message).TrimEnd() : $"{head}{message} => {effects}";
    }

    /// <summary>
    /// Whether the step only says that all is well: a heartbeat, or its answer, that changed nothing.
    /// </summary>
    public static bool IsIdle(Step step)
    {
        var turn = step.Turn;
        if (turn.ChangesRole || turn.Events.Count > 0 || turn.Committed.Count > 0 || turn.Answers.Count > 0
            || turn.Reads.Count > 0 || turn.Chunks.Count > 0 || turn.Install is not null || turn.Distrusted is not null)
            return false;
        return step.Message is HeartbeatDue or ElectionTimeout or Flush
            || step.Message is Received { Message: AppendEntries { Entries.Count: 0 } }
                && !Says(turn, m => m is AppendReply { Success: false })
            || step.Message is Received { Message: AppendReply { Success: true } }
                && !Says(turn, m => m is not AppendEntries { Entries.Count: 0 });
    }

    public static string World(TimeSpan now, string what) => $"{Time(now)} -- {what}";

    public static string Began(TimeSpan now, SimulatedNode node) => Head(now, node) + "starts";

    public static string Ended(TimeSpan now, SimulatedNode node, bool stored) =>
        $"{Time(now)} {node.Id.Value,-4}dies{(stored ? "; its last write is stored, and nobody was told" : "")}";

    public static string Saved(TimeSpan now, SimulatedNode node, LedgerSnapshot snapshot, bool installs) =>
        $"{Head(now, node)}{(installs ? "installed" : "saved")} its snapshot "
        + $"of {snapshot.Snapshot.Index}@{snapshot.Snapshot.Term}";

    /// <summary>A message or signal in a few words.</summary>
    public static string Describe(object message) => message switch
    {
        Received received => $"{received.From} says {Describe(received.Message)}",
        Propose { Kind: EntryKind.Command } propose => $"propose {Describe(propose.Payload.Span)}",
        Propose propose => $"propose {propose.Kind}",
        Read read => $"read {read.Consistency}",
        ChangeMembers change => $"change members: voters({string.Join(' ', change.Voters.Order())})",
        TransferLeadership transfer => $"hand over to {transfer.To?.Value ?? "anybody"}",
        PeerLost lost => $"lost the connection to {lost.Peer}",
        SnapshotSaved saved => $"snapshot of {saved.Header.Index} is durable",
        SnapshotInstalled installed => $"image of {installed.Ledger.Snapshot.Index} is durable",
        ElectionTimeout => "election time-out",
        HeartbeatDue => "heartbeat",
        Flush => "flush",
        _ => message.GetType().Name,
    };

    private static string Describe(PeerMessage message) => message switch
    {
        RequestVote vote =>
            $"{(vote.PreVote ? "would you vote" : "vote")} t{vote.Term} log {vote.LastLogIndex}@{vote.LastLogTerm}"
                + (vote.Transfer ? " (handed over)" : ""),
        VoteReply reply => $"{(reply.Granted ? "yes" : "no")}{(reply.PreVote ? ", would" : "")} t{reply.Asked}"
            + (reply.Term == reply.Asked ? "" : $" (in t{reply.Term})"),
        AppendEntries append => $"append t{append.Term} "
            + $"{append.PrevLogIndex}@{append.PrevLogTerm}{Entries(append.Entries)} commit {append.LeaderCommit}",
        AppendReply { Success: true } reply => $"have {reply.MatchIndex} t{reply.Term}",
        AppendReply reply => $"refuse {reply.MatchIndex} t{reply.Term} try {reply.ConflictIndex}@{reply.ConflictTerm}",
        InstallSnapshot chunk => $"snapshot t{chunk.Term} {chunk.Snapshot.Index}@{chunk.Snapshot.Term} "
            + $"byte {chunk.Offset} +{chunk.Data.Length}",
        SnapshotReply reply => $"snapshot {reply.SnapshotIndex} "
            + $"{(reply.Installed ? "installed" : $"next byte {reply.NextOffset}")} t{reply.Term}",
        TimeoutNow => $"stand now t{message.Term}",
        ReadIndexRequest => $"how far to read t{message.Term}",
        ReadIndexReply reply => $"read at {reply.Index} t{reply.Term}",
        _ => message.GetType().Name,
    };

    private static string Entries(IReadOnlyList<LogEntry> entries) => entries.Count switch
    {
        0 => "",
        1 => $" +{entries[0].Index}@{entries[0].Term}",
        _ => $" +{entries[0].Index}..{entries[^1].Index}@{entries[^1].Term}",
    };

    private static IEnumerable<string> Effects(Step step)
    {
        var turn = step.Turn;
        foreach (var happened in turn.Events)
            yield return Describe(happened);
        if (turn.ChangesRole)
            yield return turn.Role is Candidate { IsCanvassing: true }
                ? "canvasses"
                : $"becomes {turn.Role.Kind.ToString().ToLowerInvariant()}";
        if (turn.Committed.Count > 0)
            yield return turn.Committed.Count == 1 ? $"commits {turn.Committed[0].Entry.Index}"
                : $"commits {turn.Committed[0].Entry.Index}..{turn.Committed[^1].Entry.Index}";
        foreach (var answer in turn.Answers)
            yield return $"answers {answer.Outcome.GetType().Name}";
        foreach (var grant in turn.Reads)
            yield return $"answers a read at {step.Node.AppliedIndex}";
        if (turn.Distrusted is { } impostor)
            yield return $"does not believe {impostor}: another disk";
        foreach (var chunk in turn.Chunks)
            yield return $"to {chunk.To}: snapshot {chunk.Snapshot.Index} from byte {chunk.Offset}";
        foreach (var sent in turn.Requests.Concat(turn.Promises).GroupBy(o => Describe(o.Message)))
            yield return $"to {string.Join(' ', sent.Select(o => o.To.Value))}: {sent.Key}";
    }

    private static string Describe(RaftEvent happened) => happened switch
    {
        TermStarted started => $"term {started.Term}",
        VoteCast cast => $"votes {cast.Candidate}",
        EntriesAppended { Entries.Count: 0 } appended => $"log ends at {appended.After}",
        EntriesAppended appended => string.Concat(
            $"log {appended.After}{Entries(appended.Entries)}",
            appended.Entries.LastOrDefault(e => e.Configuration is not null) is { } change
                ? $" {change.Configuration}"
                : ""),
        _ => happened.GetType().Name,
    };

    private static string Describe(ReadOnlySpan<byte> command) => RegisterCommand.Read(command) is { } set
        ? $"{(char)('a' + set.Key)}={set.Value}"
        : System.Text.Encoding.UTF8.GetString(command);

    private static bool Says(Turn turn, Func<PeerMessage, bool> what) =>
        turn.Requests.Any(o => what(o.Message)) || turn.Promises.Any(o => what(o.Message));

    private static string Head(TimeSpan now, SimulatedNode node)
    {
        var (role, replica) = (node.Role!, node.Replica);
        var letter = role switch { Leader => 'L', Candidate { IsCanvassing: true } => 'c', Candidate => 'C', _ => 'F' };
        var progress = $"{replica.CommitIndex}/{replica.Ledger.Log.LastIndex}";
        return $"{Time(now)} {node.Id.Value,-4}{letter} {"t" + replica.Ledger.Term,-4} {progress,-8} ";
    }

    private static string Time(TimeSpan now) =>
        now.TotalSeconds.ToString("0.0000", CultureInfo.InvariantCulture).PadLeft(9);
}
