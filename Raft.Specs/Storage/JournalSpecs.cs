using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Specs.Storage;

/// <summary>
/// A node on the real SQLite journal: what is written, what is recovered, and that it does not grow for ever.
/// </summary>
public sealed class JournalSpecs : IAsyncLifetime
{
    private readonly DiskNode _node = new();

    public Task InitializeAsync() => _node.InitializeAsync();

    public Task DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task Terms_votes_and_entries_are_rows_of_event_journal()
    {
        _node.Start();
        await _node.Set("x", "1");
        await _node.Stop();

        var rows = _node.Rows(
            "SELECT persistence_id, serializer_id, manifest, sequence_nr FROM event_journal ORDER BY ordering");
        Assert.All(rows, r => Assert.StartsWith($"{DiskNode.PersistenceId}|{RaftSerializer.SerializerId}|", r));
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(r => int.Parse(r.Split('|')[3])));
        var written = rows.Select(r => r.Split('|')[2]).ToHashSet();
        RaftEvent[] kinds = [Founded, new TermStarted(1), new VoteCast(1, Founded.Node), new EntriesAppended(0, [])];
        foreach (var kind in kinds)
            Assert.Contains(RaftCodec.ManifestOf(kind), written);
    }

    [Fact]
    public async Task A_restart_recovers_term_log_and_content()
    {
        _node.Start();
        for (var i = 0; i < 20; i++)
            await _node.Set($"k{i}", $"{i}");
        var before = await _node.Group.Client.Status(DiskNode.Patience);
        await _node.Stop();

        _node.Start();
        Assert.Equal("19", await _node.Get("k19"));

        var after = await _node.Group.Client.Status(DiskNode.Patience);
        Assert.True(after.Term > before.Term);
        Assert.Equal(20, Node.KeyValues.ContentOf(_node.Machine).Count);
    }

    [Fact]
    public async Task A_restart_recovers_from_a_snapshot_and_what_followed()
    {
        _node.Start();
        await _node.Set("x", "before");
        await _node.Set("y", "before");
        await _node.Snapshot();
        await _node.Set("x", "after");
        await _node.Stop();

        Assert.Single(_node.Rows("SELECT sequence_nr FROM snapshot", _node.Snapshots));
        _node.Start();

        Assert.Equal("after", await _node.Get("x"));
        Assert.Equal("before", await _node.Get("y"));
    }

    [Fact]
    public async Task An_endless_overwrite_of_one_key_does_not_let_the_files_grow_for_ever()
    {
        const string Often = "snapshot { every-entries = 100, retain-entries = 10 }";
        _node.Start(Often);
        await Overwrite(1500);
        await _node.Stop();
        var (journal, snapshots) = (SizeOf(_node.Journal), SizeOf(_node.Snapshots));

        _node.Start(Often);
        await Overwrite(3000);
        await _node.Stop();

        // Two are kept; a stop right after a third was saved comes before the oldest is deleted.
        Assert.InRange(_node.Rows("SELECT sequence_nr FROM snapshot", _node.Snapshots).Count, 2, 3);
        Assert.InRange(_node.Rows("SELECT sequence_nr FROM event_journal").Count, 0, 300);
        Assert.InRange(SizeOf(_node.Journal), 0, journal * 2);
        Assert.InRange(SizeOf(_node.Snapshots), 0, snapshots * 2);
    }

    [Fact]
    public async Task Commands_that_come_together_become_far_fewer_rows_than_entries()
    {
        _node.Start();
        await _node.Set("warm", "up");
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => _node.Set($"k{i % 7}", $"{i}")));
        var entries = (await _node.Group.Client.Status(DiskNode.Patience)).LastIndex;
        await _node.Stop();

        Assert.True(entries >= 2000);
        Assert.InRange(_node.Rows("SELECT sequence_nr FROM event_journal").Count, 1, 500);
    }

    private static NodeFounded Founded => new("c", new NodeId("n1"), 1, ClusterConfiguration.Empty);

    private static long SizeOf(string file) => new FileInfo(file).Length;

    private async Task Overwrite(int times)
    {
        for (var left = times; left > 0; left -= 20)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _node.Set("x", $"{left - i}")));
    }
}
