using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Host;

/// <summary>What operators type, against a node that takes every order.</summary>
public sealed class OperatorVerbSpecs : HttpFixture
{
    private static readonly Member[] Two = [Node(1), Node(2)];

    public OperatorVerbSpecs() => Status = Status! with { Configuration = ClusterConfiguration.Of(Two) };

    private string Nodes => Client.BaseAddress!.ToString();

    [Fact]
    public async Task Members_are_a_line_each()
    {
        const string lines = "node-1\t127.0.0.1:9001\tvoter\nnode-2\t127.0.0.1:9002\tvoter\n";

        Assert.Equal(new Cli(0, lines, ""), await Run("members"));
        Assert.Equal((await Get("/v1/members")).Text + "\n", (await Run("members", "--json")).Output);
    }

    [Fact]
    public async Task A_node_is_added_promoted_and_removed()
    {
        Assert.Equal("node-4 added as voter\n", (await Run("add", "node-4", "127.0.0.1:9004")).Output);
        Assert.Equal("node-5 added as learner\n", (await Run("add", "node-5", "127.0.0.1:9005", "--learner")).Output);
        Assert.Equal("node-2 removed\n", (await Run("remove", "node-2")).Output);
        Status = Status! with
        {
            Configuration = ClusterConfiguration.Create([.. Two, Node(4)], [Node(1).Node, Node(2).Node]),
        };
        Assert.Equal("node-4 votes\n", (await Run("promote", "node-4")).Output);

        Assert.Equal([3, 2, 1, 3], Operations.Orders.Cast<ChangeMembership>().Select(order => order.Voters.Count));
    }

    [Fact]
    public async Task A_node_that_is_no_member_can_be_neither_promoted_nor_removed()
    {
        Assert.Equal(new Cli(1, "", "raft: node-9 is not a member.\n"), await Run("promote", "node-9"));
        Assert.Equal(new Cli(1, "", "raft: node-9 is not a member.\n"), await Run("remove", "node-9"));
        Assert.Equal((await Run("remove", "node-9", "--json")).Error, (await Run("promote", "node-9", "--json")).Error);
    }

    [Fact]
    public async Task What_the_cluster_refuses_is_exit_code_1_with_its_reason()
    {
        Operations.Answers.Enqueue(new CommandAnswer.Refused("a cluster needs at least one voter"));

        Assert.Equal(new Cli(1, "", "raft: A cluster needs at least one voter.\n"), await Run("remove", "node-2"));
    }

    [Fact]
    public async Task Leadership_is_handed_over()
    {
        Assert.Equal(new Cli(0, "node-1 leads\n", ""), await Run("transfer", "node-1"));
        Assert.Equal(new Cli(0, """{"leader":"node-1","term":4}""" + "\n", ""), await Run("transfer", "--json"));
    }

    [Fact]
    public async Task The_log_is_a_line_per_entry_that_no_value_can_break()
    {
        Operations.Page = new LogPage(1, 9, 2, [
            new LogEntry { Index = 1, Term = 1, Kind = EntryKind.NoOp },
            new LogEntry
            {
                Index = 2,
                Term = 1,
                Kind = EntryKind.Command,
                Session = 1,
                Sequence = 7,
                Payload = KeyValueCodec.Encode(new KeyValueCommand.Put("a\tb", "one\ntwo"u8.ToArray())),
            },
        ]);

        Assert.Equal(
            new Cli(
                0,
                "1\t1\tnoop\n2\t1\tcommand\tput a\\u0009b = one\\u000atwo  (session 1, 7)\n",
                "raft: the log goes on to 9: --from 3 shows more\n"),
            await Run("log"));
        Assert.Equal(2, (await Run("log", "--from", "0")).Code);
    }

    [Fact]
    public async Task Nodes_that_hold_the_same_have_the_same_hash()
    {
        var address = Client.BaseAddress!.Authority;

        Assert.Equal(new Cli(0, $"node-2\t{address}\t7\t00000000000000ab\n", ""), await Run("hash"));

        Operations.HashValue = null;
        Assert.Equal(1, (await Run("hash", "--index", "3")).Code);
    }

    [Fact]
    public async Task Nodes_that_have_diverged_are_exit_code_1()
    {
        await using var other = await OtherNode.Start(new FakeOperations(() => Status) { HashValue = 0xCD });

        var compared = await Cli.Run("hash", "--nodes", $"{Nodes},{other.Address}");

        Assert.Equal(1, compared.Code);
        Assert.Contains("00000000000000ab\n", compared.Output, StringComparison.Ordinal);
        Assert.Contains("00000000000000cd\n", compared.Output, StringComparison.Ordinal);
        Assert.Contains("have diverged", compared.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_taken_of_every_node()
    {
        Assert.Equal(new Cli(0, "node-2 has a snapshot up to 12\n", ""), await Run("snapshot"));
    }

    [Fact]
    public async Task A_backup_goes_into_a_new_file_and_overwrites_none()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("raft-backup-").FullName, "b.raft");
        var members = ClusterConfiguration.Of(Two);
        Operations.Image = new LedgerSnapshot(
            new NodeFounded("raft-demo", Node(1).Node, 5, members), 3, null,
            new SnapshotHeader(42, 3, 0, members, 0, 0), [], default);

        var first = await Run("backup", file);
        var second = await Run("backup", file);

        Assert.Equal(new Cli(0, $"{file} holds everything up to 42\n", ""), first);
        Assert.Equal(42, Backup.FromBytes(await File.ReadAllBytesAsync(file)).Index);
        Assert.Equal(2, second.Code);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task A_get_says_how_fresh_it_must_be()
    {
        await Run("get", "k", "--consistency", "stale", "--max-staleness", "2s");

        Assert.Equal([new(ReadConsistency.Stale, TimeSpan.FromSeconds(2))], Store.Reads);
        Assert.Equal(2, (await Run("get", "k", "--consistency", "perfect")).Code);
    }

    private Task<Cli> Run(params string[] words) => Cli.Run([.. words, "--nodes", Nodes, "--timeout", "2s"]);

    private static Member Node(int number) => new(new NodeId($"node-{number}"), $"127.0.0.1:900{number}");

    private sealed class OtherNode(Raft.Host.Http.HttpServer server) : IAsyncDisposable
    {
        public Uri Address => server.Address;

        public static async Task<OtherNode> Start(FakeOperations operations)
        {
            var patience = TimeSpan.FromSeconds(5);
            var settings = new Raft.Host.Http.HttpSettings(System.Net.IPAddress.Loopback, 0, patience, patience, 10);
            return new OtherNode(await Raft.Host.Http.HttpServer.Start(settings, new FakeStore(), operations));
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
