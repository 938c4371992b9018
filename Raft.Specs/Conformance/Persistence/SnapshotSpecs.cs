using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace Raft.Specs.Conformance;

public sealed class SnapshotSpecs : IDisposable
{
    private readonly PersistenceStage _stage = new(FailingSnapshotStore.Config);

    public void Dispose() => _stage.Dispose();

    private Heard Heard => _stage.Heard;

    [Fact]
    public void A_saved_snapshot_is_confirmed_with_the_last_sequence_number()
    {
        var notebook = _stage.Open("saved");
        notebook.Note("a", "b");

        notebook.Do(n => n.SaveSnapshot("a+b"));

        Heard.Expect("a", "b");
        var metadata = Heard.Next<SaveSnapshotSuccess>().Metadata;
        Assert.Equal(("saved", 2L), (metadata.PersistenceId, metadata.SequenceNr));
        Assert.Equal(DateTimeKind.Utc, metadata.Timestamp.Kind);
    }

    [Fact]
    public void A_recovery_starts_from_the_youngest_snapshot()
    {
        WriteWithSnapshots("youngest");

        _stage.Start("youngest");

        Heard.Expect(new Offered("a+b", 2), new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void A_recovery_can_do_without_snapshots()
    {
        WriteWithSnapshots("without");

        _stage.Start("without", new NotebookOptions { Recovery = new Recovery(SnapshotSelectionCriteria.None) });

        Heard.Expect(new Replayed("a"), new Replayed("b"), new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void A_recovery_can_ask_for_an_older_snapshot()
    {
        WriteWithSnapshots("older");

        _stage.Start("older", new NotebookOptions { Recovery = new Recovery(new SnapshotSelectionCriteria(1)) });

        Heard.Expect(new Offered("a", 1), new Replayed("b"), new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void A_recovery_that_ends_before_a_snapshot_does_not_use_it()
    {
        WriteWithSnapshots("before");

        _stage.Start("before", new NotebookOptions { Recovery = new Recovery(SnapshotSelectionCriteria.Latest, 1) });

        Heard.Expect(new Offered("a", 1), new Recovered(3));
    }

    [Fact]
    public void A_deleted_snapshot_is_not_offered()
    {
        var notebook = WriteWithSnapshots("deleted", close: false);
        notebook.Do(n => n.DeleteSnapshot(2));
        Assert.Equal(2, Heard.Next<DeleteSnapshotSuccess>().Metadata.SequenceNr);
        _stage.Close(notebook, "deleted");

        _stage.Start("deleted");

        Heard.Expect(new Offered("a", 1), new Replayed("b"), new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void Snapshots_up_to_a_number_can_be_deleted_together()
    {
        var notebook = WriteWithSnapshots("range", close: false);
        notebook.Do(n => n.DeleteSnapshots(new SnapshotSelectionCriteria(2)));
        Assert.Equal(2, Heard.Next<DeleteSnapshotsSuccess>().Criteria.MaxSequenceNr);
        _stage.Close(notebook, "range");

        _stage.Start("range");

        Heard.Expect(new Replayed("a"), new Replayed("b"), new Replayed("c"), new Recovered(3));
    }

    [Fact]
    public void A_snapshot_of_the_same_number_takes_the_place_of_the_older_one()
    {
        var notebook = _stage.Open("same");
        notebook.Do(n => n.SaveSnapshot("old"));
        Heard.Next<SaveSnapshotSuccess>();
        notebook.Do(n => n.SaveSnapshot("new"));
        Heard.Next<SaveSnapshotSuccess>();
        _stage.Close(notebook, "same");

        _stage.Start("same");

        Heard.Expect(new Offered("new", 0), new Recovered(0));
    }

    [Fact]
    public void An_exception_on_the_offered_snapshot_stops_the_actor()
    {
        WriteWithSnapshots("throws");

        _stage.Start("throws", new NotebookOptions
        {
            OnRecover = (_, _) => throw new InvalidOperationException("I cannot take it"),
        });

        Heard.Expect(new Offered("a+b", 2), new RecoveryFailed("I cannot take it"), new Stopped("throws"));
    }

    [Fact]
    public void A_snapshot_that_cannot_be_loaded_stops_the_actor()
    {
        _stage.Start("unreadable", new NotebookOptions { Snapshots = "failing.snapshots" });

        Heard.Expect(new RecoveryFailed("cannot load"), new Stopped("unreadable"));
    }

    [Fact]
    public void A_snapshot_that_cannot_be_saved_is_reported_and_the_actor_goes_on()
    {
        var notebook = _stage.Open("unsaved", new NotebookOptions
        {
            Snapshots = "failing.snapshots",
            Recovery = new Recovery(SnapshotSelectionCriteria.None),
        });

        notebook.Do(n => n.SaveSnapshot("lost"));

        Assert.Equal("cannot save", Heard.Next<SaveSnapshotFailure>().Cause.Message);
        notebook.Mark("still here");
        Heard.Expect("still here");
    }

    private IActorRef WriteWithSnapshots(string id, bool close = true)
    {
        var notebook = _stage.Open(id);
        notebook.Do(n => n.Persist("a", _ => n.SaveSnapshot("a")));
        Heard.Next<SaveSnapshotSuccess>();
        notebook.Do(n => n.Persist("b", _ => n.SaveSnapshot("a+b")));
        Heard.Next<SaveSnapshotSuccess>();
        notebook.Note("c");
        Heard.Expect("c");
        if (close)
            _stage.Close(notebook, id);
        return notebook;
    }
}

/// <summary>A snapshot store on a broken disk.</summary>
internal sealed class FailingSnapshotStore : SnapshotStore
{
    public const string Config =
        """failing.snapshots.class = "Raft.Specs.Conformance.FailingSnapshotStore, Raft.Specs" """;

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromException<SelectedSnapshot?>(new IOException("cannot load"));

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) =>
        Task.FromException(new IOException("cannot save"));

    protected override Task DeleteAsync(SnapshotMetadata metadata) => Task.CompletedTask;

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.CompletedTask;
}
