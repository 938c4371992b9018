using Raft.Actors.Protocol;
using Raft.Host.Client;
using Raft.Host.Shell;
using Raft.Specs.Host;

namespace Raft.Specs.Shell;

/// <summary>What the prompt answers, to the byte.</summary>
public sealed class ShellSessionSpecs : HttpFixture
{
    [Fact]
    public async Task A_conversation()
    {
        Assert.Equal(
            """
            ana set to 4
            GET response: 4
            d set to 8
            greeting set to hello,  world
            GET response: hello,  world
            ana = 4
            d = 8
            greeting = hello,  world
            d = 8
            d deleted
            There is no key 'd'.
            There is no key 'd'.

            """.ReplaceLineEndings("\n"),
            await Told(
                "set ana 4", "get ana", "  set  d  8  ", "set greeting hello,  world", "get greeting", "show",
                "show d", "delete d", "delete d", "get d", "# a remark", ""));
    }

    [Fact]
    public async Task Status_has_a_line_for_each_node()
    {
        var told = "";
        // On a machine that is busy otherwise a node may be slower than a look takes; then one looks again.
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60);)
        {
            told = await Told("status");
            if (!told.Contains("no answer", StringComparison.Ordinal))
                break;
        }

        Assert.Equal("node-2: follower, term 4, leader node-1, commit 8, applied 7\n", told);
    }

    [Theory]
    [InlineData("gte ana", "there is no command 'gte': try help")]
    [InlineData("get", "usage: get KEY")]
    [InlineData("get a b", "usage: get KEY")]
    [InlineData("set a", "usage: set KEY VALUE")]
    [InlineData("set a \"b", "a quote is not closed")]
    [InlineData("show", "no keys")]
    public async Task What_cannot_be_done_is_told_in_one_line(string line, string told) =>
        Assert.Equal(told + "\n", await Told(line));

    [Fact]
    public async Task A_follower_that_may_not_forward_says_who_leads()
    {
        const string sorry = "Sorry, I am not the leader. Last leader I heard from is: node-1\n";

        Assert.Equal(
            sorry + sorry + sorry + sorry, await Told(["get ana", "set ana 4", "delete ana", "show"], noForward: true));
        Status = Status! with { Role = NodeRole.Leader };
        Assert.Equal(
            "ana set to 4\nGET response: 4\nana = 4\n", await Told(["set ana 4", "get ana", "show"], noForward: true));
    }

    [Fact]
    public async Task In_JSON_each_line_gets_what_the_API_says()
    {
        Assert.Equal(
            """
            {"key":"ana","index":1,"term":7}
            {"key":"ana","value":"4","index":1,"term":7}
            {"items":[{"key":"ana","value":"4","index":1}]}
            {"key":"ana","index":2,"term":7,"deleted":true}
            {"title":"No such key","status":404,"detail":"There is no key \u0027ana\u0027."}
            {"title":"Usage","status":0,"detail":"usage: get KEY"}

            """.ReplaceLineEndings("\n"),
            await Told(["set ana 4", "get ana", "show", "delete ana", "get ana", "get"], json: true));
    }

    [Theory]
    [InlineData("", 0, "get set delete show status help exit")]
    [InlineData("  s", 2, "set show status")]
    [InlineData("get ", 4, "ana anna \"b c\"")]
    [InlineData("get an", 4, "ana anna")]
    [InlineData("get \"b", 4, "\"b c\"")]
    [InlineData("set ann", 4, "anna")]
    [InlineData("set anna x", 9, "")]
    [InlineData("status a", 7, "")]
    public async Task Tab_completes_commands_and_keys_that_are_there(string typed, int from, string words)
    {
        foreach (var key in new[] { "ana", "anna", "b%20c" })
            await Put($"/v1/kv/{key}", "1");
        using var client = new ClusterClient([Client.BaseAddress!], TimeSpan.FromSeconds(5));

        var completion = await new ShellSession(client, false, false, TextWriter.Null).Complete(
            typed, CancellationToken.None);

        Assert.Equal((from, words), (completion.From, string.Join(' ', completion.Words)));
    }

    [Fact]
    public async Task Exit_leaves_and_codes_are_those_of_the_verbs()
    {
        using var client = new ClusterClient([Client.BaseAddress!], TimeSpan.FromSeconds(5));
        var session = new ShellSession(client, false, false, TextWriter.Null);

        Assert.Null(await session.Run("exit", CancellationToken.None));
        Assert.Equal(0, await session.Run("set a 1", CancellationToken.None));
        Assert.Equal(1, await session.Run("get b", CancellationToken.None));
        Assert.Equal(2, await session.Run("get", CancellationToken.None));
    }

    private Task<string> Told(params string[] lines) => Told(lines, noForward: false);

    private async Task<string> Told(string[] lines, bool noForward = false, bool json = false)
    {
        using var client = new ClusterClient([Client.BaseAddress!], TimeSpan.FromSeconds(5));
        using var output = new StringWriter();
        var session = new ShellSession(client, noForward, json, output);
        foreach (var line in lines)
            await session.Run(line, CancellationToken.None);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
