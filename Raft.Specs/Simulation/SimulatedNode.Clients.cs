using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>Who asks this node and waits for an answer.</summary>
public sealed partial class SimulatedNode
{
    private readonly Dictionary<long, Request> _askers = [];
    private long _lastTicket;

    private sealed record Request(Func<long, object> Order, Action<object> Answer, byte Key);

    /// <summary>How many have asked and were not answered yet.</summary>
    public int Unanswered => _askers.Count;

    /// <summary>Asks the node. It may die before it answers; otherwise it must.</summary>
    /// <param name="order">The signal to the role, given its ticket.</param>
    /// <param name="answer">Gets a <see cref="CommandAnswer"/> or a <see cref="ReadAnswer"/>.</param>
    /// <param name="key">The register that a read asks for.</param>
    public void Ask(Func<long, object> order, Action<object> answer, byte key = 0) =>
        Tell(new Request(order, answer, key));

    private object Admit(Request request)
    {
        _askers[++_lastTicket] = request;
        var order = request.Order(_lastTicket);
        if (order is Propose propose)
            cluster.Witness.Asked(propose.Payload.Span);
        return order;
    }

    private void Answer(long ticket, object outcome)
    {
        if (ticket == 0)
            return;
        if (!_askers.Remove(ticket, out var request))
            throw new BrokenPromise($"{id} answered ticket {ticket} twice, now with {outcome}");
        request.Answer(outcome);
    }

    private void AnswerRead(ReadGrant grant)
    {
        if (AppliedIndex < grant.Index)
            throw new BrokenPromise($"{id} grants a read of {grant.Index} and has applied {AppliedIndex}");
        if (_askers.TryGetValue(grant.Ticket, out var request))
            Answer(grant.Ticket, new ReadAnswer.Value(_applier.Query(new[] { request.Key }), AppliedIndex));
        else
            throw new BrokenPromise($"{id} answered the read of ticket {grant.Ticket} twice");
    }
}
