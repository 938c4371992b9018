using System.Globalization;
using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// Five real nodes in bad weather: messages lost, doubled and late, disks slow and failing, processes and machines that
/// die, nodes that are cut off, snapshots all the while, and clients at each node. Then all is well again, and accounts
/// are settled.
/// </summary>
internal sealed class Storm
{
    private const int Nodes = 5;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    private readonly VirtualWorld _world;
    private readonly VirtualRaft _cluster;
    private readonly List<(string Key, Task<object> Answer)> _writes = [];

    private Storm(VirtualWorld world, VirtualRaft cluster) => (_world, _cluster) = (world, cluster);

    /// <summary>How many faults of each kind there were.</summary>
    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>How many writes were acknowledged.</summary>
    public int Acknowledged => _writes.Count(w => OutcomeOf(w) is CommandAnswer.Committed);

    /// <summary>For the trace verb: the same seed gives the same trace in every process.</summary>
    public static void Play(VirtualWorld world) => Rage(world);

    /// <summary>Lets a storm rage and settles accounts.</summary>
    public static Storm Rage(VirtualWorld world)
    {
        using var cluster = new VirtualRaft(Nodes, tune: Small, world: world);
        var storm = new Storm(world, cluster);
        storm.Blow();
        storm.Calm();
        storm.Settle();
        return storm;
    }

    private static RaftSettings Small(RaftSettings settings) => settings with
    {
        SnapshotEveryEntries = 25,
        RetainEntries = 5,
        JournalDeadline = TimeSpan.FromSeconds(2),
        SnapshotDeadline = TimeSpan.FromSeconds(4),
        Consensus = settings.Consensus with { SnapshotChunkBytes = 300 },
    };

    private void Blow()
    {
        _world.Network.Weather = new NetworkWeather
        {
            MaxDelay = TimeSpan.FromMilliseconds(30),
            Loss = 0.03,
            Duplication = 0.03,
            Reorders = _world.Dice.Next(2) == 0,
        };
        _world.Disk.Faults.Rule = DrawDiskFault;
        var end = _world.Now + Length;
        while (_world.Now < end)
        {
            Strike();
            Write();
            _world.Run(TimeSpan.FromMilliseconds(_world.Dice.Next(100)));
        }
    }

    private Fault DrawDiskFault(string persistenceId, DiskOperation operation)
    {
        var delay = TimeSpan.FromMilliseconds(_world.Dice.Next(8));
        if (operation is DiskOperation.Replay or DiskOperation.Load || _world.Dice.Next(150) > 0)
            return Fault.Slow(delay);
        var kind = (FaultKind)_world.Dice.Next(1, 6);
        Count($"disk {operation} {kind}");
        return new Fault(kind, delay);
    }

    private void Strike()
    {
        var node = _cluster.Nodes[_world.Dice.Next(Nodes)];
        switch (_world.Dice.Next(40))
        {
            case 0 when node.IsUp: Count("process dies"); node.Crash(); break;
            case 1 when node.IsUp: Count("machine dies"); node.Crash(machine: true); break;
            case 2: Count("cut off"); _cluster.Isolate(node); break;
            case 3 or 4 or 5: _cluster.Heal(); break;
            case 6 or 7 or 8 when !node.IsUp: node.Start(); break;
            case 9 or 10 when node.IsUp && node.Group.Stopped.IsCompleted: node.Crash(); node.Start(); break;
            case 11 when node.IsUp: Count("hand over"); node.Request(new HandOver(null)); break;
            default: break;
        }
    }

    private void Write()
    {
        var node = _cluster.Nodes[_world.Dice.Next(Nodes)];
        if (!node.IsUp)
            return;
        var key = string.Create(CultureInfo.InvariantCulture, $"k{_writes.Count}");
        _writes.Add((key, node.Submit(KeyValues.Set(key, "v"), TimeSpan.FromSeconds(_world.Dice.Next(1, 6)))));
    }

    private void Calm()
    {
        _world.Network.Weather = NetworkWeather.Fair;
        _world.Disk.Faults.Rule = (_, _) => Fault.None;
        _cluster.Heal();
        _world.Run(TimeSpan.FromSeconds(8));            // a hung journal's node ends, and every client has its answer
        foreach (var node in _cluster.Nodes.Where(n => !n.IsUp || n.Group.Stopped.IsCompleted))
        {
            node.Crash();
            node.Start();
        }

        _cluster.Elect();
        _cluster.Converge();
    }

    /// <summary>Validity, integrity and exactly-once, for every write by what its client was told.</summary>
    private void Settle()
    {
        var content = _cluster[1].Content();
        Assert.All(_cluster.Nodes, n => Assert.Equal(content, n.Content()));
        foreach (var write in _writes)
        {
            var times = _cluster.Audit.Agreement.TimesAgreed(KeyValues.Put(write.Key, "v"));
            var outcome = OutcomeOf(write);
            Assert.True(outcome is not null, $"{write.Key} was never answered");
            Assert.True(times <= 1, $"{write.Key} was applied {times} times");
            Assert.Equal(times == 1, content.ContainsKey(write.Key));
            if (outcome is CommandAnswer.Committed)
                Assert.True(times == 1, $"{write.Key} was acknowledged and is lost");
            if (outcome is CommandAnswer.NotCommitted)
                Assert.True(times == 0, $"{write.Key} is committed and its client was told: {outcome}");
        }
    }

    private static object? OutcomeOf((string Key, Task<object> Answer) write) =>
        write.Answer.IsCompletedSuccessfully ? write.Answer.GetAwaiter().GetResult() : null;

    private void Count(string fault) => Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
}
