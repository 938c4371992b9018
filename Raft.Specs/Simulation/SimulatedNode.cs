using Raft.Actors.Consensus;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// One node in the simulation: the real roles and the real applier on a simulated disk. It carries out a turn in the
/// order that the actor does, and like the actor takes nothing else while a write is under way.
/// </summary>
public sealed partial class SimulatedNode(NodeId id, int ordinal, SimulatedCluster cluster)
{
    private readonly Queue<object> _mailbox = new();
    private Applier _applier = new(new RegisterMachine());
    private RegisterMachine _machine = new();
    private IReadOnlyList<RaftEvent>? _writing;
    private Action? _afterPause;
    private (object Signal, TimeSpan At)? _armed;
    private long _alarm;
    private long _life;

    /// <summary>Its name.</summary>
    public NodeId Id => id;

    /// <summary>Its place in the cluster's tables.</summary>
    public int Ordinal => ordinal;

    /// <summary>What survives a crash.</summary>
    public SimulatedDisk Disk { get; } = new();

    /// <summary>Its clock.</summary>
    public SimulatedClock Clock { get; } = new();

    /// <summary>Its role, or null while it is down.</summary>
    public Role? Role { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsUp => Role is not null;

    /// <summary>Whether it waits for its disk.</summary>
    public bool IsWriting => _writing is not null;

    /// <summary>Whether it is stopped, as by a debugger or a long collection.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>What it remembers; only while it runs.</summary>
    public Replica Replica => Role!.Replica;

    /// <summary>The last entry applied.</summary>
    public long AppliedIndex => _applier.AppliedIndex;

    /// <summary>The registers as this node has them.</summary>
    public RegisterMachine Machine => _machine;

    /// <summary>A hash over everything applied so far.</summary>
    public ulong? StateHash => _applier.HashAt(_applier.AppliedIndex);

    /// <summary>Whether the disk that it runs on is the one it was first given.</summary>
    public int Disks { get; private set; } = 1;

    /// <summary>Starts, or starts again from what is on the disk.</summary>
    public void Start(ClusterConfiguration first)
    {
        if (Disk.Written == 0)
            Disk.Write([new NodeFounded("simulated", id, cluster.Dice.NextInt64(1, long.MaxValue), first)]);
        var (ledger, snapshot) = Disk.Recover();
        _machine = new RegisterMachine();
        _applier = new Applier(_machine);
        _latest = snapshot;
        if (snapshot is not null)
            _applier.Restore(snapshot.Image);
        var now = Clock.At(cluster.Now);
        var replica = new Replica(
            id, cluster.Settings, ledger, new Random(cluster.Dice.Next()), now, snapshot?.Snapshot);
        Role = new Follower(replica, now);
        cluster.Began(this);
        Arm();
    }

    /// <summary>Dies at once: everything in memory is gone.</summary>
    /// <param name="stores">Whether the write under way reaches the disk all the same, though nobody is told.</param>
    public void Crash(bool stores = false)
    {
        if (!IsUp)
            return;
        if (stores && _writing is { } events)
            Disk.Write(events);
        _life++;
        _alarm++;
        (Role, _writing, _armed, _afterPause, IsPaused) = (null, null, null, null, false);
        _mailbox.Clear();
        _askers.Clear();
        _lastTicket = 0;
        ForgetSnapshots();
        cluster.Ended(this, stores);
    }

    /// <summary>Gets a new, empty disk. Only while it is down.</summary>
    public void ReplaceDisk()
    {
        Disk.Wipe();
        Disks++;
    }

    /// <summary>Stops taking anything; its clock runs on.</summary>
    public void Pause() => IsPaused = IsUp;

    /// <summary>Goes on where it stopped.</summary>
    public void Resume()
    {
        if (!IsPaused)
            return;
        IsPaused = false;
        var next = _afterPause;
        _afterPause = null;
        next?.Invoke();
        Work();
    }

    /// <summary>A message or signal arrives.</summary>
    public void Tell(object message)
    {
        if (!IsUp)
            return;
        _mailbox.Enqueue(message);
        Work();
    }

    /// <summary>Lets the clock leap to where the role's patience ends, and tells it so.</summary>
    public void LosePatience()
    {
        Clock.Leap(Clock.Until(Role!.Wake.At, cluster.Now) + TimeSpan.FromTicks(1));
        Arm(again: true);
    }

    private void Work()
    {
        while (IsUp && !IsPaused && _writing is null && _mailbox.TryDequeue(out var message))
            Take(message);
    }

    private void Take(object message)
    {
        if (TakeOwn(message))
            return;
        if (message is Request request)
            message = Admit(request);
        var step = new Step(this, message, Role!);
        cluster.Begin(step);
        var turn = Role!.On(message, Clock.At(cluster.Now));
        step.Turn = turn;
        cluster.Send(this, turn.Requests);
        Save(step);
    }

    private void Save(Step step)
    {
        var unsaved = step.Turn.Unsaved();
        if (unsaved.Count == 0)
        {
            Finish(step);
            return;
        }

        _writing = unsaved;
        step.Writes++;
        var life = _life;
        cluster.Write(this, () =>
        {
            if (life != _life)
                return;
            Disk.Write(unsaved);
            _writing = [];                      // it is stored, but the node has yet to hear so
            WhenRunning(() =>
            {
                _writing = null;
                cluster.Begin(step);
                step.Turn.Saved();
                Save(step);
                Work();
            });
        });
    }

    private void WhenRunning(Action action)
    {
        if (IsPaused)
            _afterPause = action;
        else
            action();
    }

    private void Finish(Step step)
    {
        var turn = step.Turn;
        Role = turn.Role;
        cluster.Send(this, turn.Promises);
        Apply(step);
        foreach (var (ticket, outcome) in turn.Answers)
            Answer(ticket, outcome);
        foreach (var grant in turn.Reads)
            AnswerRead(grant);
        foreach (var chunk in turn.Chunks)
            SendChunk(chunk);
        if (turn.Install is { } image)
            Install(image);
        if (turn.WantsFlush)
            cluster.After(TimeSpan.Zero, WhileAlive(() => Tell(Flush.Instance)));
        Arm();
        cluster.Finish(step);
        SnapshotWhenDue();
    }

    private void Apply(Step step)
    {
        foreach (var (entry, ticket) in step.Turn.Committed)
        {
            var answer = _applier.Apply(entry);
            _entriesSinceImage++;
            cluster.Applied(this, step, entry, answer);
            if (ticket != 0)
                Answer(ticket, answer);
        }
    }

    private void Arm(bool again = false)
    {
        var wake = Role!.Wake;
        if (!again && _armed is { } armed && ReferenceEquals(armed.Signal, wake.Signal) && armed.At <= wake.At)
            return;
        _armed = wake;
        var alarm = ++_alarm;
        cluster.After(Clock.Until(wake.At, cluster.Now), () =>
        {
            if (alarm != _alarm)
                return;
            _armed = null;
            Tell(wake.Signal);
        });
    }

    private Action WhileAlive(Action action)
    {
        var life = _life;
        return () =>
        {
            if (life == _life && IsUp)
                action();
        };
    }
}

/// <summary>One message on its way through one node: the unit that is traced and checked.</summary>
public sealed class Step(SimulatedNode node, object message, Role before)
{
    public SimulatedNode Node => node;

    public object Message => message;

    /// <summary>The role that took the message.</summary>
    public Role Before => before;

    /// <summary>The members in force when the message came.</summary>
    public ClusterConfiguration ConfigurationBefore { get; } = before.Replica.Ledger.Configuration;

    public long LastIndexBefore { get; } = before.Replica.Ledger.Log.LastIndex;

    /// <summary>The leader that the node followed when the message came, and when it had heard it last.</summary>
    public (NodeId? Leader, TimeSpan? HeardAt) FollowedBefore { get; } =
        (before.Replica.Leader, before.Replica.HeardAt);

    public long ConfigurationIndexBefore { get; } = before.Replica.Ledger.ConfigurationIndex;

    /// <summary>Whether an image was on its way to the disk when the message came.</summary>
    public bool WasInstalling { get; } = node.IsInstalling;

    public long CommitBefore { get; } = before.Replica.CommitIndex;

    public long TermBefore { get; } = before.Replica.Ledger.Term;

    public NodeId? VoteBefore { get; } = before.Replica.Ledger.VotedFor;

    public long LastTermBefore { get; } = before.Replica.Ledger.Log.LastTerm;

    /// <summary>When the role wanted to be woken.</summary>
    public TimeSpan WakeBefore { get; } = before.Wake.At;

    public Turn Turn { get; set; } = null!;

    /// <summary>How many writes the turn had to wait for.</summary>
    public int Writes { get; set; }
}
