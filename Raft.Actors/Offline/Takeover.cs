using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors.Offline;

/// <summary>The events by which one survivor becomes a cluster of its own.</summary>
internal static class Takeover
{
    /// <summary>
    /// A new term, so that nothing the lost nodes may still say counts, and a configuration that only this node decides
    /// on. The others are to become voters, in the ordinary way, once they have caught up.
    /// </summary>
    public static IReadOnlyList<RaftEvent> Of(Ledger ledger, NodeId self, IReadOnlyList<Member> members, string note)
    {
        if (ledger.Founded is not { } founded)
            throw new InvalidDataException("the journal is empty: there is nothing to recover from");
        if (members.All(m => m.Node != self))
            throw new InvalidDataException(
                $"{self} must be one of the new members: its log is what the cluster goes on with");
        var known = members.Select(m => m.Node == self ? m with { Incarnation = founded.Incarnation } : m).ToList();
        var target = known.Count == 1 ? null : known.Select(m => m.Node);
        var configuration = ClusterConfiguration.Create(known, [self], target: target);
        var entry = new LogEntry
        {
            Index = ledger.Log.LastIndex + 1,
            Term = ledger.Term + 1,
            Kind = EntryKind.Configuration,
            ClockMs = ledger.ClockMs,
            Configuration = configuration,
        };
        return
        [
            new RecoveryForced(configuration, note),
            new TermStarted(entry.Term),
            new EntriesAppended(ledger.Log.LastIndex, [entry]),
        ];
    }
}
