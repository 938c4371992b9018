using System.Text.Json.Serialization;
using Raft.Actors.Machines;
using Raft.Actors.Offline;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>The answer to a POST of a session.</summary>
public sealed record SessionBody(long Session);

/// <summary>One member of a cluster, in answers and in requests.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Address">Where its peers reach it, host:port.</param>
/// <param name="Role">
/// <c>voter</c>, <c>learner</c>, or <c>leaving</c> while its vote still counts in a change under way.
/// </param>
/// <param name="Priority">How eagerly it stands for election, 0 (never) to 100, when that is not 1.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MemberBody(string Node, string Address, string? Role = null, int? Priority = null);

/// <summary>
/// The members: what a GET answers and a PUT sends. A change that is done carries its position in the log.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MembersBody(IReadOnlyList<MemberBody> Members, long? Index = null);

/// <summary>Whom to hand leadership to; without <c>to</c>, whoever is best placed.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TransferBody(string? To = null);

/// <summary>Leadership was handed over: who leads now, when that is known in time.</summary>
public sealed record TransferredBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Leader, long Term);

/// <summary>A node's snapshot, and the last position that it covers.</summary>
public sealed record SnapshotBody(string Node, long Index);

/// <summary>A part of a node's log.</summary>
public sealed record LogBody(long FirstIndex, long LastIndex, long CommitIndex, IReadOnlyList<EntryBody> Entries)
{
    /// <summary>The body for a page.</summary>
    public static LogBody Of(LogPage page) =>
        new(page.FirstIndex, page.LastIndex, page.CommitIndex, [.. page.Entries.Select(EntryBody.Of)]);
}

/// <summary>One entry of the log, with what its kind has.</summary>
public sealed record EntryBody(
    long Index,
    long Term,
    string Kind,
    long? Session = null,
    long? Sequence = null,
    CommandBody? Command = null,
    IReadOnlyList<MemberBody>? Members = null)
{
    /// <summary>The body for an entry.</summary>
    public static EntryBody Of(LogEntry entry) => new(
        entry.Index,
        entry.Term,
        entry.Kind switch
        {
            EntryKind.NoOp => "noop",
            EntryKind.Command => "command",
            EntryKind.Configuration => "configuration",
            _ => "openSession",
        },
        entry.Session == 0 ? null : entry.Session,
        entry.Sequence == 0 ? null : entry.Sequence,
        entry.Kind == EntryKind.Command ? CommandBody.Of(entry.Payload) : null,
        entry.Configuration is { } configuration ? Membership.Of(configuration) : null);
}

/// <summary>
/// A command of the key-value machine: <c>put</c>, <c>delete</c>, <c>compareAndPut</c> or <c>unreadable</c>.
/// </summary>
public sealed record CommandBody(
    string Type,
    string? Key = null,
    string? Value = null,
    string? ValueBase64 = null,
    long? IfIndex = null,
    string? Problem = null)
{
    /// <summary>The body for a command's bytes.</summary>
    public static CommandBody Of(ReadOnlyMemory<byte> bytes) =>
        KeyValueCodec.DecodeCommand(bytes, out var problem) switch
        {
            KeyValueCommand.Put put => Put("put", put.Key, put.Value, null),
            KeyValueCommand.CompareAndPut put => Put("compareAndPut", put.Key, put.Value, put.IfIndex),
            KeyValueCommand.Delete delete => new CommandBody("delete", delete.Key),
            _ => new CommandBody("unreadable", Problem: problem),
        };

    private static CommandBody Put(string type, string key, ReadOnlyMemory<byte> value, long? ifIndex)
    {
        var (text, base64) = ValueText.Of(value);
        return new CommandBody(type, key, text, base64, ifIndex);
    }
}

/// <summary>The hash over all that a node applied up to an index, as sixteen hexadecimal digits.</summary>
public sealed record HashBody(long Index, string Hash);

/// <summary>What <c>raft hash --json</c> prints: the hashes of all nodes at one index.</summary>
public sealed record HashesBody(long Index, bool Equal, IReadOnlyList<NodeHashBody> Nodes);

/// <summary>One node's hash, or why there is none.</summary>
public sealed record NodeHashBody(string Address, string? Node, string? Hash, string? Error);

/// <summary>What <c>raft backup --json</c> prints: the file, and how far it reaches.</summary>
public sealed record BackupBody(string File, long Index, long Term);

/// <summary>One record of the journal of a node that does not run; what its kind has.</summary>
public sealed record JournalRecordBody(
    long Position,
    string Kind,
    long? Term = null,
    string? VotedFor = null,
    long? After = null,
    IReadOnlyList<EntryBody>? Entries = null,
    long? SnapshotIndex = null,
    IReadOnlyList<MemberBody>? Members = null,
    string? Note = null)
{
    /// <summary>The body for a record.</summary>
    public static JournalRecordBody Of(JournalRecord record)
    {
        var at = record.SequenceNr;
        return record.Event switch
        {
            NodeFounded founded => new(at, "founded", Members: Membership.Of(founded.Configuration)),
            TermStarted started => new(at, "term", started.Term),
            VoteCast cast => new(at, "vote", cast.Term, cast.Candidate.Value),
            EntriesAppended appended => new(at, "entries", After: appended.After, Entries: Bodies(appended.Entries)),
            RecoveryForced forced =>
                new(at, "recovery", Members: Membership.Of(forced.Configuration), Note: forced.Note),
            LedgerSnapshot snapshot => new(
                at,
                "snapshot",
                snapshot.Term,
                snapshot.VotedFor?.Value,
                snapshot.Snapshot.Index,
                Bodies(snapshot.Tail),
                snapshot.Snapshot.Index,
                Membership.Of(snapshot.Snapshot.Configuration)),
            var other => new(at, other.GetType().Name),
        };
    }

    private static IReadOnlyList<EntryBody> Bodies(IReadOnlyList<LogEntry> entries) =>
        [.. entries.Select(EntryBody.Of)];
}

/// <summary>What a journal came to.</summary>
public sealed record JournalBody(
    string Node,
    long Term,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? VotedFor,
    long FirstIndex,
    long LastIndex,
    long Records,
    string? Damage);
