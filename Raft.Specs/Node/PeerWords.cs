using System.Globalization;
using Raft.Actors.Protocol;

namespace Raft.Specs.Node;

/// <summary>What nodes say, in words for a trace.</summary>
internal static class PeerWords
{
    /// <summary>A message in a few words.</summary>
    public static string Of(object message) => message switch
    {
        PeerEnvelope envelope => Of(envelope.Message),
        ClientCall call => Text($"call {call.Call}: {call.Request.GetType().Name}"),
        ClientReturn back => Text($"return {back.Call}: {back.Answer.GetType().Name}"),
        _ => message.GetType().Name,
    };

    private static string Of(PeerMessage message) => message switch
    {
        RequestVote v => Text($"{(v.PreVote ? "would you vote" : "vote")} for me in {v.Term}? {v.LastLogIndex}@{v.LastLogTerm}"),
        VoteReply v => Text($"{(v.Granted ? "yes" : "no")}{(v.PreVote ? " I would" : "")}, in {v.Asked}; I am in {v.Term}"),
        AppendEntries a => Text(
            $"append {a.Entries.Count} after {a.PrevLogIndex}@{a.PrevLogTerm} in {a.Term}, committed {a.LeaderCommit}, round {a.Round}"),
        AppendReply r => Text($"{(r.Success ? "have" : "lack")} {r.MatchIndex} in {r.Term}, round {r.Round}"),
        InstallSnapshot s => Text($"snapshot {s.Snapshot.Index}@{s.Snapshot.Term} from byte {s.Offset}, {s.Data.Length} bytes"),
        SnapshotReply s => Text($"snapshot {s.SnapshotIndex}: {(s.Installed ? "installed" : "next byte " + s.NextOffset)}"),
        _ => message.ToString(),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
