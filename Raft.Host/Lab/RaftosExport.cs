using Raft.Actors.Machines;
using Raft.Actors.Offline;
using Raft.Host.Client;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Host.Lab;

/// <summary>Reads a node, running or stopped, for <see cref="RaftosFiles"/>.</summary>
internal static class RaftosExport
{
    /// <summary>The files of a node that runs; null, and why, when it does not answer as it should.</summary>
    public static async Task<(RaftosFiles? Files, ClientAnswer Last)> Read(
        ClusterClient client, Uri node, CancellationToken cancel)
    {
        Task<ClientAnswer> Ask(string path) => client.Ask(node, HttpMethod.Get, path, cancel);
        var answer = await Ask("/v1/status");
        if (!answer.Ok)
            return (null, answer);
        var status = answer.Read(ApiJson.Bodies.StatusBody);
        answer = await Ask("/v1/members?consistency=stale");
        if (!answer.Ok)
            return (null, answer);
        var members = answer.Read(ApiJson.Bodies.MembersBody).Members.ToDictionary(
            member => member.Node, member => member.Address);

        var entries = new List<EntryBody>();
        for (var (from, last) = (1L, status.LastIndex); from <= last;)
        {
            answer = await Ask($"/v1/log?from={from}&count=1000");
            if (!answer.Ok)
                return (null, answer);
            var page = answer.Read(ApiJson.Bodies.LogBody);
            entries.AddRange(page.Entries);
            from = page.Entries is [.., var end] ? end.Index + 1 : last + 1;
        }

        var state = new List<ListItemBody>();
        for (var more = true; more;)
        {
            var after = state.Count == 0 ? "" : "&after=" + Uri.EscapeDataString(state[^1].Key);
            answer = await Ask($"/v1/kv?consistency=stale{after}");
            if (!answer.Ok)
                return (null, answer);
            var page = answer.Read(ApiJson.Bodies.ListBody);
            state.AddRange(page.Items);
            more = page.More is true;
        }

        var address = members.GetValueOrDefault(status.Node) ?? node.Authority;
        var votedFor = status.VotedFor is { } voted ? members.GetValueOrDefault(voted, voted) : null;
        return (RaftosFiles.Of(address, status.Term, votedFor, entries, state), answer);
    }

    /// <summary>
    /// The files of a node that does not run. Which of its last entries are committed only a majority knows: the state
    /// is that after all of them.
    /// </summary>
    public static async Task<(RaftosFiles Files, JournalReport Report)> Read(OfflineStage stage)
    {
        var machine = new KeyValueMachine();
        var report = await stage.Node.Replay(machine);
        var (ledger, log) = (report.Ledger, report.Ledger.Log);
        var entries = log.Slice(log.BaseIndex + 1, int.MaxValue, long.MaxValue).Select(EntryBody.Of);
        string AddressOf(string node) =>
            ledger.Configuration.Members.TryGetValue(new Actors.Protocol.NodeId(node), out var member)
                ? member.Address
                : node;
        var votedFor = ledger.VotedFor is { } voted ? AddressOf(voted.Value) : null;
        return (RaftosFiles.Of(
            AddressOf(stage.Plan.Host.Node), ledger.Term, votedFor, entries, StateOf(machine)), report);
    }

    private static IEnumerable<ListItemBody> StateOf(KeyValueMachine machine)
    {
        for (var after = ""; ;)
        {
            var query = KeyValueCodec.Encode(new KeyValueQuery.List("", KeyValueLimits.MaxPageItems, after));
            if (KeyValueCodec.DecodeAnswer(((IStateMachine)machine).Query(query)) is not KeyValueAnswer.Listed page)
                yield break;
            foreach (var item in page.Items)
                yield return ListItemBody.Of(item);
            if (!page.More)
                yield break;
            after = page.Items[^1].Key;
        }
    }
}
