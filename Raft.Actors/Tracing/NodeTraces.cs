using System.Diagnostics;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors.Tracing;

/// <summary>
/// The traced requests of one node. On the leader a proposal lasts until its answer, and below it are the write to the
/// journal, the way to each follower and back, and the machine's work; a follower's share hangs below the message that
/// brought it. Memory is bounded: what is too much goes untraced.
/// </summary>
internal sealed class NodeTraces(string group, NodeId node)
{
    private const int MostKept = 1024;

    private readonly Dictionary<long, Activity> _asked = [];                            // by ticket
    private readonly Dictionary<(NodeId To, long Request), Activity> _underWay = [];
    private readonly Queue<(long Last, long Term, ActivityContext Parent)> _unapplied = new();
    private Activity? _append;
    private Activity? _write;

    private bool IsIdle => _asked.Count == 0 && _append is null;

    /// <summary>A request of a client gets its ticket.</summary>
    public void Admitted(long ticket, IClientRequest request, string? traceParent)
    {
        if (traceParent is null || !RaftTracing.IsHeard || _asked.Count >= MostKept)
            return;
        var name = request is ClientRead ? "raft.read" : "raft.propose";
        if (Begin(name, ActivityKind.Server, Parse(traceParent)) is { } asked)
            _asked[ticket] = asked;
    }

    /// <summary>It is answered.</summary>
    public void Answered(long ticket, object outcome)
    {
        if (_asked.Count == 0 || !_asked.Remove(ticket, out var asked))
            return;
        if (outcome is CommandAnswer.Committed committed)
            asked.SetTag("raft.index", committed.Index).SetTag("raft.term", committed.Term);
        asked.SetTag("raft.outcome", outcome.GetType().Name);
        RaftTracing.Stop(asked);
    }

    /// <summary>Events go to the journal.</summary>
    public void Writes(IReadOnlyList<RaftEvent> events, Leader? leader)
    {
        if (IsIdle)
            return;
        var entries = events.OfType<EntriesAppended>().SelectMany(e => e.Entries).ToList();
        if (entries.Count == 0 || (_append ?? TracedOf(entries, leader)) is not { } parent)
            return;
        _write = Begin("raft.journal.write", ActivityKind.Internal, parent.Context);
        _write?.SetTag("raft.entries", entries.Count);
    }

    /// <summary>The journal has them.</summary>
    public void Wrote() => End(ref _write);

    /// <summary>A message leaves. Gives what it carries of the trace.</summary>
    public string? Sends(NodeId to, PeerMessage message, Leader? leader)
    {
        if (_asked.Count == 0 || message is not AppendEntries { Entries.Count: > 0 } append
            || _underWay.Count >= MostKept
            || TracedOf(append.Entries, leader) is not { } parent
            || Begin("raft.replicate", ActivityKind.Client, parent.Context) is not { } sent)
            return null;
        sent.SetTag("raft.peer", to.Value).SetTag("raft.entries", append.Entries.Count)
            .SetTag("raft.last_index", append.Entries[^1].Index);
        if (_underWay.Remove((to, append.Request), out var stale))
            RaftTracing.Stop(stale);            // of an earlier term
        _underWay[(to, append.Request)] = sent;
        return RaftTracing.ParentOf(sent);
    }

    /// <summary>A message came.</summary>
    public void Hears(PeerEnvelope envelope)
    {
        if (envelope.Message is AppendReply reply && _underWay.Count > 0
            && _underWay.Remove((envelope.From, reply.Request), out var sent))
        {
            sent.SetTag("raft.accepted", reply.Success);
            RaftTracing.Stop(sent);
        }
        else if (envelope is { TraceParent: { } parent, Message: AppendEntries { Entries: [.., var last] } }
            && RaftTracing.IsHeard)
        {
            _append = Begin("raft.append", ActivityKind.Server, Parse(parent));
            if (_append is not null && _unapplied.Count < MostKept)
                _unapplied.Enqueue((last.Index, last.Term, _append.Context));
        }
    }

    /// <summary>The turn is over, and its promises are out.</summary>
    public void Turned() => End(ref _append);

    /// <summary>An entry is applied, until what this gives is disposed of; null when nobody traces it.</summary>
    public Activity? Applies(LogEntry entry, long ticket)
    {
        if (ticket != 0 && _asked.TryGetValue(ticket, out var asked))
            return Applying(entry, asked.Context);
        while (_unapplied.TryPeek(out var next) && next.Last <= entry.Index)
        {
            _unapplied.Dequeue();
            if (next.Last == entry.Index && next.Term == entry.Term)
                return Applying(entry, next.Parent);
        }

        return null;
    }

    /// <summary>The node ends, and with it all that it had begun.</summary>
    public void End()
    {
        End(ref _write);
        End(ref _append);
        foreach (var begun in _asked.Values.Concat(_underWay.Values))
            RaftTracing.Stop(begun);
        _asked.Clear();
        _underWay.Clear();
    }

    private Activity? Applying(LogEntry entry, ActivityContext parent) =>
        Begin("raft.apply", ActivityKind.Internal, parent)?.SetTag("raft.index", entry.Index);

    private Activity? TracedOf(IEnumerable<LogEntry> entries, Leader? leader)
    {
        if (leader is null)
            return null;
        foreach (var entry in entries)
        {
            if (_asked.TryGetValue(leader.TicketOf(entry.Index), out var asked))
                return asked;
        }

        return null;
    }

    private Activity? Begin(string name, ActivityKind kind, ActivityContext parent) =>
        RaftTracing.Start(name, kind, parent)?.SetTag("raft.group", group).SetTag("raft.node", node.Value);

    private static ActivityContext Parse(string traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default;

    private static void End(ref Activity? activity)
    {
        if (activity is null)
            return;
        RaftTracing.Stop(activity);
        activity = null;
    }
}
