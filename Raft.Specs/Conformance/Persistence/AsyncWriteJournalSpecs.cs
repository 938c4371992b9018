using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Raft.Specs.Conformance;

/// <summary>What the frame of a journal makes of a plug-in's tasks.</summary>
public sealed class AsyncWriteJournalSpecs : IDisposable
{
    private static readonly NotebookOptions Pending = new() { Journal = "pending" };

    private readonly PersistenceStage _stage = new("""
        pending {
          class = "Raft.Specs.Conformance.PendingJournal, Raft.Specs"
          circuit-breaker { max-failures = 2, call-timeout = 20s, reset-timeout = 60s }
        }
        """);

    public AsyncWriteJournalSpecs() => Journal.Tell(new SayTo(Heard));

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    private IActorRef Journal => Persistence.Instance.Apply(_stage.System).JournalFor("pending");

    [Fact]
    public void A_task_that_succeeds_stores_every_event()
    {
        PersistTwice(_stage.Open("a", Pending), "a");

        Journal.Tell(new Outcome(0));

        Heard.Expect("a1", "a2");
    }

    [Fact]
    public void An_exception_in_a_writes_place_rejects_that_write()
    {
        PersistTwice(_stage.Open("a", Pending), "a");

        Journal.Tell(new Outcome(0, Results: [null!, new IOException("rejected")]));

        Heard.Expect("a1", new Rejected("a2", 2));
    }

    [Fact]
    public void A_task_that_fails_fails_the_writes_and_stops_the_actor()
    {
        PersistTwice(_stage.Open("a", Pending), "a");

        Journal.Tell(new Outcome(0, Failure: new IOException("failed")));

        Heard.Expect(new Failed("a1", 1));
        Assert.Contains(Heard.Next(), new object[] { new Failed("a2", 2), new Stopped("a") });
    }

    [Fact]
    public void Answers_keep_the_order_of_the_requests_whatever_ends_first()
    {
        var ear = _stage.System.ActorOf(Props.Create(() => new Ear(Heard)));
        foreach (var e in new[] { "a", "b" })
        {
            var write = new AtomicWrite(new Persistent(e, 1, e));
            Journal.Tell(new WriteMessages([write], ear, 1), ActorRefs.NoSender);
            Heard.Expect(new Wrote("1"));
        }

        Journal.Tell(new Outcome(1));
        Journal.Tell(new Outcome(0));

        foreach (var e in new[] { "a", "b" })
        {
            Heard.Next<WriteMessagesSuccessful>();
            Assert.Equal(e, Heard.Next<WriteMessageSuccess>().Persistent.Payload);
        }
    }

    [Fact]
    public void After_too_many_failures_in_a_row_writes_fail_without_reaching_the_plugin()
    {
        // Before the failures, since the question for the highest number would succeed in between.
        var notebooks = new[] { "first", "second", "third" }.Select(id => _stage.Open(id, Pending)).ToList();
        foreach (var (notebook, id) in notebooks.Zip(["first", "second"]))
        {
            notebook.Note("a");
            Heard.Expect(new Wrote("1"));
            Journal.Tell(new Outcome(0, Failure: new IOException("failed")));
            Heard.Expect(new Failed("a", 1), new Stopped(id));
        }

        notebooks[2].Note("a");

        Heard.Expect(new Failed("a", 1), new Stopped("third"));
    }

    private void PersistTwice(IActorRef notebook, string name)
    {
        notebook.Note(name + "1", name + "2");
        Heard.Expect(new Wrote("1,1"));
    }
}

/// <summary>
/// Ends the pending write of that place: with success, with a result for each atomic write, or with failure.
/// </summary>
internal sealed record Outcome(int Place, Exception[]? Results = null, Exception? Failure = null);

/// <summary>A journal whose writes end when a spec says so. It stores nothing.</summary>
internal sealed class PendingJournal : AsyncWriteJournal
{
    private readonly List<TaskCompletionSource<IImmutableList<Exception>?>> _pending = [];
    private Heard? _heard;

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(0L);

    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback) => Task.CompletedTask;

    protected override Task<IImmutableList<Exception>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        _heard?.Add(new Wrote(string.Join(",", messages.Select(m => m.Size))));
        var pending = new TaskCompletionSource<IImmutableList<Exception>?>();
        _pending.Add(pending);
        return pending.Task;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) => Task.CompletedTask;

    protected override bool ReceivePluginInternal(object message)
    {
        switch (message)
        {
            case SayTo to:
                _heard = to.Heard;
                return true;
            case Outcome outcome:
                End(outcome);
                return true;
            default:
                return false;
        }
    }

    private void End(Outcome outcome)
    {
        var pending = _pending[outcome.Place];
        _pending.RemoveAt(outcome.Place);
        if (outcome.Failure is { } failure)
            pending.SetException(failure);
        else
            pending.SetResult(outcome.Results is { } results ? ImmutableList.Create(results) : null);
    }
}
