using System.Text;
using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Controller;

/// <summary>A node, as its controller needs it.</summary>
internal interface IControlledNode
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its term.</summary>
    long Term { get; }

    /// <summary>The leader that it knows of, or null.</summary>
    string? Leader { get; }

    /// <summary>Stores a value; what becomes of it is for the log to tell.</summary>
    Task Store(string key, string value);

    /// <summary>
    /// The latest committed key-value entries, in order, as many as have about so many bytes, and whether there are
    /// older ones; null when the node cannot say now what is committed.
    /// </summary>
    Task<(IReadOnlyList<ControllerEntry> Entries, bool Omitted)?> Committed(int bytes);

    /// <summary>It stands for election now.</summary>
    void StandForElection();

    /// <summary>It is a follower from now on.</summary>
    void StepDown();

    /// <summary>It takes no part any more, until it is resumed.</summary>
    void Suspend();

    /// <summary>It starts again.</summary>
    void Resume();
}

/// <summary>A real node.</summary>
/// <param name="group">Its group.</param>
/// <param name="patience">How long a request may take.</param>
internal sealed class ControlledNode(RaftGroup group, TimeSpan patience) : IControlledNode
{
    // Read from the end, in parts: what is older than fits into an answer is not even looked at.
    private const int Window = 256;

    private static readonly ReadOnlyMemory<byte> AnyQuery = KeyValueCodec.Encode(new KeyValueQuery.Get("any"));

    private readonly KeyValueStore _store = new(group.Client);

    public string Name => group.Settings.Node.Value;

    public long Term => group.Leadership.Term;

    public string? Leader => group.Leadership.Leader?.Value;

    public Task Store(string key, string value) => _store.Put(key, Encoding.UTF8.GetBytes(value), null, null, patience);

    public async Task<(IReadOnlyList<ControllerEntry> Entries, bool Omitted)?> Committed(int bytes)
    {
        // Who is answered leads still, or hears one who does, and has applied all that was committed before.
        if (await group.Client.Read(AnyQuery, ReadConsistency.Linearizable, patience) is not ReadAnswer.Value)
            return null;
        var (first, commit) = await Bounds();
        var found = new List<ControllerEntry>();
        var size = 0L;
        for (var to = commit; to >= first; to -= Window)
        {
            if (size > bytes)
                return (InOrder(found), true);
            var part = await Part(Math.Max(first, to - Window + 1), to);
            part.Reverse();
            found.AddRange(part);
            size += part.Sum(entry => (long)entry.Key.Length + (entry.Value?.Length ?? 0));
        }
        return (InOrder(found), first > 1);
    }

    public void StandForElection() => group.StandForElection();

    public void StepDown() => group.StepDown();

    public void Suspend() => group.Suspend();

    public void Resume() => group.Resume();

    private static List<ControllerEntry> InOrder(List<ControllerEntry> found)
    {
        found.Reverse();
        return found;
    }

    private async Task<(long First, long Commit)> Bounds()
    {
        var page = await group.Client.ReadLog(1, 1, patience);
        return (page.FirstIndex, page.CommitIndex);
    }

    private async Task<List<ControllerEntry>> Part(long from, long to)
    {
        var part = new List<ControllerEntry>();
        while (from <= to)
        {
            var page = await group.Client.ReadLog(from, (int)(to - from + 1), patience);
            var entries = page.Entries.Where(entry => entry.Index >= from && entry.Index <= to).ToList();
            if (entries.Count == 0)
                break;
            part.AddRange(
                entries.Where(entry => entry.Kind == EntryKind.Command).Select(EntryOf).OfType<ControllerEntry>());
            from = entries[^1].Index + 1;
        }
        return part;
    }

    private static ControllerEntry? EntryOf(LogEntry entry) => KeyValueCodec.DecodeCommand(entry.Payload, out _) switch
    {
        KeyValueCommand.Put put => new ControllerEntry(entry.Term, put.Key, Encoding.UTF8.GetString(put.Value.Span)),
        KeyValueCommand.CompareAndPut put =>
            new ControllerEntry(entry.Term, put.Key, Encoding.UTF8.GetString(put.Value.Span)),
        KeyValueCommand.Delete delete => new ControllerEntry(entry.Term, delete.Key, null),
        _ => null,
    };
}
