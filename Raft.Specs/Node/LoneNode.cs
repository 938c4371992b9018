using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// One real node, <c>n1</c>, whose peers <c>n2</c> and on are puppets of the spec: they record what they hear.
/// </summary>
internal sealed class LoneNode : IDisposable
{
    private readonly Dictionary<int, Recorder> _puppets = [];

    public LoneNode(int members = 3, Func<RaftSettings, RaftSettings>? tune = null)
    {
        World = new VirtualWorld(seed: 1);
        World.Disk.Serializes = true;
        World.Network.Describe = PeerWords.Of;
        Audit = new VirtualAudit(World);
        var all = Enumerable.Range(1, members).Select(i => new Member(new NodeId($"n{i}"), $"host{i}:1")).ToList();
        var settings = VirtualRaft.SettingsOf(all[0].Node, ClusterConfiguration.Of(all));
        Node = new VirtualNode(World, Audit, tune is null ? settings : tune(settings));
        var theirs = World.StartSystem("peers", VirtualNode.Defaults);
        for (var i = 2; i <= members; i++)
        {
            _puppets[i] = World.Record(theirs, $"n{i}");
            World.Network.Register($"n{i}", theirs, _puppets[i].Ref);
        }
    }

    public VirtualWorld World { get; }

    public VirtualAudit Audit { get; }

    public VirtualNode Node { get; }

    public NodeStatus Status => Node.Status() ?? throw new InvalidOperationException("the node does not answer");

    /// <summary>A puppet speaks, and the node has heard it.</summary>
    public void Hears(int from, PeerMessage message, string clusterId = "specs", string to = "n1")
    {
        var self = new NodeId($"n{from}");
        World.Network.Send(self.Value, "n1", new PeerEnvelope(clusterId, self, from, new NodeId(to), message));
        World.Run(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>What a puppet has been told, as far as it is of a kind.</summary>
    public IReadOnlyList<T> Said<T>(int to)
        where T : PeerMessage
    {
        World.Run(TimeSpan.FromMilliseconds(1));
        return [.. _puppets[to].Of<PeerEnvelope>().Select(e => e.Message).OfType<T>()];
    }

    /// <summary>An AppendEntries of a puppet that leads.</summary>
    public static AppendEntries Append(long term, long prev, long prevTerm, long commit, params LogEntry[] entries) =>
        new(term, prev, prevTerm, entries, commit, 1, 1);

    /// <summary>A command for the log.</summary>
    public static LogEntry Entry(long index, long term, string key = "x", string value = "1") =>
        new() { Index = index, Term = term, Kind = EntryKind.Command, Payload = KeyValues.Put(key, value) };

    public void Dispose()
    {
        World.Dispose();
        Audit.Check();
    }
}
