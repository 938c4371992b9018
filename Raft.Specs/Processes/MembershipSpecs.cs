using System.Text.Json;
using Raft.Host.Http;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>Members of real clusters that come and go, and clients that do not notice.</summary>
[Collection("processes")]
public sealed class MembershipSpecs
{
    // Eight processes may have two processors between them: a leader that waits for its turn is not to be taken for
    // dead.
    private static readonly string[] Patient =
    [
        "--set", "raft.heartbeat-interval=300ms", "--set", "raft.election-timeout.min=2s",
        "--set", "raft.election-timeout.max=4s",
    ];

    [Fact]
    public async Task Five_nodes_become_three_others_in_one_change_while_a_client_writes()
    {
        await using var cluster = await ProcessCluster.Start(5, spare: 3, Patient);
        foreach (var newcomer in new[] { 6, 7, 8 })
            cluster.Start(newcomer, Patient);
        await cluster.Until("the newcomers wait to be added", async () =>
            (await Task.WhenAll(cluster.Status(6), cluster.Status(7), cluster.Status(8))).All(
                status => status is not null));
        await using var writer = new Writer(cluster);
        await cluster.Until("the client has written a few", () => Task.FromResult(writer.Acknowledged.Count > 10));

        var changed = await cluster.Send(1, HttpMethod.Put, "/v1/members?timeout=15s", List(cluster, 6, 7, 8));
        var said = string.Concat(cluster.Running.Select(node => $"\nnode-{node}:\n{cluster[node].Output}"));
        Assert.True(changed.Status == 200, $"{changed.Body}{said}");
        foreach (var gone in new[] { 1, 2, 3, 4, 5 })
            await cluster[gone].Kill();
        var before = writer.Acknowledged.Count;
        await cluster.Until("the client writes on", () => Task.FromResult(writer.Acknowledged.Count > before + 10));
        await writer.Stop();

        Assert.Empty(writer.Failures);
        Assert.InRange(await cluster.Leader(), 6, 8);
        foreach (var node in new[] { 6, 7, 8 })
        {
            var keys = await Keys(cluster, node);
            Assert.Equal([], writer.Acknowledged.Except(keys));
        }
    }

    [Fact]
    public async Task A_leader_that_is_removed_hands_over_and_may_come_back()
    {
        await using var cluster = await ProcessCluster.Start(3);
        var leader = await cluster.Leader();
        var others = cluster.Running.Where(node => node != leader).ToList();

        var removed = await Cli.Run("remove", $"node-{leader}", "--nodes", cluster.Nodes);
        Assert.Equal(new Cli(0, $"node-{leader} removed\n", ""), removed);
        await cluster.Until("another one leads", async () =>
            await cluster.Status(others[0]) is { Leader: { } heir } && heir != $"node-{leader}");
        using (var put = await cluster.Put(others[0], "k", "while it was away"))
            Assert.True(put.IsSuccessStatusCode);
        var term = (await cluster.Status(others[0]))!.Term;

        var added = await Cli.Run("add", $"node-{leader}", cluster.PeerAddressOf(leader), "--nodes", cluster.Nodes);
        Assert.Equal(new Cli(0, $"node-{leader} added as voter\n", ""), added);
        Assert.Equal("while it was away", await cluster.Get(leader, "k"));
        Assert.Equal(term, (await cluster.Status(others[0]))!.Term);
    }

    [Fact]
    public async Task Two_become_one_and_one_becomes_two_again()
    {
        await using var cluster = await ProcessCluster.Start(2);
        var leader = await cluster.Leader();
        var other = 3 - leader;

        Assert.Equal(0, (await Cli.Run("remove", $"node-{leader}", "--nodes", cluster.Nodes)).Code);
        await cluster[leader].Kill();
        await cluster.Until("the other one leads", async () => await cluster.Status(other) is { Role: "leader" });
        using (var put = await cluster.Put(other, "alone", "yes"))
            Assert.True(put.IsSuccessStatusCode);

        cluster.Start(leader);
        Assert.Equal(0, (await Cli.Run("add", $"node-{leader}", cluster.PeerAddressOf(leader), "--nodes", cluster.Nodes,
            "--timeout", "15s")).Code);
        Assert.Equal("yes", await cluster.Get(leader, "alone"));
        await cluster[leader].Kill();
        using var refused = await cluster.Put(other, "alone", "no", "?timeout=500ms");
        Assert.False(refused.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_write_that_is_sent_again_after_its_leader_was_killed_is_applied_once_and_answered_alike()
    {
        await using var cluster = await ProcessCluster.Start(3);
        var leader = await cluster.Leader();
        var other = cluster.Running.First(node => node != leader);
        var opened = await cluster.Send(leader, HttpMethod.Post, "/v1/sessions");
        var session = $"{opened.Body.GetProperty("session").GetInt64()}";
        var first = await cluster.Send(leader, HttpMethod.Put, "/v1/kv/k?ifIndex=0", "one", Place(session, 1));

        await cluster[leader].Kill();
        var again = await cluster.Send(
            other, HttpMethod.Put, "/v1/kv/k?ifIndex=0&timeout=15s", "one", Place(session, 1));
        var next = await cluster.Send(other, HttpMethod.Put, "/v1/kv/k", "two", Place(session, 2));
        var strange = await cluster.Send(other, HttpMethod.Put, "/v1/kv/k", "three", Place("999999", 1));

        Assert.Equal((200, 200, 200), (first.Status, again.Status, next.Status));
        Assert.Equal(first.Body.ToString(), again.Body.ToString());
        Assert.Equal(410, strange.Status);
        Assert.Equal("two", await cluster.Get(other, "k"));
    }

    private static (string, string)[] Place(string session, int sequence) =>
        [("X-Raft-Session", session), ("X-Raft-Sequence", $"{sequence}")];

    private static string List(ProcessCluster cluster, params int[] nodes) => JsonSerializer.Serialize(
        new MembersBody(
            [.. nodes.Select(node => new MemberBody($"node-{node}", cluster.PeerAddressOf(node), "voter"))]),
        ApiJson.Bodies.MembersBody);

    private static async Task<HashSet<string>> Keys(ProcessCluster cluster, int node)
    {
        var keys = new HashSet<string>();
        for (var more = true; more;)
        {
            var after = keys.Count == 0 ? "" : "&after=" + keys.Max(StringComparer.Ordinal);
            var page = await cluster.Send(node, HttpMethod.Get, $"/v1/kv?limit=1000{after}");
            Assert.Equal(200, page.Status);
            keys.UnionWith(
                page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!));
            more = page.Body.TryGetProperty("more", out _);
        }
        return keys;
    }
}
