using System.Diagnostics.Metrics;
using Raft.Actors.Metrics;
using Raft.Actors.Protocol;

namespace Raft.Specs.Node;

/// <summary>What a cluster measures of itself, in virtual time.</summary>
public sealed class MeasureSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly MeterListener _listener = new();
    private readonly Dictionary<(string Instrument, string Node), List<double>> _seen = [];
    private int _thread;

    public MeasureSpecs()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == NodeMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void A_leader_times_the_way_of_entries_to_each_follower_and_back()
    {
        _thread = Environment.CurrentManagedThreadId;
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        var before = Seen("raft.replication.duration", leader).Count;

        cluster.Set("ana", "4");
        cluster.Converge();

        var took = Seen("raft.replication.duration", leader)[before..];
        Assert.True(took.Count >= 2, $"{took.Count} were timed");
        Assert.All(took, seconds => Assert.InRange(seconds, 0.0001, 1));
    }

    [Fact]
    public void A_leader_counts_its_election_what_it_writes_what_it_says_and_what_it_answers()
    {
        _thread = Environment.CurrentManagedThreadId;
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Set("ana", "4", via: cluster.NumberOf(leader));
        leader.Ask(TakeSnapshot.Instance);

        Assert.InRange(Seen("raft.elections", leader).Count, 1, leader.View!.Term);
        foreach (var instrument in new[]
        {
            "raft.leader_changes", "raft.messages.sent", "raft.requests", "raft.commit.duration",
            "raft.journal.write.duration", "raft.batch.entries", "raft.snapshot.size",
        })
            Assert.True(Seen(instrument, leader).Count > 0, $"{instrument} was not measured");
    }

    [Fact]
    public void A_node_that_was_away_lags_behind_what_its_leader_announces_until_it_has_caught_up()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        var away = cluster.But(leader).First();
        cluster.Isolate(away);
        for (var i = 0; i < 5; i++)
            cluster.Set($"k{i}", "v", via: cluster.NumberOf(leader));
        Assert.Equal(0, away.Status()!.ApplyLag());

        cluster.Heal();

        cluster.RunUntil(() => away.Status() is { } status && status.ApplyLag() > 0, "it hears how far the others are");
        cluster.Converge();
        Assert.Equal(0, away.Status()!.ApplyLag());
    }

    [Fact]
    public void A_quiet_cluster_hands_leadership_to_one_that_lives()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Converge();
        var dead = cluster.But(leader).First();
        dead.Crash();
        cluster.Run(Second / 2);

        var handed = leader.Submit(new HandOver(null));

        Assert.IsType<CommandAnswer.Committed>(cluster.Answer(handed));
        Assert.Equal(cluster.But(leader, dead).Single(), cluster.ElectNode(but: leader));
    }

    // A virtual cluster lives on the thread of its spec; other specs run others, of the same names, on theirs.
    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            return;
        var node = "";
        foreach (var (key, tag) in tags)
            node = key == "node" ? (string)tag! : node;
        if (!_seen.TryGetValue((instrument.Name, node), out var list))
            _seen[(instrument.Name, node)] = list = [];
        list.Add(value);
    }

    private List<double> Seen(string instrument, VirtualNode node) =>
        _seen.GetValueOrDefault((instrument, node.Id.Value)) ?? [];
}
