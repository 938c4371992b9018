using Akka.Actor;

namespace Raft.Specs.Conformance;

public sealed class RejectionAndFailureSpecs : IDisposable
{
    private readonly PersistenceStage _stage = new();

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    [Fact]
    public void A_rejected_event_has_no_handler_and_uses_up_its_number_and_the_actor_goes_on()
    {
        var notebook = OpenScripted(Verdict.Reject);

        notebook.Note("a");
        notebook.Do(n => n.Persist("b", _ => n.Say(n.LastSequenceNr)));

        Heard.Expect(new Rejected("a", 1), 2L);
    }

    [Fact]
    public void What_waited_for_a_rejected_event_is_handled_afterwards()
    {
        var notebook = OpenScripted(Verdict.Reject);

        notebook.Note("a");
        notebook.Mark("next");

        Heard.Expect(new Rejected("a", 1), "next");
    }

    [Fact]
    public void Of_a_rejected_PersistAll_each_event_is_rejected()
    {
        var notebook = OpenScripted(Verdict.Reject);

        notebook.Do(n => n.PersistAll(["a", "b"], n.Say));
        notebook.Mark("next");

        Heard.Expect(new Rejected("a", 1), new Rejected("b", 2), "next");
    }

    [Fact]
    public void A_rejected_event_is_not_replayed()
    {
        var notebook = OpenScripted(Verdict.Reject);
        notebook.Note("a");
        notebook.Note("b");
        Heard.Expect(new Rejected("a", 1), "b");
        _stage.Close(notebook, "scripted");

        _stage.Start("scripted", PersistenceStage.Scripted);

        Heard.Expect(new Replayed("b"), new Recovered(2));
    }

    [Fact]
    public void A_failed_write_stops_the_actor_and_no_supervisor_restarts_it()
    {
        var notebook = OpenScripted(Verdict.Fail);

        notebook.Note("a");

        Heard.Expect(new Failed("a", 1), new Stopped("scripted"));
    }

    [Fact]
    public void What_waited_for_a_failed_write_is_not_handled()
    {
        var notebook = OpenScripted(Verdict.Hold);
        _stage.Journal.Tell(new SayTo(Heard));
        _stage.Journal.Tell(new NextWrite(Verdict.Fail));

        notebook.Do(n => n.PersistAsync("a", n.Say));
        Heard.Expect(new Wrote("1"));
        notebook.Note("b");
        notebook.Mark("next");
        _stage.Journal.Tell(Release.Instance);

        var said = new[] { Heard.Next(), Heard.Next(), Heard.Next(), Heard.Next() };
        Assert.Equal(["a", new Failed("b", 2), new Stopped("scripted")], said.Where(s => s is not Wrote));
    }

    [Fact]
    public void A_journal_that_does_not_answer_leaves_the_actor_waiting_and_a_stop_still_stops_it()
    {
        var notebook = OpenScripted(Verdict.Hold);
        _stage.Journal.Tell(new SayTo(Heard));

        notebook.Note("a");
        notebook.Mark("never");
        Heard.Expect(new Wrote("1"));

        _stage.Close(notebook, "scripted");
    }

    private IActorRef OpenScripted(params Verdict[] writes)
    {
        var notebook = _stage.Open("scripted", PersistenceStage.Scripted);
        foreach (var verdict in writes)
            _stage.Journal.Tell(new NextWrite(verdict));
        return notebook;
    }
}
