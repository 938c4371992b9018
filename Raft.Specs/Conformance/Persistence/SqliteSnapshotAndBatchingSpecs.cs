using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

public sealed class SqliteSnapshotSpecs : IDisposable
{
    private readonly SqliteFile _file = new();
    private readonly Heard _heard = new();
    private PersistenceStage _stage;

    public SqliteSnapshotSpecs() => _stage = new PersistenceStage(_file.Config, _heard);

    public void Dispose()
    {
        _stage.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void A_row_holds_what_the_snapshots_serializer_says()
    {
        var notebook = _stage.Open("rows", SqliteFile.Plain);

        var metadata = Save(notebook, "s");

        Assert.Equal(
            [$"rows|0|{metadata.Timestamp.Ticks}|e|s|4711"],
            _file.Rows("SELECT persistence_id, sequence_nr, created_at, manifest, CAST(payload AS TEXT), "
                + "serializer_id FROM snapshot"));
    }

    [Fact]
    public void Another_system_on_the_same_file_recovers_from_the_snapshot()
    {
        var notebook = _stage.Open("reopened", SqliteFile.Plain);
        Note(notebook, "one");
        Save(notebook, "s");
        Note(notebook, "two");
        _stage.Dispose();
        _heard.Expect(new Stopped("reopened"));

        _stage = new PersistenceStage(_file.Config, _heard);
        _stage.Start("reopened", SqliteFile.Plain);

        _heard.Expect(new Offered(new Entry("s"), 1), new Replayed(new Entry("two")), new Recovered(2));
    }

    [Fact]
    public void A_snapshot_of_the_same_number_takes_the_place_of_the_older_one()
    {
        var notebook = _stage.Open("same", SqliteFile.Plain);

        Save(notebook, "old");
        Save(notebook, "new");

        Assert.Equal(["new"], _file.Rows("SELECT CAST(payload AS TEXT) FROM snapshot"));
    }

    [Fact]
    public void Snapshots_are_deleted_by_number_and_up_to_a_number()
    {
        var notebook = _stage.Open("deleted", SqliteFile.Plain);
        foreach (var text in new[] { "1", "2", "3", "4" })
        {
            Note(notebook, text);
            Save(notebook, text);
        }

        notebook.Do(n => n.DeleteSnapshot(3));
        _heard.Next<DeleteSnapshotSuccess>();
        Assert.Equal(["1", "2", "4"], _file.Rows("SELECT sequence_nr FROM snapshot ORDER BY 1"));

        notebook.Do(n => n.DeleteSnapshots(new SnapshotSelectionCriteria(2)));
        _heard.Next<DeleteSnapshotsSuccess>();
        Assert.Equal(["4"], _file.Rows("SELECT sequence_nr FROM snapshot"));
    }

    [Fact]
    public void A_snapshot_that_cannot_be_read_stops_the_actor()
    {
        var notebook = _stage.Open("unreadable", SqliteFile.Plain);
        Save(notebook, "unreadable");
        _stage.Close(notebook, "unreadable");

        _stage.Start("unreadable", SqliteFile.Plain);

        _heard.Expect(new RecoveryFailed("I do not read this one"), new Stopped("unreadable"));
    }

    [Fact]
    public void A_locked_database_fails_the_save_and_the_actor_goes_on()
    {
        var notebook = _stage.Open("locked", SqliteFile.Plain);

        using (_file.Lock())
        {
            notebook.Do(n => n.SaveSnapshot(new Entry("s")));
            _heard.Next<SaveSnapshotFailure>();
        }

        notebook.Mark("still here");
        _heard.Expect("still here");
    }

    private void Note(IActorRef notebook, string text)
    {
        notebook.Do(n => n.Persist(new Entry(text), n.Say));
        _heard.Expect(new Entry(text));
    }

    private SnapshotMetadata Save(IActorRef notebook, string text)
    {
        notebook.Do(n => n.SaveSnapshot(new Entry(text)));
        return _heard.Next<SaveSnapshotSuccess>().Metadata;
    }
}

public sealed class BatchingSqliteJournalSpecs : IDisposable
{
    private readonly SqliteFile _file = new();
    private readonly PersistenceStage _stage;

    public BatchingSqliteJournalSpecs() => _stage = new PersistenceStage(_file.Config);

    public void Dispose()
    {
        _stage.Dispose();
        _file.Dispose();
    }

    private Heard Heard => _stage.Heard;

    [Fact]
    public void It_reads_what_the_plain_journal_wrote_and_the_other_way_round()
    {
        var notebook = _stage.Open("both", SqliteFile.Plain);
        Note(notebook, "plain");
        _stage.Close(notebook, "both");

        notebook = _stage.Start("both", SqliteFile.Batching);
        Heard.Expect(new Replayed(new Entry("plain")), new Recovered(1));
        Note(notebook, "batching");
        _stage.Close(notebook, "both");

        _stage.Start("both", SqliteFile.Plain);
        Heard.Expect(new Replayed(new Entry("plain")), new Replayed(new Entry("batching")), new Recovered(2));
    }

    [Fact]
    public void Many_actors_write_and_each_handler_runs()
    {
        var notebooks = Enumerable.Range(0, 20).Select(i => _stage.Open($"many-{i}", SqliteFile.Batching)).ToList();

        foreach (var notebook in notebooks)
            notebook.Do(n => n.PersistAll([new Entry("1"), new Entry("2")], e => n.Say(n.PersistenceId + e.Text)));

        var said = Enumerable.Range(0, 40).Select(_ => Heard.Next<string>()).ToHashSet();
        Assert.Equal(40, said.Count);
        Assert.Equal(["40"], _file.Rows("SELECT count(*) FROM event_journal"));
    }

    [Fact]
    public void A_locked_database_fails_the_write_and_the_actor_stops()
    {
        var notebook = _stage.Open("locked", SqliteFile.Batching);

        using (_file.Lock())
        {
            notebook.Do(n => n.Persist(new Entry("one"), n.Say));
            Heard.Expect(new Failed(new Entry("one"), 1), new Stopped("locked"));
        }

        _stage.Start("locked", SqliteFile.Batching);
        Heard.Expect(new Recovered(0));
    }

    [Fact]
    public void A_sequence_number_that_is_taken_fails_the_write_and_the_actor_stops()
    {
        var first = _stage.Open("twice", SqliteFile.Batching);
        var second = _stage.Open("twice", SqliteFile.Batching);
        Note(first, "first");

        second.Do(n => n.Persist(new Entry("second"), n.Say));

        Heard.Expect(new Failed(new Entry("second"), 1), new Stopped("twice"));
    }

    [Fact]
    public void Deleted_events_are_gone_and_the_highest_number_is_kept()
    {
        var notebook = _stage.Open("deleted", SqliteFile.Batching);
        Note(notebook, "1");

        notebook.Do(n => n.DeleteMessages(1));

        Heard.Expect(new DeleteMessagesSuccess(1));
        Assert.Equal(["0"], _file.Rows("SELECT count(*) FROM event_journal"));
        Assert.Equal(["deleted|1"], _file.Rows("SELECT * FROM journal_metadata"));
    }

    private void Note(IActorRef notebook, string text)
    {
        notebook.Do(n => n.Persist(new Entry(text), n.Say));
        Heard.Expect(new Entry(text));
    }
}
