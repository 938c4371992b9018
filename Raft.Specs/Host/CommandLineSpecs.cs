namespace Raft.Specs.Host;

public sealed class CommandLineSpecs
{
    private static readonly string[] Verbs =
        [.. Raft.Host.Cli.CommandLine.Root().Subcommands.Select(verb => verb.Name)];

    [Fact]
    public async Task Help_names_every_verb_and_what_the_exit_codes_mean()
    {
        var help = await Cli.Run("--help");

        Assert.Equal((0, ""), (help.Code, help.Error));
        Assert.All(Verbs, verb => Assert.Contains($"\n  {verb} ", help.Output, StringComparison.Ordinal));
        Assert.Contains("4  outcome unknown", help.Output, StringComparison.Ordinal);
        Assert.Equal(help, await Cli.Run());
    }

    [Fact]
    public async Task Help_of_a_verb_teaches_by_example()
    {
        foreach (var verb in Verbs)
        {
            var help = await Cli.Run(verb, "--help");

            Assert.Equal(0, help.Code);
            Assert.Contains($"Examples:\n  ", help.Output, StringComparison.Ordinal);
            Assert.Contains($"raft {verb}", help.Output, StringComparison.Ordinal);
            Assert.Contains("3  no node can serve it", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_example_in_the_help_can_be_read()
    {
        foreach (var verb in Verbs)
        {
            var help = (await Cli.Run(verb, "--help")).Output;
            foreach (var example in help[help.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Skip(1))
            {
                // What stands between the verb and a comment, a pipe or a redirection.
                var words = example.Split('#', '|', '<', '>', ';')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var start = Array.IndexOf(words, "raft") + 1;
                if (start > 0)
                    Assert.Empty(Raft.Host.Cli.CommandLine.Root().Parse(words[start..]).Errors);
            }
        }
    }

    [Fact]
    public async Task Verbs_that_ask_the_cluster_can_answer_in_JSON_and_what_is_their_own_comes_first()
    {
        foreach (var verb in Verbs.Except(["demo", "node", "completion", "lab", "controller"]))
            Assert.Contains("\n  --json ", (await Cli.Run(verb, "--help")).Output, StringComparison.Ordinal);

        var help = (await Cli.Run("watch", "--help")).Output;
        Assert.True(
            help.IndexOf("--exact", StringComparison.Ordinal) < help.IndexOf("--nodes", StringComparison.Ordinal));
        Assert.Contains("Goes on at another node", help, StringComparison.Ordinal);
        Assert.DoesNotContain("Goes on at another node", (await Cli.Run("--help")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[suggest:2]", "st", "status")]
    [InlineData("[suggest:10]", "watch --ex", "--exact")]
    [InlineData("[suggest:11]", "completion ", "fish")]
    [InlineData("[suggest:20]", "get a --consistency ", "linearizable")]
    [InlineData("[suggest:13]", "log --format ", "raftos")]
    [InlineData("[suggest:18]", "bench --transport ", "akka")]
    public async Task What_Tab_asks_for_is_what_could_stand_there(string directive, string line, string offered)
    {
        var told = await Cli.Run(directive, line);

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Contains(offered, told.Output.Split('\n'));
        Assert.DoesNotContain("/?", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_told_with_what_to_do_when_nobody_named_one()
    {
        var named = await Cli.Run("get", "ana", "--nodes", $"127.0.0.1:{FreePort.Next()}");

        Assert.Equal(3, named.Code);
        Assert.Single(named.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("sett", "raft: there is no verb 'sett'; did you mean set?\nTry: raft --help\n")]
    [InlineData("stauts", "raft: there is no verb 'stauts'; did you mean status?\nTry: raft --help\n")]
    [InlineData("frobnicate", "raft: there is no verb 'frobnicate'\nTry: raft --help\n")]
    public async Task An_unknown_verb_is_exit_code_2(string verb, string said)
    {
        Assert.Equal(new Cli(2, "", said), await Cli.Run(verb));
    }

    [Theory]
    [InlineData("there is no option '--jsn'; did you mean --json?", "get", "get", "ana", "--jsn")]
    [InlineData("there is no verb 'lab elction'; did you mean election?", "lab", "lab", "elction")]
    [InlineData("Required argument 'KEY' missing for command: 'store'.", "controller store", "controller", "store")]
    public async Task A_slip_is_told_with_what_was_meant_and_whose_help_to_ask(
        string said, string verb, params string[] line)
    {
        Assert.Equal(new Cli(2, "", $"raft: {said}\nTry: raft {verb} --help\n"), await Cli.Run(line));
    }

    [Fact]
    public async Task Help_is_a_verb_as_well()
    {
        Assert.Equal(await Cli.Run("--help"), await Cli.Run("help"));
        Assert.Equal(await Cli.Run("watch", "--help"), await Cli.Run("help", "watch"));
    }

    [Theory]
    [InlineData("completion", "tcsh")]
    [InlineData("get")]
    [InlineData("get", "a", "b")]
    [InlineData("get", "a", "--frob")]
    [InlineData("set")]
    [InlineData("node")]
    [InlineData("demo", "--nodes", "6")]
    [InlineData("demo", "--nodes", "none")]
    public async Task A_line_that_cannot_be_read_is_told_in_one_line_and_where_to_look(params string[] line)
    {
        var told = await Cli.Run(line);

        Assert.Equal((2, ""), (told.Code, told.Output));
        Assert.Equal(2, told.Error.TrimEnd().Split('\n').Length);
        Assert.EndsWith($"Try: raft {line[0]} --help\n", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "a", "--timeout", "soon")]
    [InlineData("get", "a", "--timeout", "0s")]
    [InlineData("get", "a", "--nodes", ",")]
    [InlineData("get", "a", "--nodes", "ftp://x")]
    [InlineData("set", "a", "b", "--if-index", "-1")]
    public async Task A_value_that_cannot_be_meant_is_exit_code_2(params string[] line)
    {
        var told = await Cli.Run(line);

        Assert.Equal((2, ""), (told.Code, told.Output));
        Assert.Single(told.Error.TrimEnd().Split('\n'));
    }
}
