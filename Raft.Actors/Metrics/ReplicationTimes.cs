using Raft.Actors.Protocol;

namespace Raft.Actors.Metrics;

/// <summary>
/// Times how long entries take from a leader to a follower's disk and back. What is never acknowledged is forgotten
/// when too much of it has gathered, so memory stays bounded.
/// </summary>
internal sealed class ReplicationTimes(NodeMetrics metrics)
{
    private const int MostUnderWay = 1024;

    private readonly Dictionary<(NodeId To, long Term, long Request), TimeSpan> _sent = [];

    /// <summary>A message leaves.</summary>
    public void Sent(NodeId to, PeerMessage message, TimeSpan now)
    {
        if (message is not AppendEntries { Entries.Count: > 0 } append || !NodeMetrics.TimesReplication)
            return;
        if (_sent.Count >= MostUnderWay)
            _sent.Clear();
        _sent[(to, append.Term, append.Request)] = now;
    }

    /// <summary>A message came.</summary>
    public void Heard(NodeId from, PeerMessage message, TimeSpan now)
    {
        if (_sent.Count > 0 && message is AppendReply reply
            && _sent.Remove((from, reply.Term, reply.Request), out var sent) && reply.Success)
            metrics.Replicated(now - sent);
    }
}
