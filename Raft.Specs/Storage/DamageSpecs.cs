namespace Raft.Specs.Storage;

/// <summary>
/// A damaged or unusable file is found when a node starts or writes, and named; it is never skipped over.
/// </summary>
public sealed class DamageSpecs : IAsyncLifetime
{
    private const string Needle = "a-value-that-stands-in-the-file-as-it-is";

    private readonly DiskNode _node = new();

    public Task InitializeAsync() => _node.InitializeAsync();

    public Task DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_flipped_bit_in_a_row_of_the_journal_is_named_with_its_place()
    {
        await WriteAndStop();
        var last = long.Parse(_node.Rows("SELECT MAX(sequence_nr) FROM event_journal")[0]);
        DiskNode.FlipInRow(_node.Journal, "event_journal", last);

        _node.Start();

        var reason = await _node.ReasonOfEnd();
        Assert.Contains($"the journal of {DiskNode.PersistenceId} cannot be read after event {last - 1}", reason);
        Assert.Contains("damaged record", reason);
        Assert.Equal(last, long.Parse(_node.Rows("SELECT MAX(sequence_nr) FROM event_journal")[0]));
    }

    [Fact]
    public async Task A_flipped_bit_in_the_journals_file_is_named_with_its_place()
    {
        await WriteAndStop();
        DiskNode.FlipInFile(_node.Journal, Needle);

        _node.Start();

        var reason = await _node.ReasonOfEnd();
        Assert.Contains($"the journal of {DiskNode.PersistenceId} cannot be read after event", reason);
        Assert.Contains("damaged record", reason);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_first_row_is_named_too()
    {
        await WriteAndStop();
        DiskNode.FlipInRow(_node.Journal, "event_journal", 1);

        _node.Start();

        Assert.Contains("cannot be read after event 0: damaged record", await _node.ReasonOfEnd());
    }

    [Fact]
    public async Task A_flipped_bit_in_the_snapshots_file_is_named_as_a_snapshots()
    {
        await WriteAndStop(snapshot: true);
        DiskNode.FlipInFile(_node.Snapshots, Needle);

        _node.Start();

        var reason = await _node.ReasonOfEnd();
        Assert.Contains($"the latest snapshot of {DiskNode.PersistenceId} cannot be read", reason);
        Assert.Contains("damaged record", reason);
    }

    [Fact]
    public async Task An_operator_who_takes_the_damaged_snapshot_away_gets_everything_back_from_the_one_before()
    {
        _node.Start();
        await _node.Set("x", "1");
        await _node.Snapshot();
        await _node.Set("y", Needle);
        await _node.Snapshot();
        await _node.Set("z", "3");
        await _node.Stop();
        var latest = _node.Rows("SELECT MAX(sequence_nr) FROM snapshot", _node.Snapshots)[0];
        DiskNode.FlipInRow(_node.Snapshots, "snapshot", long.Parse(latest));
        _node.Start();
        await _node.ReasonOfEnd();
        await _node.Stop();

        _node.Rows($"DELETE FROM snapshot WHERE sequence_nr = {latest}", _node.Snapshots);
        _node.Start();

        Assert.Equal("1", await _node.Get("x"));
        Assert.Equal(Needle, await _node.Get("y"));
        Assert.Equal("3", await _node.Get("z"));
    }

    [Fact]
    public async Task A_journal_that_may_not_be_written_stops_the_node_at_its_first_write()
    {
        await WriteAndStop();
        var rows = _node.Rows("SELECT COUNT(*) FROM event_journal")[0];

        _node.Start("journal.auto-initialize = off", ";Mode=ReadOnly");

        var reason = await _node.ReasonOfEnd();
        Assert.Contains("the journal rejected event", reason);
        Assert.Contains("readonly", reason);
        Assert.Equal(rows, _node.Rows("SELECT COUNT(*) FROM event_journal")[0]);
    }

    [Fact]
    public async Task A_journal_that_another_process_has_locked_stops_the_node_and_loses_nothing()
    {
        _node.Start(journalOptions: ";Default Timeout=1");
        await _node.Set("x", "1");
        using (var other = DiskNode.Open(_node.Journal))
        {
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            var write = _node.Group.Client.Execute(Node.KeyValues.Put("x", "2"), TimeSpan.FromSeconds(2));

            Assert.Contains("database is locked", await _node.ReasonOfEnd());
            Assert.IsNotType<Raft.Actors.Protocol.CommandAnswer.Committed>(await write);
        }

        await _node.Stop();
        _node.Start();
        Assert.Equal("1", await _node.Get("x"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_node()
    {
        await WriteAndStop();
        File.WriteAllText(_node.Journal, new string('#', 8192));

        _node.Start("journal.recovery-event-timeout = 1s");

        Assert.Contains($"the journal of {DiskNode.PersistenceId} cannot be read", await _node.ReasonOfEnd());
    }

    [Fact]
    public async Task A_disk_that_takes_no_more_stops_the_node_and_loses_nothing_that_was_acknowledged()
    {
        _node.Start();
        await _node.Set("x", "1");
        await _node.Stop();
        _node.Rows("CREATE TRIGGER full BEFORE INSERT ON event_journal BEGIN SELECT RAISE(FAIL, 'disk full'); END");
        _node.Start();
        Assert.Contains("disk full", await _node.ReasonOfEnd());
        await _node.Stop();

        _node.Rows("DROP TRIGGER full");
        _node.Start();

        Assert.Equal("1", await _node.Get("x"));
    }

    private async Task WriteAndStop(bool snapshot = false)
    {
        _node.Start();
        await _node.Set("x", Needle);
        if (snapshot)
            await _node.Snapshot();
        await _node.Stop();
    }
}
