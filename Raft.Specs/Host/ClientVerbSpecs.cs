using System.Text;
using System.Text.Json;
using Raft.Actors.Machines;

namespace Raft.Specs.Host;

public sealed class ClientVerbSpecs : HttpFixture
{
    private string Nodes => Client.BaseAddress!.ToString();

    [Fact]
    public async Task What_was_set_is_what_get_prints_alone()
    {
        Assert.Equal(new Cli(0, "ana set to 4\n", ""), await Cli.Run("set", "ana", "4", "--nodes", Nodes));
        Assert.Equal(new Cli(0, "4\n", ""), await Cli.Run("get", "ana", "--nodes", Nodes));
    }

    [Theory]
    [InlineData("with blank/and slash", "x")]
    [InlineData("..", "x")]
    [InlineData("50%", "100%")]
    [InlineData("ключ?a=b&c#d", "значение")]
    [InlineData("k", "")]
    [InlineData("@home", "@file")]
    [InlineData("n", "-5")]
    [InlineData("[k]", "a=b:c")]
    public async Task Keys_and_values_arrive_as_they_were_typed(string key, string value)
    {
        await Cli.Run("set", key, value, "--nodes", Nodes);

        Assert.Equal(value + "\n", (await Cli.Run("get", key, "--nodes", Nodes)).Output);
    }

    [Fact]
    public async Task A_value_may_look_like_an_option()
    {
        await Cli.Run("set", "--nodes", Nodes, "n", "--", "--json");

        Assert.Equal("--json\n", (await Cli.Run("get", "n", "--nodes", Nodes)).Output);
    }

    [Fact]
    public async Task A_missing_key_is_exit_code_1_with_a_word_on_standard_error()
    {
        Assert.Equal(
            new Cli(1, "", "raft: There is no key 'nobody'.\n"), await Cli.Run("get", "nobody", "--nodes", Nodes));
        Assert.Equal(
            new Cli(1, "", "raft: There is no key 'nobody'.\n"), await Cli.Run("delete", "nobody", "--nodes", Nodes));
    }

    [Fact]
    public async Task Delete_removes_a_key()
    {
        await Cli.Run("set", "d", "8", "--nodes", Nodes);

        Assert.Equal(new Cli(0, "d deleted\n", ""), await Cli.Run("delete", "d", "--nodes", Nodes));
        Assert.Equal(1, (await Cli.Run("get", "d", "--nodes", Nodes)).Code);
    }

    [Fact]
    public async Task Show_lists_items_in_lines_that_no_value_can_break()
    {
        await Cli.Run("set", "a/1", "one\ntwo", "--nodes", Nodes);
        await Cli.Run("set", "b", "2", "--nodes", Nodes);
        await Send(HttpMethod.Put, "/v1/kv/a%2F2", [0xFF, 0xFE]);

        Assert.Equal(
            "a/1\tone\\u000atwo\t1\na/2\t(2 bytes)\t3\n", (await Cli.Run("show", "a/", "--nodes", Nodes)).Output);
        Assert.Equal(3, (await Cli.Run("show", "--nodes", Nodes)).Output.Split('\n').Length - 1);
    }

    [Fact]
    public async Task Show_goes_on_to_the_last_page()
    {
        for (var n = 0; n < KeyValueLimits.MaxPageItems + 5; n++)
            await Store.Put($"key-{n:D5}", Encoding.UTF8.GetBytes("x"), null, null, TimeSpan.FromSeconds(1));

        var shown = await Cli.Run("show", "--nodes", Nodes, "--json");

        var items = JsonDocument.Parse(shown.Output).RootElement.GetProperty("items");
        Assert.Equal(KeyValueLimits.MaxPageItems + 5, items.GetArrayLength());
    }

    [Fact]
    public async Task Json_is_what_the_api_answered()
    {
        Assert.Equal("""{"key":"k","index":1,"term":7}""" + "\n",
            (await Cli.Run("set", "k", "v", "--json", "--nodes", Nodes)).Output);
        Assert.Equal(
            """{"key":"k","value":"v","index":1,"term":7}""" + "\n",
            (await Cli.Run("get", "k", "--json", "--nodes", Nodes)).Output);
        Assert.Equal(
            """{"key":"k","index":2,"term":7,"deleted":true}""" + "\n",
            (await Cli.Run("delete", "k", "--json", "--nodes", Nodes)).Output);
    }

    [Fact]
    public async Task A_problem_is_json_too_when_asked_for()
    {
        var missing = await Cli.Run("get", "k", "--json", "--nodes", Nodes);

        Assert.Equal((1, ""), (missing.Code, missing.Output));
        Assert.Equal(404, JsonDocument.Parse(missing.Error).RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_conditional_set_that_finds_another_write_is_exit_code_1()
    {
        await Cli.Run("set", "k", "one", "--nodes", Nodes);

        Assert.Equal(1, (await Cli.Run("set", "k", "no", "--if-index", "0", "--nodes", Nodes)).Code);
        Assert.Equal(0, (await Cli.Run("set", "k", "two", "--if-index", "1", "--nodes", Nodes)).Code);
    }

    [Fact]
    public async Task A_write_that_was_not_committed_is_exit_code_3_and_an_unknown_outcome_is_4()
    {
        Store.Always = new KeyValueReply.NotCommitted("No leader was found.");
        var not = await Cli.Run("set", "k", "v", "--nodes", Nodes, "--timeout", "4s");
        Store.Always = new KeyValueReply.Unknown("The leader went away.");
        var unknown = await Cli.Run("set", "k", "v", "--nodes", Nodes);

        Assert.Equal(new Cli(3, "", "raft: No leader was found.\n"), not);
        Assert.Equal(new Cli(4, "", "raft: outcome unknown: The leader went away.\n"), unknown);
    }

    [Fact]
    public async Task A_write_of_unknown_outcome_is_not_sent_again()
    {
        Store.Always = new KeyValueReply.Unknown("The leader went away.");

        await Cli.Run("set", "k", "v", "--nodes", Nodes);

        Assert.Single(Store.Timeouts);
    }

    [Fact]
    public async Task What_the_api_refuses_is_exit_code_2()
    {
        var refused = await Cli.Run("set", new string('k', 1025), "v", "--nodes", Nodes);

        Assert.Equal(new Cli(2, "", "raft: The key has 1025 bytes; at most 1024 are allowed.\n"), refused);
    }

    [Fact]
    public async Task A_node_that_is_down_is_passed_over()
    {
        var nodes = $"http://127.0.0.1:{FreePort.Next()},{Nodes}";

        Assert.Equal(0, (await Cli.Run("set", "k", "v", "--nodes", nodes)).Code);
    }

    [Fact]
    public async Task Without_any_node_the_answer_comes_at_once_and_is_exit_code_3()
    {
        var nodes = $"127.0.0.1:{FreePort.Next()},127.0.0.1:{FreePort.Next()}";
        var one = $"127.0.0.1:{FreePort.Next()}";

        Assert.Equal(
            new Cli(3, "", $"raft: no node is running at http://{one}\n"), await Cli.Run("get", "k", "--nodes", one));
        var get = await Cli.Run("get", "k", "--nodes", nodes);

        Assert.Equal(3, get.Code);
        Assert.StartsWith("raft: no node is running at http://127.0.0.1:", get.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await Cli.Run("status", "--nodes", nodes)).Code);
    }

    [Fact]
    public async Task Status_shows_each_node_and_says_by_its_exit_code_whether_there_is_a_leader()
    {
        var down = $"127.0.0.1:{FreePort.Next()}";

        var led = await Cli.Run("status", "--nodes", $"{Nodes},{down}");
        Status = Status! with { Leader = null };
        var lone = await Cli.Run("status", "--nodes", Nodes);

        Assert.Equal(0, led.Code);
        Assert.Equal(
            $"node-2\t{Client.BaseAddress!.Authority}\tfollower\t4\tnode-1\t8\t7\t9\n"
                + $"-\t{down}\tnot running\t-\t-\t-\t-\t-\n", led.Output);
        Assert.Equal(1, lone.Code);
        Assert.Contains("\tnone\t", lone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_in_json_holds_the_answer_of_every_node()
    {
        var status = await Cli.Run("status", "--json", "--nodes", Nodes);

        var node = JsonDocument.Parse(status.Output).RootElement.GetProperty("nodes")[0];
        Assert.Equal("node-1", node.GetProperty("status").GetProperty("leader").GetString());
    }
}
