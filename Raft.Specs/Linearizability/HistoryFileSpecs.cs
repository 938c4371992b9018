namespace Raft.Specs.Linearizability;

public sealed class HistoryFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("history").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_line_is_what_other_tools_expect()
    {
        var put = new Operation<KeyValueOperation>("c1", new KeyValueOperation.Put("k", "v", 7), 10, 20);

        Assert.Equal(
            """{"client":"c1","op":"put","key":"k","value":"v","index":7,"call_ns":10,"return_ns":20,"outcome":"ok"}""",
            HistoryFile.Format(put, Outcome.Ok));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var withIndices in new[] { true, false })
        {
            var history = RandomHistory.OfACorrectStore(3, 500, 5, 3, withIndices, openOneIn: 5);
            var lines = history.Select(o => HistoryFile.Format(o, o.ReturnNs is null ? Outcome.Unknown : Outcome.Ok));

            Assert.Equal(history, Read([.. lines]));
        }
    }

    [Fact]
    public void The_bare_format_is_read_too()
    {
        var read = Read(
            """{"client":3,"op":"get","key":"k","value":null,"call_ns":1,"return_ns":2,"outcome":"ok"}""",
            "",
            """{"client":3,"op":"put","key":"k","value":"v","call_ns":3,"return_ns":4,"outcome":"ok"}""");

        Assert.Equal(
            [
                new("3", new KeyValueOperation.Get("k", null), 1, 2),
                new("3", new KeyValueOperation.Put("k", "v"), 3, 4),
            ],
            read);
    }

    [Fact]
    public void What_had_no_effect_is_left_out_and_what_is_not_known_is_left_open()
    {
        var read = Read(
            """{"client":"a","op":"put","key":"k","value":"1","call_ns":1,"return_ns":2,"outcome":"fail"}""",
            """{"client":"a","op":"put","key":"k","value":"2","call_ns":3,"return_ns":4,"outcome":"unknown"}""",
            """{"client":"a","op":"get","key":"k","value":null,"call_ns":5,"return_ns":6,"outcome":"unknown"}""");

        Assert.Equal([new("a", new KeyValueOperation.Put("k", "2"), 3, null)], read);
    }

    [Theory]
    [InlineData("{", "line 2: ")]
    [InlineData("[]", "line 2: ")]
    [InlineData("""{"client":1,"op":"get","key":"k","call_ns":5,"outcome":"ok"}""", "\"return_ns\" is missing")]
    [InlineData("""{"client":1,"op":"get","key":"k","call_ns":5,"return_ns":4,"outcome":"ok"}""", "before it was")]
    [InlineData("""{"client":1,"op":"put","key":"k","call_ns":5,"return_ns":6,"outcome":"ok"}""", "value is missing")]
    [InlineData("""{"client":1,"op":"get","key":"k","call_ns":5,"outcome":"yes"}""", "\"yes\" is no outcome")]
    [InlineData("""{"client":1,"op":"add","key":"k","call_ns":5,"outcome":"ok"}""", "\"add\" is no operation")]
    public void A_line_that_is_wrong_is_named(string line, string why)
    {
        var thrown = Assert.Throws<HistoryFormatException>(() => Read("", line));

        Assert.StartsWith("line 2: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verb_tells_by_its_exit_code_and_draws_a_history_that_broke()
    {
        var good = Save("good", Line("put", "1", 0, 10), Line("get", "1", 20, 30));
        var bad = Save("bad", Line("put", "1", 0, 10), Line("put", "2", 20, 30), Line("get", "1", 40, 50));
        var page = Path.Combine(_folder, "page.html");

        Assert.Equal((0, ""), Run(out var calm, good));
        Assert.EndsWith("linearizable" + Environment.NewLine, calm, StringComparison.Ordinal);
        Assert.Equal((1, ""), Run(out var alarm, bad, "--html", page));
        Assert.Contains("no order explains c's get → \"1\"", alarm, StringComparison.Ordinal);
        Assert.Contains("leaves \"2\"", alarm, StringComparison.Ordinal);
        Assert.Contains("NOT linearizable", alarm, StringComparison.Ordinal);
        Assert.True(File.Exists(page));
    }

    [Fact]
    public void The_verb_says_what_is_wrong_with_the_question()
    {
        Assert.Equal(2, Run(out _).ExitCode);
        Assert.Contains("usage", Run(out _, "--html").Errors, StringComparison.Ordinal);
        Assert.Contains("nowhere", Run(out _, Path.Combine(_folder, "nowhere")).Errors, StringComparison.Ordinal);
        Assert.Contains("line 1", Run(out _, Save("broken", "{")).Errors, StringComparison.Ordinal);
    }

    private static List<Operation<KeyValueOperation>> Read(params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        return HistoryFile.Read(reader);
    }

    private static string Line(string op, string value, int call, int end) =>
        $$"""{"client":"c","op":"{{op}}","key":"k","value":"{{value}}","call_ns":{{call}},"return_ns":{{end}},"""
        + "\"outcome\":\"ok\"}";

    private string Save(string name, params string[] lines)
    {
        var file = Path.Combine(_folder, name + ".jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }

    private static (int ExitCode, string Errors) Run(out string output, params string[] arguments)
    {
        using var said = new StringWriter();
        using var complained = new StringWriter();
        var exitCode = CheckHistory.Run(arguments, said, complained);
        output = said.ToString();
        return (exitCode, complained.ToString());
    }
}
