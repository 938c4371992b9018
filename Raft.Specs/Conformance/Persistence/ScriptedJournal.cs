using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

internal enum Verdict
{
    Store,
    Reject,
    Fail,
    Hold,
}

/// <summary>What becomes of the next write.</summary>
internal sealed record NextWrite(Verdict Verdict);

/// <summary>What becomes of the next replay: Store answers it, Fail fails it, Hold keeps it until Release.</summary>
internal sealed record NextReplay(Verdict Verdict);

/// <summary>Answers everything that was held, in order.</summary>
internal sealed record Release
{
    public static readonly Release Instance = new();
}

/// <summary>Said for each write request: how many atomic writes of which size.</summary>
internal sealed record Wrote(string Sizes);

internal sealed record AskedToReplay(string PersistenceId, long From);

/// <summary>Tells the journal where to say what it is asked.</summary>
internal sealed record SayTo(Heard Heard);

/// <summary>A journal in memory that does to the next write or replay what a spec wants.</summary>
internal sealed class ScriptedJournal : UntypedActor
{
    public const string Config = """
        scripted.journal {
          class = "Raft.Specs.Conformance.ScriptedJournal, Raft.Specs"
          recovery-event-timeout = 30s
        }
        """;

    private readonly Dictionary<string, SortedDictionary<long, IPersistentRepresentation>> _events = [];
    private readonly Queue<Verdict> _writes = new();
    private readonly Queue<Verdict> _replays = new();
    private readonly Queue<Action> _held = new();
    private Heard? _heard;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NextWrite next:
                _writes.Enqueue(next.Verdict);
                break;
            case NextReplay next:
                _replays.Enqueue(next.Verdict);
                break;
            case SayTo to:
                _heard = to.Heard;
                break;
            case Release:
                while (_held.TryDequeue(out var answer))
                    answer();
                break;
            case WriteMessages write:
                _heard?.Add(new Wrote(string.Join(",", write.Messages.Select(m => m.Size))));
                Judge(_writes, verdict => Write(write, verdict));
                break;
            case ReplayMessages replay:
                _heard?.Add(new AskedToReplay(replay.PersistenceId, replay.FromSequenceNr));
                Judge(_replays, verdict => Replay(replay, verdict));
                break;
            case DeleteMessagesTo delete:
                Of(delete.PersistenceId).Keys.Where(k => k <= delete.ToSequenceNr).ToList()
                    .ForEach(k => Of(delete.PersistenceId).Remove(k));
                delete.PersistentActor.Tell(new DeleteMessagesSuccess(delete.ToSequenceNr));
                break;
        }
    }

    private SortedDictionary<long, IPersistentRepresentation> Of(string persistenceId) =>
        _events.TryGetValue(persistenceId, out var events) ? events : _events[persistenceId] = [];

    private void Judge(Queue<Verdict> verdicts, Action<Verdict> answer)
    {
        if (!verdicts.TryDequeue(out var verdict))
            verdict = Verdict.Store;
        if (verdict == Verdict.Hold)
            _held.Enqueue(() => answer(Verdict.Store));
        else
            answer(verdict);
    }

    private void Write(WriteMessages request, Verdict verdict)
    {
        var cause = new IOException($"the script says {verdict}");
        var actor = request.PersistentActor;
        var instance = request.ActorInstanceId;
        object first = verdict == Verdict.Fail
            ? new WriteMessagesFailed(cause, request.Messages.Count(m => m is AtomicWrite))
            : WriteMessagesSuccessful.Instance;
        actor.Tell(first);
        foreach (var envelope in request.Messages)
        {
            if (envelope is not AtomicWrite write)
            {
                actor.Tell(new LoopMessageSuccess(envelope.Payload, instance), envelope.Sender);
                continue;
            }

            foreach (var e in (IImmutableList<IPersistentRepresentation>)write.Payload)
            {
                if (verdict == Verdict.Store)
                    Of(e.PersistenceId)[e.SequenceNr] = e;
                object answer = verdict switch
                {
                    Verdict.Fail => new WriteMessageFailure(e, cause, instance),
                    Verdict.Reject => new WriteMessageRejected(e, cause, instance),
                    _ => new WriteMessageSuccess(e, instance),
                };
                actor.Tell(answer, e.Sender);
            }
        }
    }

    private void Replay(ReplayMessages request, Verdict verdict)
    {
        if (verdict == Verdict.Fail)
        {
            request.PersistentActor.Tell(new ReplayMessagesFailure(new IOException("the script says Fail")));
            return;
        }

        var events = Of(request.PersistenceId);
        foreach (var (number, e) in events)
        {
            if (number >= request.FromSequenceNr && number <= request.ToSequenceNr)
                request.PersistentActor.Tell(new ReplayedMessage(e));
        }

        request.PersistentActor.Tell(new RecoverySuccess(events.Keys.LastOrDefault()));
    }
}
