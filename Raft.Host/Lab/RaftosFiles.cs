using System.Text;
using Raft.Host.Configuration;
using Raft.Host.Http;

namespace Raft.Host.Lab;

/// <summary>
/// What a node holds, in the three files that raftos keeps per node: its log, what it must remember, and its state
/// machine. No-ops, sessions and members are ours alone and are left out.
/// </summary>
/// <param name="Address">The node's address, host:port, which names the files.</param>
/// <param name="Log">One entry a line, such as <c>{"term": 1, "command": {"data_id": 1}}</c>.</param>
/// <param name="Storage">Term and vote, such as <c>{"term": 15, "voted_for": "127.0.0.1:8001"}</c>.</param>
/// <param name="StateMachine">Keys and values, such as <c>{"data_id": 3}</c>.</param>
internal sealed record RaftosFiles(string Address, string Log, string Storage, string StateMachine)
{
    private static readonly string[] Kinds = ["log", "storage", "state_machine"];
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The files for a node.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="term">Its term.</param>
    /// <param name="votedFor">The address of whom it voted for in this term, or null.</param>
    /// <param name="entries">Its log.</param>
    /// <param name="state">Its keys and values.</param>
    public static RaftosFiles Of(
        string address, long term, string? votedFor, IEnumerable<EntryBody> entries,
        IEnumerable<ListItemBody> state) => new(
            address,
            string.Concat(entries.Where(entry => entry.Command is { Key: not null }).Select(Line)),
            PythonJson.Object(("term", $"{term}"), ("voted_for", PythonJson.Text(votedFor))),
            PythonJson.Object(state.Select(item => (item.Key, Value(item.Value, item.ValueBase64)))));

    /// <summary>Their names, in a folder.</summary>
    public IReadOnlyList<string> NamesIn(string folder) =>
        [.. Kinds.Select(kind => Path.Combine(folder, $"{Address.Replace(':', '_')}.{kind}"))];

    /// <summary>Writes them, over those that are there; whoever reads one sees the whole of it.</summary>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public void WriteTo(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in NamesIn(folder).Zip([Log, Storage, StateMachine]))
            {
                File.WriteAllText(name + ".part", text, Plain);
                File.Move(name + ".part", name, overwrite: true);
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: cannot be written: {broken.Message}");
        }
    }

    private static string Line(EntryBody entry)
    {
        var command = entry.Command!;
        var value = command.Type == "delete" ? "null" : Value(command.Value, command.ValueBase64);
        return PythonJson.Object(
            ("term", $"{entry.Term}"), ("command", PythonJson.Object((command.Key!, value)))) + "\n";
    }

    private static string Value(string? text, string? base64) =>
        text is null ? PythonJson.Text(base64) : PythonJson.Value(text);
}
