using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary>Entries of a log and records of a journal, a line each.</summary>
internal static class EntryText
{
    private const int ShownLength = 60;

    /// <summary>Index, term, kind and what it does, with tabs between.</summary>
    public static string Of(EntryBody entry) =>
        $"{entry.Index}\t{entry.Term}\t{entry.Kind}\t{What(entry)}".TrimEnd('\t');

    /// <summary>A record, and the entries in it, which are indented.</summary>
    public static void Write(TextWriter output, JournalRecordBody record)
    {
        output.WriteLine($"{record.Position}\t{record.Kind}\t{What(record)}".TrimEnd('\t'));
        foreach (var entry in record.Entries ?? [])
            output.WriteLine("\t" + Of(entry));
    }

    /// <summary>Text that no control character of a key or value breaks out of.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static string What(EntryBody entry) => entry switch
    {
        { Command: { } command } =>
            What(command) + (entry.Session is { } session ? $"  (session {session}, {entry.Sequence})" : ""),
        { Members: { } members } => Names(members),
        _ => "",
    };

    private static string What(CommandBody command) => command.Type switch
    {
        "delete" => $"delete {Plain(command.Key!)}",
        "unreadable" => $"unreadable: {command.Problem}",
        _ => $"put {Plain(command.Key!)} = {Value(command)}{(command.IfIndex is { } index ? $" if {index}" : "")}",
    };

    private static string What(JournalRecordBody record) => record.Kind switch
    {
        "founded" => $"a new disk, {Names(record.Members!)}",
        "term" => $"{record.Term}",
        "vote" => $"for {record.VotedFor} in term {record.Term}",
        "entries" => $"after {record.After}",
        "recovery" => $"{Names(record.Members!)}: {Plain(record.Note ?? "")}",
        "snapshot" => $"up to {record.SnapshotIndex}, term {record.Term}, "
            + $"vote for {record.VotedFor ?? "nobody"}, {Names(record.Members!)}",
        _ => "",
    };

    private static string Names(IReadOnlyList<MemberBody> members) => members.Count == 0
        ? "no members"
        : "members " + string.Join(", ", members.Select(m => m.Role == "voter" ? m.Node : $"{m.Node} ({m.Role})"));

    private static string Value(CommandBody command)
    {
        var text = command.Value is { } value
            ? Plain(value)
            : $"({ValueText.Bytes(null, command.ValueBase64).Length} bytes)";
        return text.Length > ShownLength ? text[..(ShownLength - 1)] + "…" : text;
    }
}
