using Raft.Actors.Consensus;
using Raft.Actors.Machines;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Host.Demo;

namespace Raft.Host.Nodes;

/// <summary>
/// What a node does, for whoever listens: every change of role, every vote, and as many of the messages that repeat
/// themselves as an eye can follow. While nobody listens the node is not even asked.
/// </summary>
/// <param name="node">The node's name.</param>
/// <param name="settings">Its time-outs.</param>
/// <param name="network">The demo's network, or null.</param>
internal sealed class NodeFeed(string node, ConsensusSettings settings, DemoNetwork? network = null)
    : INodeObserver, IDisposable
{
    private const int MostListeners = 64;
    private const int MessagesPerSecond = 50;
    private const int LongestText = 40;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Queue<(long Index, TimeSpan At)> _appended = new();
    private volatile FeedClient[] _clients = [];
    private (NodeRole, bool, long, NodeId?) _told;
    private double _allowance = MessagesPerSecond;
    private long _allowanceAt = Environment.TickCount64;
    private double? _latencyMs;

    /// <inheritdoc/>
    public bool IsWatched => _clients.Length > 0;

    /// <summary>Ends when the node stops: every listener must go then.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>The name of the node.</summary>
    public string Node => node;

    /// <summary>The numbers that the first event carries.</summary>
    public FeedSettings Settings { get; } = new(
        (long)settings.HeartbeatInterval.TotalMilliseconds,
        (long)settings.ElectionTimeoutMin.TotalMilliseconds,
        (long)settings.ElectionTimeoutMax.TotalMilliseconds);

    /// <summary>Begins to listen; null when too many do.</summary>
    public FeedClient? Listen()
    {
        lock (_gate)
        {
            if (_clients.Length >= MostListeners)
                return null;
            var client = new FeedClient();
            _clients = [.. _clients, client];
            return client;
        }
    }

    /// <summary>Ceases to listen.</summary>
    public void Leave(FeedClient client)
    {
        lock (_gate)
            _clients = [.. _clients.Where(other => other != client)];
        client.Dispose();
    }

    /// <inheritdoc/>
    public void Turned(NodePicture picture)
    {
        MeasureLatency(picture);
        var news = new List<FeedNews>();
        var now = Now();
        var role = (picture.Role, picture.IsCanvassing, picture.Term, picture.Leader);
        if (role != _told)
        {
            _told = role;
            news.Add(new FeedNews("role", now, picture.Term, Role: RoleOf(picture), Leader: picture.Leader?.Value));
        }
        var skipped = 0L;
        foreach (var (to, message) in picture.Sent)
        {
            if (IsRare(message) || Allow())
                news.Add(Tell(to, message, now));
            else
                skipped++;
        }
        lock (_gate)
        {
            foreach (var client in _clients)
                client.Offer(picture, news, skipped);
        }
    }

    /// <summary>A picture as the page reads it.</summary>
    public FeedState StateOf(NodePicture picture) => new(
        picture.Role.ToString().ToLowerInvariant(),
        picture.IsCanvassing,
        picture.Term,
        picture.Leader?.Value,
        picture.VotedFor?.Value,
        picture.CommitIndex,
        picture.AppliedIndex,
        picture.LastIndex,
        picture.SnapshotIndex,
        picture.WakesIn is { } wait ? Math.Round(Math.Max(0, wait.TotalMilliseconds) * Slow, 1) : null,
        Slow,
        picture.Role == NodeRole.Leader ? _latencyMs : null,
        picture.LastIndex - picture.Tail.Count + 1,
        [.. picture.Tail.Select(entry => new FeedEntry(entry.Term, Describe(entry)))]);

    /// <summary>Milliseconds of the Unix epoch.</summary>
    public static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>Sends every listener away.</summary>
    public void Close() => _closed.Cancel();

    public void Dispose() => _closed.Dispose();

    private double Slow => network?.Slow ?? 1;

    private static string RoleOf(NodePicture picture) =>
        picture.IsCanvassing ? "canvassing" : picture.Role.ToString().ToLowerInvariant();

    // What there are few of, and what an election cannot be understood without.
    private static bool IsRare(PeerMessage message) => message is RequestVote or VoteReply or TimeoutNow;

    private bool Allow()
    {
        var now = Environment.TickCount64;
        _allowance = Math.Min(MessagesPerSecond, _allowance + ((now - _allowanceAt) * MessagesPerSecond / 1000.0));
        _allowanceAt = now;
        if (_allowance < 1)
            return false;
        _allowance--;
        return true;
    }

    private FeedNews Tell(NodeId to, PeerMessage message, long now)
    {
        var sent = new FeedNews("", now, message.Term, to.Value)
        {
            DelayMs = network?.DelayMs is > 0 and var delay ? delay : null,
            Lost = network?.Drops(to.Value) == true ? true : null,
        };
        return message switch
        {
            AppendEntries append => sent with { Kind = "append", Entries = append.Entries.Count },
            AppendReply reply => sent with { Kind = "appendReply", Ok = reply.Success },
            RequestVote vote => sent with { Kind = vote.PreVote ? "preVote" : "vote" },
            VoteReply reply => sent with { Kind = reply.PreVote ? "preVoteReply" : "voteReply", Ok = reply.Granted },
            SnapshotReply or InstallSnapshot => sent with { Kind = "snapshot" },
            TimeoutNow => sent with { Kind = "timeoutNow" },
            _ => sent with { Kind = "read" },
        };
    }

    /// <summary>
    /// From an entry's append to its commit, by the leader's clock: what a write waits for the followers.
    /// </summary>
    private void MeasureLatency(NodePicture picture)
    {
        if (picture.Role != NodeRole.Leader)
        {
            _appended.Clear();
            return;
        }
        var known = _appended.Count > 0 ? _appended.Last().Index : picture.CommitIndex;
        if (picture.LastIndex > known && _appended.Count < 1024)
            _appended.Enqueue((picture.LastIndex, picture.At));
        while (_appended.TryPeek(out var oldest) && oldest.Index <= picture.CommitIndex)
        {
            _latencyMs = Math.Round((picture.At - oldest.At).TotalMilliseconds * Slow, 2);
            _appended.Dequeue();
        }
    }

    private static string Describe(LogEntry entry) => entry.Kind switch
    {
        EntryKind.NoOp => "a new leader's no-op",
        EntryKind.OpenSession => "opens a client's session",
        EntryKind.Configuration => "changes the members",
        _ => KeyValueCodec.DecodeCommand(entry.Payload, out _) switch
        {
            KeyValueCommand.Put put => $"{Shorten(put.Key)} = {Shorten(Text(put.Value))}",
            KeyValueCommand.CompareAndPut put => $"{Shorten(put.Key)} = {Shorten(Text(put.Value))}, if unchanged",
            KeyValueCommand.Delete delete => $"delete {Shorten(delete.Key)}",
            _ => "a command",
        },
    };

    private static string Text(ReadOnlyMemory<byte> value)
    {
        var (text, base64) = Http.ValueText.Of(value.Length <= 4 * LongestText ? value : value[..0]);
        return value.Length > 4 * LongestText ? $"({value.Length} bytes)" : text ?? base64!;
    }

    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
}
