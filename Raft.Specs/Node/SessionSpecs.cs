using Raft.Actors.Protocol;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>Exactly once, from a client's gateway to the machines of the cluster.</summary>
public sealed class SessionSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The leader dies a little later each time: before it has the command, while it replicates it, after it answered.
    /// </summary>
    [Fact]
    public void A_command_under_way_when_its_leader_dies_is_applied_once_whenever_that_is()
    {
        var wasInLogTwice = false;
        for (var ms = 0; ms <= 24; ms++)
        {
            using var cluster = new VirtualRaft(3);
            var leader = cluster.ElectNode();
            var client = cluster.But(leader).First();
            cluster.Set("warm", "up", cluster.NumberOf(client));
            cluster.Converge();
            cluster.World.Disk.Faults.Rule = (_, _) => Fault.Slow(TimeSpan.FromMilliseconds(5));

            var answer = client.Submit(KeyValues.Set("x", "1"), 20 * Second);
            cluster.Run(TimeSpan.FromMilliseconds(ms));
            leader.Crash();
            Assert.IsType<CommandAnswer.Committed>(cluster.Answer(answer));
            cluster.World.Disk.Faults.Rule = (_, _) => Fault.None;
            leader.Start();

            cluster.Converge();
            Assert.Equal(1, cluster.Audit.Agreement.TimesAgreed(KeyValues.Put("x", "1")));
            wasInLogTwice |= EntriesWith(client, KeyValues.Put("x", "1")) > 1;
        }

        Assert.True(wasInLogTwice, "no moment was hit at which the retry came into the log beside the first");
    }

    [Fact]
    public void A_retried_command_is_answered_as_the_first_time()
    {
        using var cluster = new VirtualRaft(3);
        var leader = cluster.ElectNode();
        var session = Commit(cluster, leader, OpenSession.Instance).Index;
        var command = KeyValues.Set("x", "1") with { Session = session, Sequence = 1 };
        var first = Commit(cluster, leader, command);

        leader.Crash();
        var next = cluster.ElectNode();
        var again = Commit(cluster, next, command);

        Assert.Equal(first.Index, again.Index);
        Assert.Equal(first.Term, again.Term);
        Assert.Equal(1, cluster.Audit.Agreement.TimesAgreed(KeyValues.Put("x", "1")));
    }

    [Fact]
    public void A_session_and_its_answers_survive_in_a_snapshot()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();
        var session = Commit(cluster, node, OpenSession.Instance).Index;
        var command = KeyValues.Set("x", "1") with { Session = session, Sequence = 1 };
        var first = Commit(cluster, node, command);
        node.Ask(TakeSnapshot.Instance);
        node.Crash();
        node.Start();
        cluster.ElectNode();

        var again = Commit(cluster, node, command);

        Assert.Equal(first.Index, again.Index);
    }

    [Fact]
    public void A_command_of_a_session_that_nobody_opened_is_not_applied()
    {
        using var cluster = new VirtualRaft(1);
        var node = cluster.ElectNode();

        var reply = node.Request(KeyValues.Set("x", "1") with { Session = 77, Sequence = 1 });
        cluster.Run(Second);

        Assert.IsType<CommandAnswer.NoSession>(reply.Answer);
        Assert.Empty(node.Content());
    }

    [Fact]
    public void A_gateway_opens_a_new_session_before_its_own_expires()
    {
        using var cluster = new VirtualRaft(1, tune: s => s with { SessionIdleLimit = 10 * Second });
        var node = cluster.ElectNode();
        cluster.Set("x", "1");
        cluster.Run(8 * Second);
        cluster.Set("x", "2");
        cluster.Run(60 * Second);
        cluster.Set("x", "3");

        Assert.Equal("3", node.Content()["x"]);
        Assert.Equal(3, Log(node).Count(e => e.Kind == EntryKind.OpenSession));
    }

    [Fact]
    public void A_gateway_whose_process_stops_answers_its_callers()
    {
        using var cluster = new VirtualRaft(3);
        cluster.Elect();
        foreach (var other in cluster.Nodes.Skip(1))
            other.Crash();
        var answer = cluster[1].Submit(KeyValues.Set("x", "1"), 60 * Second);

        cluster.Crash(1);

        Assert.True(answer.IsCompleted);
    }

    private static CommandAnswer.Committed Commit(VirtualRaft cluster, VirtualNode node, IClientRequest request)
    {
        var reply = node.Request(request);
        cluster.RunUntil(() => reply.Answer is not null, "the answer");
        return Assert.IsType<CommandAnswer.Committed>(reply.Answer);
    }

    private static IReadOnlyList<LogEntry> Log(VirtualNode node) => ((LogPage)node.Ask(new ReadLog(1, 1000))!).Entries;

    private static int EntriesWith(VirtualNode node, ReadOnlyMemory<byte> command) =>
        Log(node).Count(e => e.Payload.Span.SequenceEqual(command.Span));
}
