using Akka.Actor;
using Raft.Actors.Consensus;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>Clients: every request is served, passed on, or kept for a while, and answered in any case.</summary>
internal sealed partial class RaftNode
{
    private const string ParkedTimer = "parked";

    private readonly Dictionary<long, Asker> _askers = [];
    private readonly LinkedList<Parked> _parked = new();
    private TimeSpan _parkedDueAt;
    private long _lastTicket;

    private readonly record struct Asker(
        IActorRef Who, long Call, ReadOnlyMemory<byte> Query, bool WantsImage = false, TimeSpan At = default);

    private sealed record Parked(IClientRequest Request, IActorRef Who, TimeSpan Until);

    private sealed record ParkedDue
    {
        public static readonly ParkedDue Instance = new();
    }

    /// <summary>A node that leads, or that can answer by itself, answers.</summary>
    private void Serve(IClientRequest request)
    {
        var (call, inner) = request is ClientCall numbered ? (numbered.Call, numbered.Request) : (0, request);
        var trace = (request as ClientCall)?.TraceParent;
        switch (inner)
        {
            case ClientCommand command:
                Take(new Propose(Admit(call, inner, trace), EntryKind.Command, command.Command, command.Session,
                    command.Sequence, command.Acknowledged));
                break;
            case OpenSession:
                var opening = Sessions.OpeningPayload(_setup.Settings.SessionIdleLimit);
                Take(new Propose(Admit(call, inner, trace), EntryKind.OpenSession, opening));
                break;
            case ClientRead read:
                Take(new Read(
                    Admit(call, inner, trace), read.Consistency, TimeSpan.FromMilliseconds(read.MaxStalenessMs)));
                break;
            default:
                Administer(inner, call);
                break;
        }
    }

    /// <summary>A follower answers what it can and passes the rest on; the leader answers the asker itself.</summary>
    private void PassOn(IClientRequest request, NodeId leader)
    {
        if (IsOwnMatter(request))
            Serve(request);
        else if (request is ClientCall { IsForwarded: true } stray)
            Reply(new Asker(Sender, stray.Call, default), new CommandAnswer.NotCommitted($"{Me} does not lead"));
        else
            _setup.Peers.Send(leader, Forwarded(request), Sender);
    }

    /// <summary>
    /// No leader is known: keep the request until one is or its time is up. It is in no log meanwhile.
    /// </summary>
    private void Park(IClientRequest request)
    {
        if (InnerOf(request) is not ClientRead { Consistency: not ReadConsistency.Stale } && IsOwnMatter(request))
        {
            Serve(request);
            return;
        }

        if (_parked.Count >= _setup.Settings.Consensus.MaxPendingProposals
            || request is ClientCall { IsForwarded: true })
        {
            Refuse(request, Sender, "no leader is known");
            return;
        }

        var patience = request is ClientCall call
            ? TimeSpan.FromMilliseconds(call.TimeoutMs)
            : _setup.Settings.Consensus.ElectionTimeoutMax;
        var parked = new Parked(request, Sender, _setup.Clock() + patience);
        _parked.AddLast(parked);
        if (_parked.Count == 1 || parked.Until < _parkedDueAt)
            WakeForParked(parked.Until);
    }

    private void WakeForParked(TimeSpan at)
    {
        _parkedDueAt = at;
        var delay = at - _setup.Clock();
        Timers.StartSingleTimer(ParkedTimer, ParkedDue.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private void GiveUpParked()
    {
        var now = _setup.Clock();
        for (var node = _parked.First; node is not null;)
        {
            var (next, parked) = (node.Next, node.Value);
            if (parked.Until <= now)
            {
                _parked.Remove(node);
                Refuse(parked.Request, parked.Who, "no leader is known");
            }

            node = next;
        }

        if (_parked.Count > 0)
            WakeForParked(_parked.Min(p => p.Until));
    }

    /// <summary>
    /// A leader is known again: what was kept goes to the end of the mailbox, to be served or passed on.
    /// </summary>
    private void ServeParked()
    {
        foreach (var parked in _parked)
            Self.Tell(parked.Request, parked.Who);
        _parked.Clear();
        Timers.Cancel(ParkedTimer);
    }

    private void Refuse(IClientRequest request, IActorRef who, string reason)
    {
        var call = request is ClientCall numbered ? numbered.Call : 0;
        object answer = InnerOf(request) is ClientRead
            ? new ReadAnswer.Unavailable(reason)
            : new CommandAnswer.NotCommitted(reason);
        Reply(new Asker(who, call, default), answer);
    }

    private static bool IsOwnMatter(IClientRequest request) =>
        InnerOf(request) is ClientRead or GetStatus or TakeSnapshot or GetBackup or ReadLog or GetStateHash;

    private static IClientRequest InnerOf(IClientRequest request) =>
        request is ClientCall call ? call.Request : request;

    private static ClientCall Forwarded(IClientRequest request) =>
        request is ClientCall call
            ? call with { IsForwarded = true }
            : new ClientCall(0, request, 0, IsForwarded: true);

    private long Admit(long call, IClientRequest request, string? traceParent = null)
    {
        var query = request is ClientRead read ? read.Query : default;
        _askers[++_lastTicket] = new Asker(Sender, call, query, At: _setup.Clock());
        _traces.Admitted(_lastTicket, request, traceParent);
        return _lastTicket;
    }

    private void Answer(long ticket, object outcome)
    {
        if (!_askers.Remove(ticket, out var asker))
            return;
        _metrics.Answered(outcome, _setup.Clock() - asker.At);
        _traces.Answered(ticket, outcome);
        Reply(asker, outcome);
    }

    private void AnswerRead(long ticket)
    {
        if (_askers.TryGetValue(ticket, out var asker))
            Answer(ticket, new ReadAnswer.Value(_applier.Query(asker.Query), _applier.AppliedIndex));
    }

    private void Reply(Asker asker, object answer) =>
        asker.Who.Tell(asker.Call == 0 ? answer : new ClientReturn(asker.Call, answer), Self);
}
