using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

public sealed class DeletionSpecs : IDisposable
{
    private readonly PersistenceStage _stage = new();

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    [Fact]
    public void Deleted_events_are_not_replayed()
    {
        DeleteAndClose(to: 2, new DeleteMessagesSuccess(2));

        _stage.Start("deleting");

        Heard.Expect(new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void An_actor_that_deleted_all_its_events_keeps_its_numbers()
    {
        DeleteAndClose(to: long.MaxValue, new DeleteMessagesSuccess(3));

        var notebook = _stage.Start("deleting");
        Heard.Expect(new Recovered(3));
        notebook.Do(n => n.Persist("d", _ => n.Say(n.LastSequenceNr)));

        Heard.Expect(4L);
    }

    [Fact]
    public void Events_that_do_not_exist_yet_cannot_be_deleted()
    {
        var notebook = _stage.Open("deleting");

        notebook.Do(n => n.DeleteMessages(7));

        Assert.Equal(7, Heard.Next<DeleteMessagesFailure>().ToSequenceNr);
    }

    private void DeleteAndClose(long to, DeleteMessagesSuccess answer)
    {
        var notebook = _stage.Open("deleting");
        notebook.Note("a", "b", "c");
        Heard.Expect("a", "b", "c");
        notebook.Do(n => n.DeleteMessages(to));
        Heard.Expect(answer);
        _stage.Close(notebook, "deleting");
    }
}

public sealed class PersistencePluginSpecs : IDisposable
{
    private readonly PersistenceStage _stage = new("""
        raft {
          journal { class = "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence" }
          snapshots { class = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence" }
        }
        classless.journal { plugin-dispatcher = "akka.actor.default-dispatcher" }
        """);

    private static readonly NotebookOptions Private = new() { Journal = "raft.journal", Snapshots = "raft.snapshots" };

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    private PersistenceExtension Extension => Persistence.Instance.Apply(_stage.System);

    [Fact]
    public void A_journal_and_a_snapshot_store_may_be_configured_anywhere()
    {
        var notebook = _stage.Open("private", Private);
        notebook.Do(n => n.Persist("a", _ => n.SaveSnapshot("s")));
        Heard.Next<SaveSnapshotSuccess>();
        notebook.Note("b");
        Heard.Expect("b");
        _stage.Close(notebook, "private");

        _stage.Start("private", Private);

        Heard.Expect(new Offered("s", 1), new Replayed("b"), new Recovered(2));
    }

    [Fact]
    public void The_default_journal_knows_nothing_of_a_private_one()
    {
        var notebook = _stage.Open("private", Private);
        notebook.Note("a");
        Heard.Expect("a");
        _stage.Close(notebook, "private");

        _stage.Start("private");

        Heard.Expect(new Recovered(0));
    }

    [Fact]
    public void A_plugin_is_one_actor_for_all()
    {
        Assert.Equal(Extension.JournalFor("raft.journal"), Extension.JournalFor("raft.journal"));
        Assert.Equal(Extension.JournalFor(""), Extension.JournalFor("akka.persistence.journal.inmem"));
        Assert.Equal(Extension.JournalFor(null), Extension.JournalFor(""));
    }

    [Fact]
    public async Task A_plugin_can_be_started_with_the_extension()
    {
        using var stage = new PersistenceStage(
            """akka.persistence.journal.auto-start-journals = ["scripted.journal"]""");

        Persistence.Instance.Apply(stage.System);

        var journal = await stage.System.ActorSelection("/system/scripted.journal")
            .ResolveOne(TimeSpan.FromSeconds(20));
        Assert.Equal(stage.Journal, journal);
    }

    [Fact]
    public void A_plugin_that_is_not_configured_is_refused_by_name()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Extension.JournalFor("no.such.journal"));

        Assert.Contains("no.such.journal", refusal.Message);
    }

    [Fact]
    public void A_plugin_without_a_class_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Extension.JournalFor("classless.journal"));

        Assert.Contains("classless.journal", refusal.Message);
    }

    [Fact]
    public async Task An_actor_whose_journal_is_not_configured_does_not_start()
    {
        var notebook = _stage.Start("unconfigured", new NotebookOptions { Journal = "no.such.journal" });

        Assert.True(await notebook.WatchAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Without_a_snapshot_store_there_is_none_to_recover_from_and_saving_fails()
    {
        using var stage = new PersistenceStage("""akka.persistence.snapshot-store.plugin = "" """);
        var notebook = stage.Open("none");

        notebook.Do(n => n.SaveSnapshot("s"));

        Assert.Contains("No snapshot store", stage.Heard.Next<SaveSnapshotFailure>().Cause.Message);
    }
}
