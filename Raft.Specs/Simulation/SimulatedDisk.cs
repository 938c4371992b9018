using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>What survives a crash of one simulated node: the events that were written, in order, and the latest snapshot.</summary>
public sealed class SimulatedDisk
{
    private readonly List<RaftEvent> _events = [];
    private LedgerSnapshot? _snapshot;

    /// <summary>How many events were ever written.</summary>
    public long Written { get; private set; }

    /// <summary>How many events a restart has to replay.</summary>
    public int Length => _events.Count;

    /// <summary>Makes events durable, all or none.</summary>
    public void Write(IReadOnlyList<RaftEvent> events)
    {
        _events.AddRange(events);
        Written += events.Count;
    }

    /// <summary>Makes a snapshot durable, which stands for everything written when it was taken.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="writtenThen">What <see cref="Written"/> was when it was taken.</param>
    public void Save(LedgerSnapshot snapshot, long writtenThen)
    {
        _snapshot = snapshot;
        _events.RemoveRange(0, (int)(_events.Count - (Written - writtenThen)));
    }

    /// <summary>What a restart finds.</summary>
    public (Ledger Ledger, LedgerSnapshot? Snapshot) Recover()
    {
        var ledger = new Ledger();
        if (_snapshot is not null)
            ledger.Apply(_snapshot);
        foreach (var happened in _events)
            ledger.Apply(happened);
        return (ledger, _snapshot);
    }

    /// <summary>Loses everything, as a replaced disk would.</summary>
    public void Wipe()
    {
        _events.Clear();
        _snapshot = null;
        Written = 0;
    }
}
