using System.Net;
using System.Net.Sockets;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

/// <summary>
/// What <c>raft node --check</c> says of a configuration; the node itself says the same before it starts.
/// </summary>
public sealed class NodeConfigSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-config-").FullName;

    public NodeConfigSpecs()
    {
        Write("common.conf", $$"""
            # shared
            raft {
              election-timeout { min = 500ms, max = 1000ms }
              members {
                node-1 = "127.0.0.1:{{FreePort.Next()}}"
                "node-2" = "127.0.0.1:{{FreePort.Next()}}"
              }
            }
            """);
        Write("node.conf", Node());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_good_file_is_found_good_and_nothing_is_touched()
    {
        var check = await Check();

        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Contains("node-1 could start", check.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["common.conf", "node.conf"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("raft.host.http.port = 80o1", ":4: raft.host.http.port = 80o1: must be a whole number from 1 to 65535")]
    [InlineData(
        "raft.host.http.port = 70000", ":4: raft.host.http.port = 70000: must be a whole number from 1 to 65535")]
    [InlineData("raft.host.http.host = there",
        ":4: raft.host.http.host = there: must be an IP address of this machine, such as 127.0.0.1")]
    [InlineData("raft.host.request-timeout = 5",
        ":4: raft.host.request-timeout = 5: must be a duration with its unit, such as 500ms or 5s")]
    [InlineData("raft.host.request-timeout = 2m",
        ":4: raft.host.request-timeout = 2m: must not be longer than raft.host.max-request-timeout")]
    [InlineData("raft.host.log.format = xml", ":4: raft.host.log.format = xml: must be one of text, json")]
    [InlineData("raft.host.log.level = loud", ":4: raft.host.log.level = loud: must be one of info, warning, error")]
    [InlineData("raft.host.max-apply-lag = -1",
        ":4: raft.host.max-apply-lag = -1: must be a whole number from 0 to 1000000000")]
    [InlineData("raft.node = node-9", ":4: raft.node = node-9: is not one of raft.members (node-1, node-2)")]
    [InlineData("raft.batch.max-size = 4MiB", ":4: raft.batch.max-size = 4MiB: with 16384 bytes around it, "
        + "it must fit into akka.remote.dot-netty.tcp.maximum-frame-size, which is 4194304")]
    [InlineData("raft.max-command-size = 5MiB", ":4: raft.max-command-size = 5MiB: with 16384 bytes around it, "
        + "it must fit into akka.remote.dot-netty.tcp.maximum-frame-size, which is 4194304")]
    [InlineData("raft.snapshot.chunk-size = 4MiB", ":4: raft.snapshot.chunk-size = 4MiB: with 16384 bytes around it, "
        + "it must fit into akka.remote.dot-netty.tcp.maximum-frame-size, which is 4194304")]
    [InlineData("raft.pending.max-size = 1MiB", ":4: raft.pending.max-size = 1MiB: "
        + "it must be at least raft.max-command-size, which is 1056768 bytes, or such a command is never taken")]
    [InlineData("raft.join = perhaps", ":4: raft.join = perhaps: on or off is needed")]
    [InlineData("raft.members.node-1 = here", ":4: raft.members.node-1 = here: must be host:port")]
    [InlineData("raft.heartbeat-intervall = 1s",
        ":4: raft.heartbeat-intervall = 1s: there is no such setting; did you mean raft.heartbeat-interval?")]
    [InlineData("raft { host { http { prot = 1 } } }",
        ":4: raft.host.http.prot = 1: there is no such setting; did you mean raft.host.http.port?")]
    [InlineData("raft.frob { x = 1 }", ":4: raft.frob = {…}: there is no such setting")]
    [InlineData("raft.election-timeout = 1s",
        ":4: raft.election-timeout = 1s: is a section, raft.election-timeout { min, max }, not one value")]
    [InlineData("raft.node { name = a }", ":4: raft.node = {…}: is one value, not a section")]
    [InlineData("raft.node.name = a", ":4: raft.node.name = a: raft.node is one value, not a section")]
    public async Task A_mistake_is_one_line_that_names_file_line_key_and_value(string line, string said)
    {
        Write("node.conf", Node() + line + "\n");

        var check = await Check();

        Assert.Equal(new Cli(2, "", $"raft: {FileAt("node.conf")}{said}\n"), check);
    }

    [Fact]
    public async Task A_mistake_in_an_included_file_is_told_of_that_file()
    {
        Write("common.conf", "raft {\n  // hm\n  frob = [ 1,\n 2 ]\n  members { node-1 = \"127.0.0.1:9001\" }\n}\n");

        Assert.StartsWith($"raft: {FileAt("common.conf")}:3: raft.frob = [ 1, 2 ]: ", (await Check()).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_a_name_is_asked_which_it_is()
    {
        Write("node.conf", "include \"common.conf\"\n");

        Assert.Equal(
            $"raft: {FileAt("node.conf")}: raft.node is not set: which of node-1, node-2 is this?\n",
            (await Check()).Error);
    }

    [Fact]
    public async Task A_later_file_wins_over_an_earlier_one_and_an_option_over_both()
    {
        var port = FreePort.Next();
        Write("more.conf", $"raft.host.http.port = {port}\n");

        var check = await Cli.Run(
            "node", "--check", "--config", FileAt("node.conf"), "--config", FileAt("more.conf"),
            "--set", "raft.node=node-2", "--data", Path.Combine(_folder, "elsewhere"));

        Assert.Contains($"node-2 could start: clients on 127.0.0.1:{port}", check.Output, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine(_folder, "elsewhere", "node-2") + "\n", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_logs_in_JSON_where_an_option_says_so()
    {
        var check = await Cli.Run(
            "node", "--check", "--json", "--config", FileAt("node.conf"), "--data", Path.Combine(_folder, "data"));

        Assert.Equal("R003", (string?)System.Text.Json.Nodes.JsonNode.Parse(check.Output)!["id"]);
    }

    [Theory]
    [InlineData("frob", "raft: --set frob: must be KEY=VALUE\n")]
    [InlineData("raft.frob=1", "raft: --set: raft.frob = \"1\": there is no such setting\n")]
    public async Task A_wrong_option_is_told_as_an_option(string set, string said)
    {
        Assert.Equal(said, (await Cli.Run("node", "--check", "--config", FileAt("node.conf"), "--set", set)).Error);
    }

    [Theory]
    [InlineData("include \"nowhere.conf\"", "nowhere.conf: there is no such file")]
    [InlineData("include \"node.conf\"", "node.conf: includes itself, by way of node.conf")]
    [InlineData("raft.host = ${nothing}", "node.conf: is not valid HOCON: Unresolved substitution: nothing")]
    public async Task A_file_that_cannot_be_read_is_named(string text, string said)
    {
        Write("node.conf", text);

        var check = await Check();

        Assert.Equal(2, check.Code);
        Assert.Contains(said, check.Error, StringComparison.Ordinal);
        Assert.Single(check.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_node_listens_where_Akka_is_told_to_and_is_found_where_its_members_say()
    {
        Write("node.conf", Node() + "akka.remote.dot-netty.tcp { hostname = \"0.0.0.0\", port = 20002 }\n");
        using var folder = DataFolder.Open(Path.Combine(_folder, "data", "node-1"));

        var plan = NodePlan.MakeOffline([FileAt("node.conf")], [], Path.Combine(_folder, "data"));

        var tcp = plan.SystemConfig(folder).GetConfig("akka.remote.dot-netty.tcp");
        Assert.Equal(("0.0.0.0", 20002), (tcp.GetString("hostname"), tcp.GetInt("port")));
        Assert.Equal(
            (plan.Host.Remoting.Host, plan.Host.Remoting.Port),
            (tcp.GetString("public-hostname"), tcp.GetInt("public-port")));
        Assert.NotEqual(20002, plan.Host.Remoting.Port);
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_the_key_that_asks_for_it()
    {
        var (http, remoting) = (Taken(), Taken());
        using (http)
        using (remoting)
        {
            Write("node.conf", Node() + $"raft.host.http.port = {Port(http)}\n");
            var first = await Check();
            Write("node.conf", Node() + $"raft.members.node-1 = \"127.0.0.1:{Port(remoting)}\"\n");
            var second = await Check();

            Assert.Equal($"raft: {FileAt("node.conf")}:4: raft.host.http.port = {Port(http)}: "
                + $"port {Port(http)} on 127.0.0.1 is in use by another process\n", first.Error);
            Assert.StartsWith(
                $"raft: {FileAt("node.conf")}:4: raft.members.node-1 = \"127.0.0.1:{Port(remoting)}\": port ",
                second.Error, StringComparison.Ordinal);
            Assert.Equal((2, 2), (first.Code, second.Code));
        }
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task A_data_folder_in_use_is_told_with_its_owner()
    {
        using (DataFolder.Open(Path.Combine(_folder, "data", "node-1")))
        {
            var check = await Check();

            Assert.Equal(2, check.Code);
            Assert.Contains(
                $"is in use by another node (process {Environment.ProcessId})", check.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await Check()).Code);
    }

    [Fact]
    public void A_data_folder_gets_write_ahead_files()
    {
        using var folder = DataFolder.Open(Path.Combine(_folder, "data", "node-1"));

        foreach (var file in new[] { folder.Journal, folder.Snapshots })
            Assert.Equal(2, File.ReadAllBytes(file)[18]);       // the header's "write version": 2 is WAL
    }

    private Task<Cli> Check() =>
        Cli.Run("node", "--check", "--config", FileAt("node.conf"), "--data", Path.Combine(_folder, "data"));

    private static string Node() => $"""
        include "common.conf"
        raft.node = "node-1"
        raft.host.http.port = {FreePort.Next()}

        """.ReplaceLineEndings("\n");

    private void Write(string name, string text) => File.WriteAllText(FileAt(name), text);

    private string FileAt(string name) => Path.Combine(_folder, name);

    private static TcpListener Taken()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
