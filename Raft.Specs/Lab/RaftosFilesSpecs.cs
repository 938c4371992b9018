using Raft.Host.Http;
using Raft.Host.Lab;

namespace Raft.Specs.Lab;

/// <summary>The files of a raftos node, byte for byte.</summary>
public sealed class RaftosFilesSpecs
{
    [Fact]
    public void A_nodes_log_vote_and_state_are_written_as_the_lab_has_them()
    {
        var entries = new[]
        {
            new EntryBody(1, 1, "noop"),
            new EntryBody(2, 1, "openSession"),
            new EntryBody(3, 1, "command", 2, 1, new CommandBody("put", "data_id", "1")),
            new EntryBody(4, 15, "command", 2, 2, new CommandBody("compareAndPut", "data_id", "3", IfIndex: 3)),
            new EntryBody(5, 15, "command", 2, 3, new CommandBody("delete", "old")),
            new EntryBody(6, 15, "command", 2, 4, new CommandBody("unreadable", Problem: "of a spec")),
        };

        var files = RaftosFiles.Of(
            "127.0.0.1:8000", 15, "127.0.0.1:8001", entries, [new ListItemBody("data_id", "3", null, 4)]);

        Assert.Equal(
            """
            {"term": 1, "command": {"data_id": 1}}
            {"term": 15, "command": {"data_id": 3}}
            {"term": 15, "command": {"old": null}}

            """.ReplaceLineEndings("\n"),
            files.Log);
        Assert.Equal("""{"term": 15, "voted_for": "127.0.0.1:8001"}""", files.Storage);
        Assert.Equal("""{"data_id": 3}""", files.StateMachine);
        Assert.Equal(
            ["x/127.0.0.1_8000.log", "x/127.0.0.1_8000.storage", "x/127.0.0.1_8000.state_machine"],
            files.NamesIn("x").Select(name => name.Replace('\\', '/')));
    }

    [Fact]
    public void Who_has_not_voted_has_voted_for_nobody() => Assert.Equal(
        """{"term": 0, "voted_for": null}""", RaftosFiles.Of("a:1", 0, null, [], []).Storage);

    [Theory]
    [InlineData("4", "4")]
    [InlineData("-4.50", "-4.50")]
    [InlineData("true", "true")]
    [InlineData("[1,{\"a\":\"b\"}]", """[1, {"a": "b"}]""")]
    [InlineData("four", "\"four\"")]
    [InlineData("\"4\"", "\"\\\"4\\\"\"")]
    [InlineData("", "\"\"")]
    [InlineData("4 5", "\"4 5\"")]
    [InlineData("grün\n\u007f😀", """
        "gr\u00fcn\n\u007f\ud83d\ude00"
        """)]
    public void A_value_is_written_as_Python_writes_it(string value, string json) =>
        Assert.Equal(json, PythonJson.Value(value));

    [Fact]
    public void They_go_to_a_folder_that_need_not_be_there()
    {
        var root = Directory.CreateTempSubdirectory("raft-files-").FullName;
        try
        {
            var folder = Path.Combine(root, "new", "folder");
            var files = RaftosFiles.Of("127.0.0.1:8000", 1, null, [], []);

            files.WriteTo(folder);

            Assert.All(files.NamesIn(folder), name => Assert.True(File.Exists(name)));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
