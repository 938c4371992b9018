using System.Diagnostics;
using Raft.Actors.Protocol;
using Raft.Actors.Tracing;

namespace Raft.Specs.Node;

/// <summary>One write, followed across nodes.</summary>
public sealed class TraceSpecs
{
    private const string Somebody = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void A_write_is_one_trace_from_the_proposal_to_every_journal_and_every_machine()
    {
        using var heard = new Listening(RaftTracing.SourceName);
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        cluster.Set("before", "1");

        cluster.Answer(cluster.But(leader).First().Submit(KeyValues.Set("ana", "4"), null, heard.TraceParent));
        cluster.Converge();

        var propose = Assert.Single(heard.Ended, Is("raft.propose", leader));
        Assert.Equal(heard.Root, propose.ParentSpanId);
        Assert.Equal(nameof(CommandAnswer.Committed), propose.GetTagItem("raft.outcome"));
        Assert.All(["raft.journal.write", "raft.apply"], name =>
            Assert.Equal(propose.SpanId, Assert.Single(heard.Ended, Is(name, leader)).ParentSpanId));
        foreach (var follower in cluster.But(leader))
        {
            var append = Assert.Single(heard.Ended, Is("raft.append", follower));
            var way = Assert.Single(heard.Ended, span => span.SpanId == append.ParentSpanId);
            Assert.Equal(("raft.replicate", propose.SpanId), (way.OperationName, way.ParentSpanId));
            Assert.Equal(follower.Id.Value, way.GetTagItem("raft.peer"));
            Assert.All(["raft.journal.write", "raft.apply"], name =>
                Assert.Equal(append.SpanId, Assert.Single(heard.Ended, Is(name, follower)).ParentSpanId));
        }
    }

    [Fact]
    public void What_nobody_records_is_not_told_to_other_nodes()
    {
        using var cluster = new VirtualRaft(3);
        var said = new List<PeerEnvelope>();
        cluster.World.Network.Describe = message =>
        {
            if (message is PeerEnvelope envelope)
                said.Add(envelope);
            return PeerWords.Of(message);
        };
        var leader = cluster.ElectNode();

        cluster.Answer(cluster.But(leader).First().Submit(KeyValues.Set("ana", "4"), null, Somebody));
        cluster.Converge();

        Assert.Contains(said, envelope => envelope.Message is AppendEntries { Entries.Count: > 0 });
        Assert.All(said, envelope => Assert.Null(envelope.TraceParent));
    }

    [Fact]
    public void A_trace_of_a_lost_leader_ends_all_the_same()
    {
        using var heard = new Listening(RaftTracing.SourceName);
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        foreach (var other in cluster.But(leader))
            cluster.Isolate(other);

        leader.Tell(new ClientCall(1, KeyValues.Set("ana", "4"), 5000) { TraceParent = heard.TraceParent });
        cluster.RunUntil(() => !leader.Leads, "the leader to step down");

        var propose = Assert.Single(heard.Ended, Is("raft.propose", leader));
        Assert.Equal(nameof(CommandAnswer.Unknown), propose.GetTagItem("raft.outcome"));
        Assert.Null(Activity.Current);
    }

    private static Predicate<Activity> Is(string name, VirtualNode node) =>
        span => span.OperationName == name && (string?)span.GetTagItem("raft.node") == node.Id.Value;
}
