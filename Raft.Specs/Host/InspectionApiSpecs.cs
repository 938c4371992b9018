using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

public sealed class InspectionApiSpecs : HttpFixture
{
    [Fact]
    public async Task The_log_is_shown_with_its_commands_in_words()
    {
        Operations.Page = new LogPage(1, 6, 5, [
            Entry(1, EntryKind.NoOp),
            Entry(2, EntryKind.OpenSession),
            Entry(3, new KeyValueCommand.Put("ana", "4"u8.ToArray())) with { Session = 2, Sequence = 1 },
            Entry(4, new KeyValueCommand.CompareAndPut("raw", new byte[] { 0xFF }, 3)),
            Entry(5, new KeyValueCommand.Delete("ana")),
            Entry(6, EntryKind.Command) with { Payload = new byte[] { 9 } },
        ]);

        var page = await Get("/v1/log");

        Assert.Equal(
            """
            {"firstIndex":1,"lastIndex":6,"commitIndex":5,"entries":[
            {"index":1,"term":2,"kind":"noop"},
            {"index":2,"term":2,"kind":"openSession"},
            {"index":3,"term":2,"kind":"command","session":2,"sequence":1,
            "command":{"type":"put","key":"ana","value":"4"}},
            {"index":4,"term":2,"kind":"command",
            "command":{"type":"compareAndPut","key":"raw","valueBase64":"/w==","ifIndex":3}},
            {"index":5,"term":2,"kind":"command","command":{"type":"delete","key":"ana"}},
            {"index":6,"term":2,"kind":"command","command":{"type":"unreadable","problem":"too short"}}]}
            """.ReplaceLineEndings(""),
            page.Text);
    }

    [Fact]
    public async Task A_change_of_members_is_shown_with_them()
    {
        var members = ClusterConfiguration.Of(new Member(new NodeId("node-1"), "127.0.0.1:9001"));
        Operations.Page = new LogPage(1, 1, 1, [Entry(1, EntryKind.Configuration) with { Configuration = members }]);

        Assert.Contains(
            """{"index":1,"term":2,"kind":"configuration","members":["""
                + """{"node":"node-1","address":"127.0.0.1:9001","role":"voter"}]}""",
            (await Get("/v1/log")).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_the_log_can_be_asked_for()
    {
        await Get("/v1/log?from=40&count=2");
        Assert.Equal((40, 2), Operations.Asked);

        await Get("/v1/log");
        Assert.Equal((1, 100), Operations.Asked);
    }

    [Theory]
    [InlineData("/v1/log?from=0")]
    [InlineData("/v1/log?count=0")]
    [InlineData("/v1/log?count=1001")]
    [InlineData("/v1/log?form=1")]
    [InlineData("/v1/hash?index=-1")]
    [InlineData("/v1/hash?index=last")]
    public async Task A_number_out_of_bounds_is_refused(string target) => Assert.Equal(400, (await Get(target)).Status);

    [Fact]
    public async Task The_hash_is_that_of_an_index_or_of_the_last()
    {
        Assert.Equal("""{"index":7,"hash":"00000000000000ab"}""", (await Get("/v1/hash")).Text);
        Assert.Equal("""{"index":5,"hash":"00000000000000ab"}""", (await Get("/v1/hash?index=5")).Text);

        Operations.HashValue = null;
        Assert.Equal((404, "application/problem+json"), await StatusOf("/v1/hash?index=9000"));
    }

    [Fact]
    public async Task A_snapshot_says_how_far_it_reaches()
    {
        Assert.Equal("""{"node":"node-2","index":12}""", (await Send(HttpMethod.Post, "/v1/snapshot")).Text);

        Operations.Answers.Enqueue(new CommandAnswer.NotCommitted("the disk is full"));
        Assert.Equal(503, (await Send(HttpMethod.Post, "/v1/snapshot")).Status);
    }

    [Fact]
    public async Task A_backup_is_a_file_that_can_be_read_again()
    {
        var (image, members) =
            (new byte[] { 1, 2, 3 }, ClusterConfiguration.Of(new Member(new NodeId("node-1"), "h:1")));
        Operations.Image = new LedgerSnapshot(
            new NodeFounded("raft-demo", new NodeId("node-1"), 5, members),
            3,
            null,
            new SnapshotHeader(42, 3, 0, members, image.Length, Crc32C.Of(image)),
            [],
            image);

        var answer = await Get("/v1/backup");
        var backup = Backup.FromBytes(answer.Body);

        Assert.Equal((200, "application/octet-stream"), (answer.Status, answer.Type));
        Assert.Equal((42, "raft-demo"), (backup.Index, backup.ClusterId));
    }

    [Fact]
    public async Task A_node_whose_disk_hangs_says_so_instead_of_a_backup() =>
        Assert.Equal((503, "application/problem+json"), await StatusOf("/v1/backup"));

    private async Task<(int, string?)> StatusOf(string target)
    {
        var answer = await Get(target);
        return (answer.Status, answer.Type);
    }

    private static LogEntry Entry(long index, EntryKind kind) => new() { Index = index, Term = 2, Kind = kind };

    private static LogEntry Entry(long index, KeyValueCommand command) =>
        Entry(index, EntryKind.Command) with { Payload = KeyValueCodec.Encode(command) };
}
