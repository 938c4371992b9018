using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// One node in the simulation: the real roles on a simulated disk. It carries out a turn in the order that the actor does, and
/// like the actor takes nothing else while a write is under way.
/// </summary>
public sealed class SimulatedNode(NodeId id, SimulatedCluster cluster)
{
    private readonly Queue<object> _mailbox = new();
    private readonly List<LogEntry> _applied = [];
    private long _life;
    private bool _writing;
    private TimeSpan? _wakeAt;

    /// <summary>Its name.</summary>
    public NodeId Id => id;

    /// <summary>What survives a crash.</summary>
    public SimulatedDisk Disk { get; } = new();

    /// <summary>Its role, or null while it is down.</summary>
    public Role? Role { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsUp => Role is not null;

    /// <summary>What it remembers; only while it runs.</summary>
    public Replica Replica => Role!.Replica;

    /// <summary>Every entry applied in this life, in order.</summary>
    public IReadOnlyList<LogEntry> Applied => _applied;

    /// <summary>Starts, or starts again from what is on the disk.</summary>
    public void Start(ClusterConfiguration first)
    {
        if (Disk.Written == 0)
            Disk.Write([new NodeFounded("simulated", id, cluster.Dice.NextInt64(1, long.MaxValue), first)]);
        var (ledger, _) = Disk.Recover();
        var replica = new Replica(id, cluster.Settings, ledger, new Random(cluster.Dice.Next()), cluster.Now);
        Role = new Follower(replica, cluster.Now);
        Arm();
    }

    /// <summary>Dies at once: the write under way and everything in memory are gone.</summary>
    public void Crash()
    {
        _life++;
        Role = null;
        _writing = false;
        _wakeAt = null;
        _mailbox.Clear();
        _applied.Clear();
    }

    /// <summary>A message or signal arrives.</summary>
    public void Tell(object message)
    {
        if (!IsUp)
            return;
        _mailbox.Enqueue(message);
        Work();
    }

    private void Work()
    {
        while (IsUp && !_writing && _mailbox.TryDequeue(out var message))
            Take(message);
    }

    private void Take(object message)
    {
        var turn = Role!.On(message, cluster.Now);
        cluster.Note(this, message, turn);
        cluster.Send(id, turn.Requests);
        Save(turn);
    }

    private void Save(Turn turn)
    {
        var unsaved = turn.Unsaved();
        if (unsaved.Count == 0)
        {
            Finish(turn);
            return;
        }

        _writing = true;
        var life = _life;
        cluster.Write(this, () =>
        {
            if (life != _life)
                return;
            Disk.Write(unsaved);
            _writing = false;
            turn.Saved();
            Save(turn);
            Work();
        });
    }

    private void Finish(Turn turn)
    {
        Role = turn.Role;
        cluster.Send(id, turn.Promises);
        foreach (var (entry, ticket) in turn.Committed)
        {
            _applied.Add(entry);
            cluster.Applied(this, entry, ticket);
        }

        foreach (var answer in turn.Answers)
            cluster.Answered(this, answer);
        foreach (var grant in turn.Reads)
            cluster.Granted(this, grant);
        if (turn.WantsFlush)
            cluster.After(TimeSpan.Zero, Guarded(() => Tell(Flush.Instance)));
        Arm();
        cluster.Check(this);
    }

    private void Arm()
    {
        var (signal, at) = Role!.Wake;
        if (_wakeAt is { } armed && armed <= at && armed > cluster.Now)
            return;
        _wakeAt = at;
        var delay = at > cluster.Now ? at - cluster.Now : TimeSpan.Zero;
        cluster.After(delay, Guarded(() =>
        {
            if (_wakeAt != at)
                return;
            _wakeAt = null;
            Tell(signal);
        }));
    }

    private Action Guarded(Action action)
    {
        var life = _life;
        return () =>
        {
            if (life == _life && IsUp)
                action();
        };
    }
}
