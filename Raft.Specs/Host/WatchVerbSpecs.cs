using Raft.Host.Client;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

public sealed class WatchVerbSpecs
{
    // Everything here happens within milliseconds; a machine that is busy otherwise takes longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_change_is_one_line_of_position_kind_key_and_value()
    {
        await using var node = await FakeNode.Start();
        await node.Set("ana", "4");
        await node.Set("two\nlines", "x\ty");
        await node.Delete("ana");

        Assert.Equal(
            new Cli(0, "1\tset\tana\t4\n2\tset\ttwo\\u000alines\tx\\u0009y\n3\tdelete\tana\n", ""),
            await Watch(node, "--from", "1", "--count", "3"));
        Assert.Equal(
            new Cli(0, "3\tdelete\tana\n", ""), await Watch(node, "ana", "--exact", "--from", "2", "--count", "1"));
        Assert.Equal(
            """
            {"event":"start","index":0,"node":"node-1"}
            {"event":"change","index":2,"term":7,"key":"two\nlines","value":"x\ty"}

            """.ReplaceLineEndings("\n"),
            (await Watch(node, "tw", "--from", "1", "--count", "1", "--json")).Output);
    }

    [Fact]
    public async Task What_is_forgotten_is_told_and_what_there_is_comes_instead()
    {
        await using var node = await FakeNode.Start(watch: WatchSettings.Default with { History = 1 });
        await node.Set("ana", "4");
        await node.Set("d", "8");
        await node.Set("d", "15");
        using var cluster = new ClusterClient([node.Address], Patience);
        using var patience = new CancellationTokenSource(Patience);
        var heard = new List<string>();

        await foreach (var told in new WatchClient(cluster, _ => { }).Watch("", 1, Patience, patience.Token))
        {
            heard.Add($"{told.Event} {told.Index}");
            if (told.Event == "listed")
                await node.Set("e", "16");
            if (told.Event == "change")
                break;
        }

        Assert.Equal(["start 0", "lost 3", "item 1", "item 3", "listed 3", "change 4"], heard);
    }

    [Fact]
    public async Task It_goes_on_at_another_node_behind_the_last_position()
    {
        await using var other = await FakeNode.Start("node-2");
        var first = await FakeNode.Start("node-1");
        foreach (var node in new[] { first, other })
        {
            await node.Set("a", "1");
            await node.Set("b", "2");
        }

        var watch = Cli.Run("watch", "--from", "1", "--count", "3", "--nodes", $"{first.Address},{other.Address}");
        await first.DisposeAsync();
        await other.Set("c", "3");

        // Which of the two was asked first when is chance; that nothing is missed or told twice is not.
        var told = await watch.WaitAsync(Patience);
        Assert.Equal((0, "1\tset\ta\t1\n2\tset\tb\t2\n3\tset\tc\t3\n"), (told.Code, told.Output));
    }

    [Fact]
    public async Task Where_nothing_answers_it_gives_up_in_time()
    {
        var told = await Cli.Run("watch", "--nodes", $"127.0.0.1:{FreePort.Next()}", "--timeout", "300ms");

        Assert.Equal(new Cli(3, "", "raft: no node could tell within 300ms\n"), told);
    }

    [Theory]
    [InlineData("watch", "--from", "0")]
    [InlineData("watch", "--count", "0")]
    [InlineData("watch", "--exact")]
    [InlineData("top", "--interval", "1ms")]
    [InlineData("completion", "tcsh")]
    public async Task What_cannot_be_meant_is_exit_code_2(params string[] line) =>
        Assert.Equal(2, (await Cli.Run(line)).Code);

    private static Task<Cli> Watch(FakeNode node, params string[] more) =>
        Cli.Run(["watch", "--nodes", $"{node.Address}", .. more]).WaitAsync(Patience);
}
