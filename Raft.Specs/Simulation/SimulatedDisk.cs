using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// What survives a crash of one simulated node: the events that were written, in order, and the latest snapshot.
/// </summary>
public sealed class SimulatedDisk
{
    private readonly List<RaftEvent> _events = [];
    private LedgerSnapshot? _snapshot;

    /// <summary>How many events were ever written.</summary>
    public long Written { get; private set; }

    /// <summary>The latest durable term.</summary>
    public long Term { get; private set; }

    /// <summary>The durable vote of <see cref="Term"/>.</summary>
    public NodeId? Vote { get; private set; }

    /// <summary>The last durable index of the log.</summary>
    public long LastIndex { get; private set; }

    /// <summary>Nothing that is written becomes durable before this time.</summary>
    public TimeSpan HangsUntil { get; set; }

    /// <summary>How many times longer a write takes than on a good day.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Makes events durable, all or none.</summary>
    public void Write(IReadOnlyList<RaftEvent> events)
    {
        _events.AddRange(events);
        Written += events.Count;
        foreach (var happened in events)
            Note(happened);
    }

    /// <summary>Makes a snapshot durable, which stands for everything written when it was taken.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="writtenThen">What <see cref="Written"/> was when it was taken.</param>
    public void Save(LedgerSnapshot snapshot, long writtenThen)
    {
        _snapshot = snapshot;
        _events.RemoveRange(0, (int)(_events.Count - (Written - writtenThen)));
        LastIndex = Math.Max(LastIndex, snapshot.Snapshot.Index + snapshot.Tail.Count);
    }

    /// <summary>What a restart finds.</summary>
    public (Ledger Ledger, LedgerSnapshot? Snapshot) Recover()
    {
        var ledger = new Ledger();
        if (_snapshot is not null)
            ledger.Apply(_snapshot);
        foreach (var happened in _events)
            ledger.Apply(happened);
        LastIndex = ledger.Log.LastIndex;
        return (ledger, _snapshot);
    }

    /// <summary>Loses everything, as a replaced disk would.</summary>
    public void Wipe()
    {
        _events.Clear();
        _snapshot = null;
        (Written, Term, Vote, LastIndex) = (0, 0, null, 0);
    }

    private void Note(RaftEvent happened)
    {
        switch (happened)
        {
            case TermStarted started: (Term, Vote) = (started.Term, null); break;
            case VoteCast cast: Vote = cast.Candidate; break;
            case EntriesAppended appended: LastIndex = appended.After + appended.Entries.Count; break;
            default: break;
        }
    }
}
