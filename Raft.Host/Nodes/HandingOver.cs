using System.Diagnostics;
using Raft.Actors.Client;
using Raft.Actors.Protocol;

namespace Raft.Host.Nodes;

/// <summary>
/// What a leader does before it stops: it hands leadership to the most up-to-date voter and waits until that one leads,
/// so that nobody waits for an election time-out. Meanwhile it goes on passing requests to whoever leads.
/// </summary>
/// <param name="client">The way to the node.</param>
/// <param name="log">Where what came of it is told.</param>
internal sealed class HandingOver(RaftClient client, NodeLog log)
{
    // Between two looks at who leads; a look is one message to an actor.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Does so, if this node leads and others could; within bounds in any case.</summary>
    /// <param name="patience">The longest that it may take in all.</param>
    public async Task Run(TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var before = await client.Status(patience);
            if (before.Role != NodeRole.Leader || before.Configuration.Voters.All(voter => voter == before.Node))
                return;
            var answer = await client.Order(new HandOver(null), Left());
            if (answer is CommandAnswer.Refused refused)
            {
                Failed(before.Node, refused.Reason);
                return;
            }
            while (Left() > TimeSpan.Zero)
            {
                if (await client.Status(Left()) is { Leader: { } heir } after && heir != after.Node)
                {
                    log.Line(
                        LogEventId.HandedOver, $"{after.Node} hands leadership over to {heir} in term {after.Term}",
                        ("term", after.Term), ("leader", heir.Value));
                    return;
                }
                await Task.Delay(Pause);
            }
            Failed(before.Node, answer is CommandAnswer.NotCommitted not ? not.Reason : "nobody took over in time");
        }
        catch (TimeoutException)
        {
            log.Line(LogEventId.NotHandedOver, "the node is too busy to hand leadership over");
        }

        TimeSpan Left() => patience > clock.Elapsed ? patience - clock.Elapsed : TimeSpan.Zero;
    }

    private void Failed(NodeId node, string reason) =>
        log.Line(LogEventId.NotHandedOver, $"{node} could not hand leadership over: {reason}", ("reason", reason));
}
