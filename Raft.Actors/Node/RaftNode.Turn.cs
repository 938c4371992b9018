using Akka.Actor;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Actors.Tracing;

namespace Raft.Actors.Node;

/// <summary>How a turn is carried out: the one place where the order of disk and promises is written down.</summary>
internal sealed partial class RaftNode
{
    private const string WakeTimer = "wake";

    private (object Signal, TimeSpan At)? _armed;
    private LeadershipChanged? _published;

    private void Take(object message)
    {
        var turn = _role.On(message, _setup.Clock());
        Send(turn.Requests);                    // they promise nothing: they may race the disk
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

        var left = unsaved.Count;
        var began = _setup.Clock();
        _watch.Begin(began);
        _traces.Writes(unsaved, _role as Leader);
        PersistAll(unsaved, _ =>
        {
            if (--left > 0)
                return;
            _watch.End();
            _traces.Wrote();
            _metrics.Wrote(unsaved, _setup.Clock() - began);
            turn.Saved();
            Save(turn);                         // what became durable may lead to more
        });
    }

    private void Finish(Turn turn)
    {
        if (turn.ChangesRole)
            Enter(turn.Role);
        Send(turn.Promises);
        _traces.Turned();
        Apply(turn.Committed);
        foreach (var (ticket, outcome) in turn.Answers)
            Answer(ticket, outcome);
        foreach (var grant in turn.Reads)
            AnswerRead(grant.Ticket);
        foreach (var chunk in turn.Chunks)
            SendChunk(chunk);
        if (turn.Install is { } image)
            Install(image);
        if (turn.Distrusted is { } impostor)
            Distrust(impostor);
        if (turn.WantsFlush)
            Self.Tell(Flush.Instance);          // behind what is in the mailbox now, so that it gathers
        Arm();
        Publish();
        Show(turn);
        SnapshotWhenDue();
        Measure();
    }

    private void Send(IReadOnlyList<Outbound> messages)
    {
        foreach (var (to, message) in messages)
            Send(to, message);
    }

    private void Send(NodeId to, PeerMessage message)
    {
        _metrics.Sent(message);
        _replicationTimes.Sent(to, message, _setup.Clock());
        var envelope = new PeerEnvelope(ClusterId, Me, _ledger.Founded!.Incarnation, to, message);
        _setup.Peers.Send(
            to,
            _traces.Sends(to, message, _role as Leader) is { } trace
                ? envelope with { TraceParent = trace }
                : envelope,
            Self);
    }

    private void Apply(IReadOnlyList<CommittedEntry> committed)
    {
        foreach (var (entry, ticket) in committed)
        {
            var span = _traces.Applies(entry, ticket);
            var answer = _applier.Apply(entry);
            if (span is not null)
                RaftTracing.Stop(span);
            CountForSnapshot(entry);
            if (ticket != 0)
                Answer(ticket, answer);
            if (entry.Configuration is not null)
                _setup.Peers.Learn(_ledger.Configuration);
        }
    }

    /// <summary>
    /// One timer, armed again only when the role wants to wake earlier than it would: an early tick costs nothing,
    /// since the role looks at the clock, and a follower's deadline moves with every heartbeat.
    /// </summary>
    private void Arm()
    {
        var wake = _role.Wake;
        if (_armed is { } armed && ReferenceEquals(armed.Signal, wake.Signal) && armed.At <= wake.At)
            return;
        _armed = wake;
        var delay = wake.At - _setup.Clock();
        Timers.StartSingleTimer(WakeTimer, wake.Signal, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private void Awake(object signal)
    {
        _armed = null;
        Take(signal);
    }

    private void Publish()
    {
        var now = new LeadershipChanged(_setup.Group, Me, _role.Kind, _ledger.Term, _replica.Leader);
        if (now == _published)
            return;
        if (now.Leader != _published?.Leader)
            _metrics.LeaderChanged();
        _published = now;
        _setup.Peers.Learn(_ledger.Configuration);
        Context.System.EventStream.Publish(now);
        if (now.Leader is not null)
            ServeParked();
    }

    private void Measure() => _metrics.Show(
    [
        (long)_role.Kind,
        _ledger.Term,
        _replica.CommitIndex,
        _applier.AppliedIndex,
        _ledger.Log.LastIndex,
        _replica.Snapshot?.Index ?? 0,
        _askers.Count,
        _parked.Count,
        _ledger.Log.LastIndex - _replica.CommitIndex,
        Math.Max(_replica.CommitIndex, _replica.AnnouncedCommit) - _applier.AppliedIndex,
        (_role as Leader)?.PendingCount ?? 0,
    ]);
}
