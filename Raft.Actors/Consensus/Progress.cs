using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>How a leader feeds one follower.</summary>
public enum ProgressState
{
    /// <summary>Looking for where the logs agree: one message at a time.</summary>
    Probe,

    /// <summary>In step: messages go out as entries come, up to the window.</summary>
    Replicate,

    /// <summary>So far behind that a snapshot is on its way.</summary>
    Snapshot,
}

/// <summary>What a leader knows of one follower. Always <c>0 &lt;= Match &lt; Next</c>.</summary>
/// <param name="next">The first index to send.</param>
/// <param name="firstRound">The leader's round in which it first spoke to this follower.</param>
public sealed class Progress(long next, long firstRound = 0)
{
    private readonly Queue<(long Last, long Bytes)> _inFlight = new();
    private long _inFlightBytes;
    private long _refusalsFrom;                 // refusals of earlier requests are about a position given up since

    /// <summary>The highest index known to be durable on the follower. Never goes back within a term.</summary>
    public long Match { get; private set; }

    /// <summary>The next index to send. In Replicate it runs ahead of what is acknowledged.</summary>
    public long Next { get; private set; } = next;

    /// <summary>
    /// An answer to an earlier round is of a member by that name that was let go since: what it acknowledged may have
    /// been on another disk.
    /// </summary>
    public long FirstRound => firstRound;

    /// <summary>How the follower is fed.</summary>
    public ProgressState State { get; private set; } = ProgressState.Probe;

    /// <summary>The number of the last AppendEntries sent.</summary>
    public long Request { get; private set; }

    /// <summary>When the follower last answered anything, or null.</summary>
    public TimeSpan? HeardAt { get; set; }

    /// <summary>The snapshot being sent, while <see cref="State"/> is Snapshot.</summary>
    public SnapshotHeader? Snapshot { get; private set; }

    /// <summary>The first byte of the snapshot that the follower lacks.</summary>
    public long SnapshotOffset { get; set; }

    /// <summary>When the last chunk was asked for.</summary>
    public TimeSpan ChunkAt { get; set; }

    /// <summary>How many requests with entries are on their way and unanswered.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>Whether a probe is on its way and unanswered.</summary>
    public bool IsProbing { get; private set; }

    /// <summary>Whether entries may be sent now.</summary>
    public bool IsOpen(ConsensusSettings settings) => State switch
    {
        ProgressState.Probe => !IsProbing,
        ProgressState.Replicate => _inFlight.Count < settings.WindowMessages && _inFlightBytes < settings.WindowBytes,
        _ => false,
    };

    /// <summary>
    /// Entries up to <paramref name="last"/> leave (none, for a heartbeat). Gives the request's number.
    /// </summary>
    public long Sent(long last, long bytes)
    {
        if (State == ProgressState.Probe)
            IsProbing = true;
        else if (last >= Next)
        {
            _inFlight.Enqueue((last, bytes));
            _inFlightBytes += bytes;
            Next = last + 1;
        }

        return ++Request;
    }

    /// <summary>
    /// The follower holds everything up to <paramref name="match"/>. True within a term however late it is said.
    /// </summary>
    public void Matches(long match)
    {
        Match = Math.Max(Match, match);
        Next = Math.Max(Next, Match + 1);
        while (_inFlight.TryPeek(out var oldest) && oldest.Last <= Match)
            _inFlightBytes -= _inFlight.Dequeue().Bytes;
        if (State == ProgressState.Replicate || (State == ProgressState.Snapshot && Match < Snapshot!.Index))
            return;

        (State, Snapshot, IsProbing) = (ProgressState.Replicate, null, false);
        Next = Match + 1;
    }

    /// <summary>
    /// The follower refused a request. Believed unless it is late: about a position that was given up since, or that is
    /// known to match. Gives whether to probe at <paramref name="next"/>.
    /// </summary>
    public bool Refused(long request, long at, long next)
    {
        if (request < _refusalsFrom || at <= Match || State == ProgressState.Snapshot)
            return false;
        Probe(Math.Max(Match + 1, Math.Min(next, at)));
        return true;
    }

    /// <summary>Starts over at <paramref name="next"/>.</summary>
    public void Probe(long next)
    {
        (State, Snapshot, IsProbing) = (ProgressState.Probe, null, false);
        Next = next;
        _inFlight.Clear();
        _inFlightBytes = 0;
        _refusalsFrom = Request + 1;
    }

    /// <summary>A snapshot is needed.</summary>
    public void NeedsSnapshot(SnapshotHeader snapshot)
    {
        Probe(Next);
        (State, Snapshot, SnapshotOffset) = (ProgressState.Snapshot, snapshot, 0);
    }
}
