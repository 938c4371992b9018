using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

public sealed class RecoverySpecs : IDisposable
{
    private readonly PersistenceStage _stage = new();

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    [Fact]
    public void A_new_actor_is_told_that_its_recovery_is_complete()
    {
        _stage.Start("new");

        Heard.Expect(new Recovered(0));
    }

    [Fact]
    public void A_recreated_actor_is_given_its_events_in_order()
    {
        WriteAndClose("again", "a", "b", "c");

        _stage.Start("again");

        Heard.Expect(new Replayed("a"), new Replayed("b"), new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void Sequence_numbers_go_on_where_they_were()
    {
        WriteAndClose("numbers", "a", "b");

        var notebook = _stage.Start("numbers");
        Heard.Expect(new Replayed("a"), new Replayed("b"), new Recovered(2));
        notebook.Do(n => n.Persist("c", _ => n.Say(n.LastSequenceNr)));

        Heard.Expect(3L);
    }

    [Fact]
    public void Actors_with_other_ids_have_other_events()
    {
        WriteAndClose("one", "a");
        WriteAndClose("two", "b");

        _stage.Start("one");

        Heard.Expect(new Replayed("a"), new Recovered(1));
    }

    [Fact]
    public void A_recovering_actor_knows_that_it_is_recovering()
    {
        WriteAndClose("knows", "a");

        _stage.Start("knows", new NotebookOptions
        {
            OnRecover = (n, _) => n.Say((n.IsRecovering, n.IsRecoveryFinished, n.LastSequenceNr)),
        });

        Heard.Expect(new Replayed("a"), (true, false, 1L), new Recovered(1), (false, true, 1L));
    }

    [Fact]
    public void Persist_is_refused_while_events_are_replayed_and_the_actor_stops()
    {
        WriteAndClose("refused", "a");

        _stage.Start("refused", new NotebookOptions { OnRecover = (n, _) => n.Persist("b", n.Say) });

        Heard.Expect(new Replayed("a"));
        Assert.Contains("Cannot persist during replay", Heard.Next<RecoveryFailed>().Cause);
        Heard.Expect(new Stopped("refused"));
    }

    [Fact]
    public void What_is_persisted_on_RecoveryCompleted_is_done_before_the_first_command()
    {
        var notebook = _stage.Start("eager", new NotebookOptions
        {
            OnRecover = (n, e) =>
            {
                if (e is RecoveryCompleted)
                    n.Note("first");
            },
        });
        notebook.Mark("command");

        Heard.Expect(new Recovered(0), "first", "command");
    }

    [Fact]
    public void Commands_wait_until_the_actor_has_recovered()
    {
        _stage.Journal.Tell(new SayTo(Heard));
        _stage.Journal.Tell(new NextReplay(Verdict.Hold));

        var notebook = _stage.Start("waiting", PersistenceStage.Scripted);
        notebook.Mark("one");
        Heard.Expect(new AskedToReplay("waiting", 1));
        notebook.Mark("two");
        _stage.Journal.Tell(Release.Instance);

        Heard.Expect(new Recovered(0), "one", "two");
    }

    [Fact]
    public void An_exception_on_a_replayed_event_stops_the_actor()
    {
        WriteAndClose("throws", "a", "b");

        _stage.Start("throws", new NotebookOptions
        {
            OnRecover = (_, e) =>
            {
                if (e is "b")
                    throw new InvalidOperationException("I cannot take b");
            },
        });

        Heard.Expect(
            new Replayed("a"), new Replayed("b"), new RecoveryFailed("I cannot take b"), new Stopped("throws"));
    }

    [Fact]
    public void An_exception_on_RecoveryCompleted_restarts_the_actor()
    {
        var isFirst = true;

        _stage.Start("restarts", new NotebookOptions
        {
            OnRecover = (_, _) =>
            {
                var fails = isFirst;
                isFirst = false;
                if (fails)
                    throw new InvalidOperationException("not yet");
            },
        });

        Heard.Expect(new Recovered(0), new Recovered(0));
    }

    [Fact]
    public void A_replay_that_fails_stops_the_actor()
    {
        _stage.Journal.Tell(new NextReplay(Verdict.Fail));

        _stage.Start("fails", PersistenceStage.Scripted);

        Heard.Expect(new RecoveryFailed("the script says Fail"), new Stopped("fails"));
    }

    [Fact]
    public void A_replay_that_does_not_go_on_stops_the_actor_after_the_recovery_event_timeout()
    {
        using var stage = new PersistenceStage("scripted.journal.recovery-event-timeout = 300ms");
        stage.Journal.Tell(new NextReplay(Verdict.Hold));

        stage.Start("hangs", PersistenceStage.Scripted);

        Assert.Contains("timed out", stage.Heard.Next<RecoveryFailed>().Cause);
        stage.Heard.Expect(new Stopped("hangs"));
    }

    [Fact]
    public void Recovery_None_replays_nothing_and_keeps_the_numbers()
    {
        WriteAndClose("none", "a", "b");

        var notebook = _stage.Start("none", new NotebookOptions { Recovery = Recovery.None });
        Heard.Expect(new Recovered(2));
        notebook.Do(n => n.Persist("c", _ => n.Say(n.LastSequenceNr)));

        Heard.Expect(3L);
    }

    [Fact]
    public void A_recovery_can_end_at_a_sequence_number()
    {
        WriteAndClose("to", "a", "b", "c");

        _stage.Start("to", new NotebookOptions { Recovery = new Recovery(SnapshotSelectionCriteria.Latest, 2) });

        Heard.Expect(new Replayed("a"), new Replayed("b"), new Recovered(3));
    }

    [Fact]
    public void A_recovery_can_end_after_a_number_of_events()
    {
        WriteAndClose("max", "a", "b", "c");

        _stage.Start("max", new NotebookOptions
        {
            Recovery = new Recovery(SnapshotSelectionCriteria.Latest, long.MaxValue, 1),
        });

        Heard.Expect(new Replayed("a"), new Recovered(3));
    }

    [Fact]
    public void Actors_beyond_max_concurrent_recoveries_wait_for_their_turn()
    {
        using var stage = new PersistenceStage("akka.persistence.max-concurrent-recoveries = 1");
        stage.Journal.Tell(new SayTo(stage.Heard));
        stage.Journal.Tell(new NextReplay(Verdict.Hold));
        stage.Start("first", PersistenceStage.Scripted);
        stage.Heard.Expect(new AskedToReplay("first", 1));

        stage.Start("second", PersistenceStage.Scripted);
        stage.Journal.Tell(Release.Instance);

        stage.Heard.Expect(new Recovered(0), new AskedToReplay("second", 1), new Recovered(0));
    }

    [Fact]
    public void An_actor_that_stops_while_it_recovers_gives_its_turn_to_the_next()
    {
        using var stage = new PersistenceStage("akka.persistence.max-concurrent-recoveries = 1");
        stage.Journal.Tell(new SayTo(stage.Heard));
        stage.Journal.Tell(new NextReplay(Verdict.Hold));
        var first = stage.Start("first", PersistenceStage.Scripted);
        stage.Heard.Expect(new AskedToReplay("first", 1));
        stage.Start("second", PersistenceStage.Scripted);

        stage.Close(first, "first");

        stage.Heard.Expect(new AskedToReplay("second", 1), new Recovered(0));
    }

    private void WriteAndClose(string id, params string[] events)
    {
        var notebook = _stage.Open(id);
        notebook.Note(events);
        Heard.Expect([.. events]);
        _stage.Close(notebook, id);
    }
}
