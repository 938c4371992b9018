using Akka.Actor;
using Akka.Event;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

public sealed class SqliteJournalSpecs : IDisposable
{
    private readonly SqliteFile _file = new();
    private readonly Heard _heard = new();
    private PersistenceStage _stage;

    public SqliteJournalSpecs() => _stage = new PersistenceStage(_file.Config, _heard);

    public void Dispose()
    {
        _stage.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void The_tables_have_the_documented_columns()
    {
        _stage.Open("schema", SqliteFile.Plain);

        Assert.Equal(
            [
                "ordering|INTEGER|1|1", "persistence_id|VARCHAR(255)|1|0", "sequence_nr|INTEGER(8)|1|0",
                "is_deleted|INTEGER(1)|1|0", "manifest|VARCHAR(255)|0|0", "timestamp|INTEGER|1|0",
                "payload|BLOB|1|0", "tags|VARCHAR(2000)|0|0", "serializer_id|INTEGER(4)|0|0",
            ],
            Columns("event_journal"));
        Assert.Equal(
            ["persistence_id|VARCHAR(255)|1|1", "sequence_nr|INTEGER(8)|1|2"], Columns("journal_metadata"));
        Assert.Equal(
            [
                "persistence_id|VARCHAR(255)|1|1", "sequence_nr|INTEGER(8)|1|2", "created_at|INTEGER(8)|1|0",
                "manifest|VARCHAR(255)|1|0", "payload|BLOB|1|0", "serializer_id|INTEGER(4)|0|0",
            ],
            Columns("snapshot"));
        Assert.Contains(
            "persistence_id,sequence_nr",
            _file.Rows("SELECT (SELECT group_concat(name) FROM pragma_index_info(i.name)) "
                + "FROM pragma_index_list('event_journal') i WHERE i.[unique] = 1"));
    }

    [Fact]
    public void A_row_holds_what_the_events_serializer_says()
    {
        var before = DateTime.UtcNow.Ticks;
        var notebook = _stage.Open("rows", SqliteFile.Plain);

        Persist(notebook, new Entry("one"));

        Assert.Equal(
            ["rows|1|0|e|one|NULL|4711"],
            _file.Rows("SELECT persistence_id, sequence_nr, is_deleted, manifest, CAST(payload AS TEXT), tags, "
                + "serializer_id FROM event_journal"));
        var ticks = long.Parse(Assert.Single(_file.Rows("SELECT timestamp FROM event_journal")));
        Assert.InRange(ticks, before, DateTime.UtcNow.Ticks);
    }

    [Fact]
    public void The_manifest_of_a_serializer_that_wants_the_type_is_the_type_and_its_assembly()
    {
        var notebook = _stage.Open("types", SqliteFile.Plain);

        Persist(notebook, new Typed());

        Assert.Equal(
            ["Raft.Specs.Conformance.Typed, Raft.Specs|4712"],
            _file.Rows("SELECT manifest, serializer_id FROM event_journal"));
    }

    [Fact]
    public void The_default_serializer_has_no_manifest()
    {
        var notebook = _stage.Open("unbound", SqliteFile.Plain);

        Persist(notebook, new Unbound("one"));

        Assert.Equal(["|1"], _file.Rows("SELECT manifest, serializer_id FROM event_journal"));
    }

    [Fact]
    public void Another_system_on_the_same_file_goes_on_where_the_first_stopped()
    {
        var notebook = _stage.Open("reopened", SqliteFile.Plain);
        Persist(notebook, new Entry("one"), new Unbound("two"), new Typed());
        Restart("reopened");

        notebook = _stage.Start("reopened", SqliteFile.Plain);
        _heard.Expect(new Replayed(new Entry("one")), new Replayed(new Unbound("two")));
        _heard.Expect(new Replayed(new Typed()), new Recovered(3));
        Persist(notebook, new Entry("three"));

        Assert.Equal(["1", "2", "3", "4"], _file.Rows("SELECT sequence_nr FROM event_journal ORDER BY ordering"));
    }

    [Fact]
    public async Task A_system_that_is_torn_down_in_the_middle_of_writes_leaves_a_file_without_gaps()
    {
        var notebook = _stage.Open("torn", SqliteFile.Plain);
        for (var i = 1; i <= 200; i++)
        {
            var text = $"{i}";
            notebook.Do(n => n.PersistAll([new Entry(text), new Entry(text)], n.Say));
        }

        _heard.Expect(new Entry("1"));
        await _stage.System.Terminate().WaitAsync(TimeSpan.FromSeconds(20));

        var numbers = _file.Rows("SELECT sequence_nr FROM event_journal ORDER BY ordering");
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(n => $"{n}"), numbers);
        Assert.True(numbers.Length % 2 == 0, "an atomic write was cut in two");
    }

    [Fact]
    public void A_locked_database_rejects_the_event_and_the_actor_goes_on()
    {
        var notebook = _stage.Open("locked", SqliteFile.Plain);

        using (_file.Lock())
        {
            notebook.Do(n => n.Persist(new Entry("one"), n.Say));
            _heard.Expect(new Rejected(new Entry("one"), 1));
        }

        Persist(notebook, new Entry("two"));
        Assert.Equal(["2|two"], Texts());
    }

    [Fact]
    public void A_sequence_number_that_is_taken_rejects_the_event()
    {
        var first = _stage.Open("twice", SqliteFile.Plain);
        var second = _stage.Open("twice", SqliteFile.Plain);
        Persist(first, new Entry("first"));

        second.Do(n => n.Persist(new Entry("second"), n.Say));

        _heard.Expect(new Rejected(new Entry("second"), 1));
        Assert.Equal(["1|first"], Texts());
    }

    [Fact]
    public void Of_an_atomic_write_that_is_rejected_nothing_is_stored()
    {
        var first = _stage.Open("atomic", SqliteFile.Plain);
        var second = _stage.Open("atomic", SqliteFile.Plain);
        Persist(first, new Entry("1"), new Entry("2"));
        second.Do(n => n.Persist(new Entry("-"), n.Say));
        _heard.Expect(new Rejected(new Entry("-"), 1));

        // Number 2 is taken, 3 is not.
        second.Do(n => n.PersistAll([new Entry("b"), new Entry("c")], n.Say));

        _heard.Expect(new Rejected(new Entry("b"), 2), new Rejected(new Entry("c"), 3));
        Assert.Equal(["1|1", "2|2"], Texts());
    }

    [Fact]
    public void Of_several_atomic_writes_only_the_one_that_is_refused_is_rejected()
    {
        var first = _stage.Open("several", SqliteFile.Plain);
        var second = _stage.Open("several", SqliteFile.Plain);
        Persist(first, new Entry("first"));

        second.Do(n =>
        {
            n.Persist(new Entry("a"), n.Say);
            n.Persist(new Entry("b"), n.Say);
        });

        _heard.Expect(new Rejected(new Entry("a"), 1), new Entry("b"));
        Assert.Equal(["1|first", "2|b"], Texts());
    }

    [Fact]
    public void An_event_that_its_serializer_refuses_is_rejected()
    {
        var notebook = _stage.Open("unwritable", SqliteFile.Plain);

        notebook.Do(n => n.Persist(new Entry("unwritable"), n.Say));

        _heard.Expect(new Rejected(new Entry("unwritable"), 1));
        Persist(notebook, new Entry("two"));
    }

    [Fact]
    public void An_event_that_cannot_be_read_stops_the_actor()
    {
        var notebook = _stage.Open("unreadable", SqliteFile.Plain);
        Persist(notebook, new Entry("one"), new Entry("unreadable"));
        _stage.Close(notebook, "unreadable");

        _stage.Start("unreadable", SqliteFile.Plain);

        _heard.Expect(new Replayed(new Entry("one")));
        _heard.Expect(new RecoveryFailed("I do not read this one"), new Stopped("unreadable"));
    }

    [Fact]
    public void Deleted_events_are_gone_from_the_file_and_the_highest_number_is_kept()
    {
        var notebook = _stage.Open("deleted", SqliteFile.Plain);
        Persist(notebook, new Entry("1"), new Entry("2"), new Entry("3"));

        notebook.Do(n => n.DeleteMessages(2));
        _heard.Expect(new DeleteMessagesSuccess(2));
        Assert.Equal(["3|3"], Texts());
        Assert.Empty(_file.Rows("SELECT * FROM journal_metadata"));

        notebook.Do(n => n.DeleteMessages(3));
        _heard.Expect(new DeleteMessagesSuccess(3));
        Assert.Empty(Texts());
        Assert.Equal(["deleted|3"], _file.Rows("SELECT * FROM journal_metadata"));

        Restart("deleted");
        _stage.Start("deleted", SqliteFile.Plain);
        _heard.Expect(new Recovered(3));
    }

    [Fact]
    public void Without_its_tables_and_auto_initialize_a_recovery_fails()
    {
        _stage.Start("uninitialized", new NotebookOptions { Journal = "uninitialized" });

        Assert.Contains("no such table", _heard.Next<RecoveryFailed>().Cause);
        _heard.Expect(new Stopped("uninitialized"));
    }

    [Fact]
    public async Task A_journal_that_cannot_open_its_file_stops()
    {
        using var stage = new PersistenceStage("""
            nowhere {
              class = "Akka.Persistence.Sqlite.Journal.SqliteJournal, Akka.Persistence.Sqlite"
              connection-string = "Data Source=/no/such/folder/events.db"
            }
            """);

        var journal = Persistence.Instance.Apply(stage.System).JournalFor("nowhere");

        Assert.True(await journal.WatchAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_journal_that_cannot_create_its_tables_tries_again_and_whoever_asked_waits()
    {
        using var stage = new PersistenceStage("akka.loglevel = ERROR\n" + _file.Config, _heard);
        var ear = stage.System.ActorOf(Props.Create(() => new Ear(_heard)));
        stage.System.EventStream.Subscribe(ear, typeof(Error));

        using (_file.Lock())
        {
            stage.Start("patient", new NotebookOptions { Journal = "plain" });
            Assert.Contains("initialization", $"{_heard.Next<Error>().Message}");
        }

        while (_heard.Next() is var said && !Equals(said, new Recovered(0)))
            Assert.IsType<Error>(said);
    }

    [Theory]
    [InlineData("wal")]
    [InlineData("delete")]
    public void The_files_own_journal_mode_stays(string mode)
    {
        _file.Execute($"PRAGMA journal_mode = {mode}");

        Persist(_stage.Open("mode", SqliteFile.Plain), new Entry("one"));

        Assert.Equal([mode], _file.Rows("PRAGMA journal_mode"));
    }

    private string[] Columns(string table) =>
        _file.Rows($"SELECT name, type, [notnull], pk FROM pragma_table_info('{table}') ORDER BY cid");

    private string[] Texts() =>
        _file.Rows("SELECT sequence_nr, CAST(payload AS TEXT) FROM event_journal ORDER BY sequence_nr");

    private void Persist(IActorRef notebook, params object[] events)
    {
        notebook.Do(n => n.PersistAll(events, n.Say));
        _heard.Expect(events);
    }

    private void Restart(string id)
    {
        _stage.Dispose();
        _heard.Expect(new Stopped(id));
        _stage = new PersistenceStage(_file.Config, _heard);
    }
}
