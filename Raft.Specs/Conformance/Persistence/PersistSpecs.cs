using Akka.Actor;

namespace Raft.Specs.Conformance;

public sealed class PersistSpecs : IDisposable
{
    private readonly PersistenceStage _stage = new();

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    [Fact]
    public void A_handler_runs_only_when_the_journal_has_answered()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Note("a");
        Heard.Expect(new Wrote("1"));
        Heard.Add("released");
        _stage.Journal.Tell(Release.Instance);

        Heard.Expect("released", "a");
    }

    [Fact]
    public void What_arrives_while_Persist_waits_for_the_journal_is_handled_afterwards_in_its_order()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Note("a");
        notebook.Mark("one");
        notebook.Mark("two");
        Heard.Expect(new Wrote("1"));
        notebook.Mark("three");
        _stage.Journal.Tell(Release.Instance);

        Heard.Expect("a", "one", "two", "three");
    }

    [Fact]
    public void All_that_a_command_persists_reaches_the_journal_in_one_request()
    {
        var notebook = OpenScripted();

        notebook.Do(n =>
        {
            n.Note("a", "b");
            n.PersistAll(["c", "d", "e"], n.Say);
        });

        Heard.Expect(new Wrote("1,1,3"), "a", "b", "c", "d", "e");
    }

    [Fact]
    public void PersistAll_runs_its_handler_for_each_event_in_order()
    {
        var notebook = _stage.Open("all");

        notebook.Do(n => n.PersistAll(["a", "b", "c"], e => n.Say(e + n.LastSequenceNr)));
        notebook.Mark("next");

        Heard.Expect("a1", "b2", "c3", "next");
    }

    [Fact]
    public void PersistAll_of_nothing_does_nothing()
    {
        var notebook = _stage.Open("nothing");

        notebook.Do(n => n.PersistAll(Array.Empty<string>(), n.Say));
        notebook.Note("a");
        notebook.Do(n => n.Say(n.LastSequenceNr));

        Heard.Expect("a", 1L);
    }

    [Fact]
    public void What_a_handler_persists_is_done_before_the_next_command()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Do(n => n.Persist("outer", e =>
        {
            n.Say(e);
            n.Persist("inner", n.Say);
        }));
        notebook.Mark("next");
        Heard.Expect(new Wrote("1"));
        _stage.Journal.Tell(Release.Instance);

        Heard.Expect("outer");
        Heard.Expect(new Wrote("1"), "inner", "next");
    }

    [Fact]
    public void Every_handler_of_a_command_runs_before_the_next_command()
    {
        var notebook = _stage.Open("handlers");

        notebook.Note("a", "b", "c");
        notebook.Mark("one");
        notebook.Note("d");
        notebook.Mark("two");

        Heard.Expect("a", "b", "c", "one", "d", "two");
    }

    [Fact]
    public void PersistAsync_holds_up_no_other_message()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Do(n => n.PersistAsync("a", n.Say));
        notebook.Mark("meanwhile");
        ExpectInAnyOrder(new Wrote("1"), "meanwhile");
        _stage.Journal.Tell(Release.Instance);

        Heard.Expect("a");
    }

    [Fact]
    public void What_is_persisted_while_a_write_is_under_way_goes_into_one_next_request()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Do(n => n.PersistAsync("a", n.Say));
        notebook.Do(n => n.PersistAsync("b", n.Say));
        notebook.Do(n => n.PersistAllAsync(["c", "d"], n.Say));
        notebook.Mark("meanwhile");
        ExpectInAnyOrder(new Wrote("1"), "meanwhile");
        _stage.Journal.Tell(Release.Instance);

        // The second request leaves as soon as the first is answered: before, or among, the handlers of the first.
        var said = new[] { Heard.Next(), Heard.Next(), Heard.Next(), Heard.Next(), Heard.Next() };
        Assert.Equal(["a", "b", "c", "d"], said.Where(s => s is string));
        Assert.Contains(new Wrote("1,2"), said);
    }

    [Fact]
    public void A_persisting_command_still_waits_when_it_follows_a_PersistAsync()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Do(n => n.PersistAsync("async", n.Say));
        notebook.Note("stashing");
        notebook.Mark("next");
        Heard.Expect(new Wrote("1"));
        _stage.Journal.Tell(Release.Instance);

        var said = new[] { Heard.Next(), Heard.Next(), Heard.Next(), Heard.Next() };
        Assert.Equal(["async", "stashing", "next"], said.Where(s => s is string));
    }

    [Fact]
    public void DeferAsync_comes_after_what_was_persisted_before_it()
    {
        var notebook = _stage.Open("deferred");

        notebook.Do(n =>
        {
            n.PersistAsync("a", n.Say);
            n.DeferAsync("deferred", n.Say);
            n.PersistAsync("b", n.Say);
        });

        Heard.Expect("a", "deferred", "b");
    }

    [Fact]
    public void DeferAsync_runs_at_once_when_nothing_is_persisted()
    {
        var notebook = _stage.Open("deferred");

        notebook.Do(n =>
        {
            n.DeferAsync("deferred", n.Say);
            n.Say("after");
        });

        Heard.Expect("deferred", "after");
    }

    [Fact]
    public void A_deferred_message_is_not_stored()
    {
        var notebook = _stage.Open("deferred");
        notebook.Do(n =>
        {
            n.PersistAsync("a", n.Say);
            n.DeferAsync("deferred", n.Say);
        });
        Heard.Expect("a", "deferred");
        _stage.Close(notebook, "deferred");

        _stage.Start("deferred");

        Heard.Expect(new Replayed("a"), new Recovered(1));
    }

    [Fact]
    public async Task The_sender_in_a_handler_is_the_sender_of_the_command()
    {
        var notebook = _stage.Open("sender");

        var answer = await notebook.Ask<string>(
            new Do(n => n.Persist("a", e => n.Asker.Tell("stored " + e))), TimeSpan.FromSeconds(20));

        Assert.Equal("stored a", answer);
    }

    [Fact]
    public async Task The_sender_of_a_command_that_waited_is_still_its_own()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Note("a");
        Heard.Expect(new Wrote("1"));
        var answer = notebook.Ask<string>(new Do(n => n.Asker.Tell("hello")), TimeSpan.FromSeconds(20));
        _stage.Journal.Tell(Release.Instance);

        Assert.Equal("hello", await answer);
    }

    [Fact]
    public void An_event_is_stored_though_its_command_fails_afterwards()
    {
        var notebook = _stage.Open("failing");

        notebook.Do(n =>
        {
            n.Persist("a", n.Say);
            throw new InvalidOperationException("after Persist");
        });

        Heard.Expect(new Replayed("a"), new Recovered(1));
    }

    [Fact]
    public void A_restarted_actor_ignores_answers_that_were_meant_for_its_predecessor()
    {
        var notebook = OpenScripted(Verdict.Hold);

        notebook.Do(n => n.PersistAsync("a", _ => n.Say("a handler of the predecessor")));
        Heard.Expect(new Wrote("1"));
        notebook.Do(_ => throw new InvalidOperationException("restart me"));
        Heard.Expect(new AskedToReplay("scripted", 1), new Recovered(0));
        _stage.Journal.Tell(Release.Instance);
        notebook.Mark("next");
        notebook.Note("b");

        Heard.Expect("next", new Wrote("1"), "b");
    }

    [Fact]
    public void What_the_author_unstashes_comes_before_what_waited_for_the_journal()
    {
        var notebook = OpenScripted();

        notebook.Do(n => n.Say("first"));
        notebook.Do(StashFirst("stashed"));
        _stage.Journal.Tell(new NextWrite(Verdict.Hold));
        notebook.Do(n => n.Persist("a", e =>
        {
            n.Say(e);
            n.Stash.UnstashAll();
        }));
        Heard.Expect("first", new Wrote("1"));
        notebook.Mark("waited");
        _stage.Journal.Tell(Release.Instance);

        Heard.Expect("a", "stashed", "waited");
    }

    [Fact]
    public void What_the_author_stashed_survives_a_restart()
    {
        var notebook = _stage.Open("stash");
        notebook.Do(StashFirst("stashed"));

        notebook.Do(_ => throw new InvalidOperationException("restart me"));

        Heard.Expect(new Recovered(0), "stashed");
    }

    // The journal and the notebook speak independently of each other.
    private void ExpectInAnyOrder(params object[] expected) =>
        Assert.Equal(expected.ToHashSet(), expected.Select(_ => Heard.Next()).ToHashSet());

    // The first time it is stashed; the second time it says what it has to.
    private static Action<Notebook> StashFirst(string said)
    {
        var isStashed = false;
        return n =>
        {
            if (isStashed)
                n.Say(said);
            else
                n.Stash.Stash();
            isStashed = true;
        };
    }

    private IActorRef OpenScripted(params Verdict[] writes)
    {
        var notebook = _stage.Open("scripted", PersistenceStage.Scripted);
        _stage.Journal.Tell(new SayTo(Heard));
        foreach (var verdict in writes)
            _stage.Journal.Tell(new NextWrite(verdict));
        return notebook;
    }
}
