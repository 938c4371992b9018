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
        RequestVote { PreVote: true } v => Text($"would you vote for me in {v.Term}? {v.LastLogIndex}@{v.LastLogTerm}"),
        RequestVote v => Text($"vote for me in {v.Term}! {v.LastLogIndex}@{v.LastLogTerm}"),
        VoteReply { PreVote: true } v => Text($"I would{(v.Granted ? "" : " not")}, in {v.Asked}; I am in {v.Term}"),
        VoteReply v => Text($"{(v.Granted ? "yes" : "no")}, in {v.Asked}; I am in {v.Term}"),
        AppendEntries a => Text(
            $"append {a.Entries.Count} after {Position(a)} in {a.Term}, committed {a.LeaderCommit}, round {a.Round}"),
        AppendReply r => Text($"{(r.Success ? "have" : "lack")} {r.MatchIndex} in {r.Term}, round {r.Round}"),
        InstallSnapshot s => Text(
            $"snapshot {s.Snapshot.Index}@{s.Snapshot.Term} from byte {s.Offset}, {s.Data.Length} bytes"),
        SnapshotReply { Installed: true } s => Text($"snapshot {s.SnapshotIndex} is installed"),
        SnapshotReply s => Text($"snapshot {s.SnapshotIndex} is lacking from byte {s.NextOffset}"),
        _ => message.ToString(),
    };

    private static string Position(AppendEntries append) => Text($"{append.PrevLogIndex}@{append.PrevLogTerm}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
