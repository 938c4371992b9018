using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Raft.Host.Controller;
using Raft.Specs.Host;

namespace Raft.Specs.Controller;

/// <summary>The protocol of the course with a controller, byte for byte.</summary>
public sealed class ControllerServiceSpecs
{
    private const string LeaderInfo =
        """{"sender_name":"Node2","request":"LEADER_INFO","term":3,"key":"LEADER","value":"Node1"}""";

    private static readonly ControllerSettings Settings = ControllerSettings.Off with { Enabled = true };

    private readonly List<string> _console = [];

    [Theory]
    [InlineData("LEADER_INFO", "")]
    [InlineData("STORE", ""","key":"k1","value":"v1" """)]
    [InlineData("RETRIEVE", ""","key":null,"value":null""")]
    public async Task A_node_that_does_not_lead_says_who_does(string request, string rest)
    {
        var service = Service(new FakeNode("Node2"));

        Assert.Equal(LeaderInfo,
            await Ask(service, $$"""{"sender_name":"Controller","request":"{{request}}","term":null{{rest}}}"""));
    }

    [Fact]
    public async Task A_node_that_knows_no_leader_says_so() => Assert.Equal(
        """{"sender_name":"Node2","request":"LEADER_INFO","term":3,"key":"LEADER","value":null}""",
        await Ask(Service(new FakeNode("Node2") { Leader = null }), Request("LEADER_INFO")));

    [Fact]
    public async Task The_leader_stores_without_a_word_and_gives_what_is_committed()
    {
        var node = new FakeNode("Node1") { Term = 1 };
        var service = Service(node);

        Assert.Null(await Ask(
            service, """{"sender_name":"Controller","request":"STORE","term":null,"key":"k1","value":"v1"}"""));
        node.Term = 3;
        Assert.Null(
            await Ask(service, """{"sender_name":"Controller","request":"STORE","term":null,"key":"k2","value":7}"""));

        Assert.Equal(
            """{"sender_name":"Node1","request":"RETRIEVE","term":3,"key":"COMMITED_LOGS","value":["""
                + """{"term":1,"key":"k1","value":"v1"},{"term":3,"key":"k2","value":"7"}]}""",
            await Ask(service, Request("RETRIEVE")));
    }

    [Theory]
    [InlineData("lower", """{"term":3,"key":"k","value":"v"}""")]
    [InlineData("capitalised", """{"Term":3,"Key":"k","Value":"v"}""")]
    [InlineData("upper", """{"TERM":3,"KEY":"k","VALUE":"v"}""")]
    public async Task Entries_are_written_as_the_course_has_them(string keyCase, string entry)
    {
        var service = Service(
            new FakeNode("Node1"), Settings with { KeyCase = Enum.Parse<EntryKeyCase>(keyCase, ignoreCase: true) });
        await Ask(service, """{"request":"STORE","key":"k","value":"v"}""");

        var answer = await Ask(service, Request("RETRIEVE"));

        Assert.Equal(
            $$"""{"sender_name":"Node1","request":"RETRIEVE","term":3,"key":"COMMITED_LOGS","value":[{{entry}}]}""",
            answer);
    }

    [Fact]
    public async Task A_leader_that_cannot_be_sure_any_more_says_who_leads() => Assert.StartsWith(
        """{"sender_name":"Node1","request":"LEADER_INFO",""",
        await Ask(Service(new FakeNode("Node1") { CannotSay = true }), Request("RETRIEVE")),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_answer_that_is_too_large_holds_the_latest_entries_that_fit_and_says_so()
    {
        var node = new FakeNode("Node1");
        var service = Service(node);
        var value = new string('x', 1000);
        for (var i = 0; i < 100; i++)
            await node.Store($"k{i}", value);

        var answer = await Ask(service, Request("RETRIEVE"));

        Assert.InRange(Encoding.UTF8.GetByteCount(answer!), 64_000, ControllerMessage.MaxAnswerBytes);
        Assert.EndsWith("}],\"omitted\":true}", answer, StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(answer!);
        Assert.Equal(
            "k99", parsed.RootElement.GetProperty("value").EnumerateArray().Last().GetProperty("key").GetString());
    }

    [Fact]
    public async Task Orders_are_carried_out_and_not_answered()
    {
        var node = new FakeNode("Node1");
        var service = Service(node);

        foreach (var request in new[] { "CONVERT_FOLLOWER", "TIMEOUT", "RESTART", "SHUTDOWN", "RESTART" })
            Assert.Null(await Ask(service, Request(request)));

        Assert.Equal(["step down", "stand", "suspend", "resume"], node.Told);
    }

    [Fact]
    public async Task A_node_that_was_shut_down_is_quiet_until_it_is_restarted()
    {
        var node = new FakeNode("Node1");
        var service = Service(node);
        await Ask(service, Request("SHUTDOWN"));

        foreach (var request in new[] { "LEADER_INFO", "RETRIEVE", "TIMEOUT", "SHUTDOWN" })
            Assert.Null(await Ask(service, Request(request)));
        await Ask(service, Request("RESTART"));

        Assert.NotNull(await Ask(service, Request("LEADER_INFO")));
        Assert.Equal(["suspend", "resume"], node.Told);
    }

    [Theory]
    [InlineData("APPEND_RPC")]
    [InlineData("APPEND_REPLY")]
    [InlineData("VOTE_REQUEST")]
    [InlineData("VOTE_ACK")]
    public async Task What_nodes_say_to_each_other_has_no_effect_by_datagram_and_is_told_of_once(string request)
    {
        var node = new FakeNode("Node1");
        var service = Service(node);

        Assert.Null(await Ask(service, Request(request)));
        Assert.Null(await Ask(service, Request(request)));

        Assert.Empty(node.Told);
        Assert.StartsWith(request, Assert.Single(_console), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"request\":\"STORE\",\"key\":\"k\"}")]
    [InlineData("{\"request\":\"STORE\",\"key\":\"\",\"value\":\"v\"}")]
    [InlineData("{\"request\":\"STORE\",\"key\":\"k\",\"value\":\"\\ud800\"}")]
    [InlineData("{\"request\":\"leader_info\"}")]
    [InlineData("{\"request\":\"LEADER_INFO\"")]
    [InlineData("{\"request\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}")]
    public async Task What_is_no_request_is_dropped(string datagram)
    {
        var node = new FakeNode("Node1");

        Assert.Null(await Ask(Service(node), datagram));

        Assert.Empty((await node.Committed(0))!.Value.Entries);
        Assert.Empty(node.Told);
    }

    [Fact]
    public async Task A_datagram_that_is_too_long_is_dropped_however_good()
    {
        var request = Request("LEADER_INFO");
        var service = Service(new FakeNode("Node1"), Settings with { MaxRequestBytes = request.Length });

        Assert.NotNull(await Ask(service, request));
        Assert.Null(await Ask(service, request + " "));
    }

    [Fact]
    public async Task Fifty_thousand_broken_datagrams_over_a_socket_disturb_nobody()
    {
        var port = FreePort.Next();
        var node = new FakeNode("Node2");
        await using var server = ControllerServer.Start(Settings with { Port = port }, Service(node));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server.EndPoint);
        var dice = new Random(5);
        var good = Encoding.UTF8.GetBytes(
            """{"sender_name":"Controller","request":"STORE","term":null,"key":"k1","value":"v1"}""");

        for (var i = 0; i < 50_000; i++)
        {
            var bytes = good.AsSpan(0, dice.Next(1, good.Length)).ToArray();
            bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
            socket.Send(i % 100 == 0 ? new byte[60_000] : bytes);
        }

        Assert.Equal(LeaderInfo, await Answer(server.EndPoint));
        Assert.Empty(node.Told);
    }

    // A datagram may be lost in a flood, so it is sent until it is answered.
    private static async Task<string> Answer(IPEndPoint to)
    {
        var client = new ControllerClient(TimeSpan.FromSeconds(1));
        for (var tries = 0; tries < 20; tries++)
        {
            if (await client.Ask(
                to, ControllerRequest.LeaderInfo, null, null, CancellationToken.None) is { Answer: { } answer })
                return Encoding.UTF8.GetString(answer);
        }
        return "no answer";
    }

    private ControllerService Service(FakeNode node, ControllerSettings? settings = null) =>
        new(node, settings ?? Settings, _console.Add);

    private static string Request(string request) =>
        $$"""{"sender_name":"Controller","request":"{{request}}","term":null,"key":null,"value":null}""";

    private static async Task<string?> Ask(ControllerService service, string datagram) =>
        await service.Take(Encoding.UTF8.GetBytes(datagram)) is { } answer ? Encoding.UTF8.GetString(answer) : null;
}
