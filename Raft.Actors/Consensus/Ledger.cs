using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// What a node remembers for ever: its identity, term, vote and log. It moves by <see cref="Apply(RaftEvent)"/> and by
/// nothing else, so what a restart recovers is what the live node had.
/// </summary>
public sealed class Ledger
{
    private readonly List<(long Index, ClusterConfiguration Configuration)> _configurations = [];

    /// <summary>The disk's identity; null until it is founded.</summary>
    public NodeFounded? Founded { get; private set; }

    /// <summary>The current term.</summary>
    public long Term { get; private set; }

    /// <summary>Who got this node's vote in <see cref="Term"/>.</summary>
    public NodeId? VotedFor { get; private set; }

    /// <summary>The log.</summary>
    public EntryLog Log { get; } = new();

    /// <summary>
    /// The members in force: those of the latest configuration entry in the log, committed or not (§6).
    /// </summary>
    public ClusterConfiguration Configuration =>
        _configurations.Count > 0 ? _configurations[^1].Configuration : ClusterConfiguration.Empty;

    /// <summary>The index of the entry that <see cref="Configuration"/> comes from.</summary>
    public long ConfigurationIndex => _configurations.Count > 0 ? _configurations[^1].Index : 0;

    /// <summary>The cluster's clock at the last entry, in milliseconds.</summary>
    public long ClockMs => Log.LastIndex > Log.BaseIndex ? Log[Log.LastIndex].ClockMs : _baseClockMs;

    private long _baseClockMs;

    /// <summary>Moves the ledger by one event: live when it is recorded, and in recovery when it is replayed.</summary>
    /// <exception cref="InvariantViolation">The event cannot follow what is here.</exception>
    public void Apply(RaftEvent happened)
    {
        switch (happened)
        {
            case TermStarted started: Apply(started); break;
            case VoteCast cast: Apply(cast); break;
            case EntriesAppended appended: Apply(appended); break;
            case NodeFounded founded: Apply(founded); break;
            case RecoveryForced: break;         // for the record: the entry that follows it changes the members
            case LedgerSnapshot snapshot: Apply(snapshot); break;
            default: throw new InvariantViolation($"no rule for the event {happened.GetType().Name}");
        }
    }

    /// <summary>The members in force at <paramref name="index"/>, as far as the log still tells.</summary>
    public ClusterConfiguration ConfigurationAt(long index)
    {
        var found = ClusterConfiguration.Empty;
        foreach (var (since, configuration) in _configurations)
        {
            if (since > index)
                break;
            found = configuration;
        }

        return found;
    }

    /// <summary>Lets go of entries up to <paramref name="index"/>, for which a durable snapshot stands.</summary>
    public void CompactTo(long index)
    {
        if (index <= Log.BaseIndex)
            return;
        _baseClockMs = Log[index].ClockMs;
        Log.CompactTo(index);
        while (_configurations.Count > 1 && _configurations[1].Index <= index)
            _configurations.RemoveAt(0);
    }

    private void Apply(NodeFounded founded)
    {
        InvariantViolation.Unless(Founded is null, "a disk is founded once");
        Founded = founded;
        _configurations.Add((0, founded.Configuration));
    }

    private void Apply(TermStarted started)
    {
        InvariantViolation.Unless(started.Term > Term, $"term {started.Term} cannot follow term {Term}");
        Term = started.Term;
        VotedFor = null;
    }

    private void Apply(VoteCast cast)
    {
        InvariantViolation.Unless(cast.Term == Term, $"a vote in term {cast.Term} cannot be cast in term {Term}");
        InvariantViolation.Unless(
            VotedFor is null || VotedFor == cast.Candidate,
            $"the vote of term {Term} went to {VotedFor} and cannot go to {cast.Candidate}");
        VotedFor = cast.Candidate;
    }

    private void Apply(EntriesAppended appended)
    {
        Log.Replace(appended.After, appended.Entries);
        while (_configurations.Count > 0 && _configurations[^1].Index > appended.After)
            _configurations.RemoveAt(_configurations.Count - 1);
        foreach (var entry in appended.Entries)
        {
            if (entry.Configuration is { } configuration)
                _configurations.Add((entry.Index, configuration));
        }
    }

    private void Apply(LedgerSnapshot snapshot)
    {
        Founded = snapshot.Founded;
        if (snapshot.Term > Term)
            (Term, VotedFor) = (snapshot.Term, snapshot.VotedFor);
        else if (snapshot.Term == Term)
            VotedFor ??= snapshot.VotedFor;     // a vote given while the image was on its way to the disk stays given
        _configurations.Clear();
        _configurations.Add((snapshot.Snapshot.Index, snapshot.Snapshot.Configuration));
        _baseClockMs = snapshot.Snapshot.ClockMs;
        Log.Reset(snapshot.Snapshot.Index, snapshot.Snapshot.Term);
        Apply(new EntriesAppended(snapshot.Snapshot.Index, snapshot.Tail));
    }
}
