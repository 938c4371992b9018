using System.Globalization;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>Whether clients are well served by this node: what <c>GET /health/ready</c> says.</summary>
/// <param name="maxApplyLag">With how many committed entries yet to apply it still is. 0 or more.</param>
public sealed class Readiness(int maxApplyLag)
{
    private volatile bool _stops;

    /// <summary>From now on it is not: the node stops, and new clients had better go elsewhere.</summary>
    public void Stop() => _stops = true;

    /// <summary>Why it is not, in a sentence; null when it is.</summary>
    /// <param name="now">The node's picture of itself; null when it did not answer.</param>
    public string? Problem(NodeStatus? now)
    {
        if (_stops)
            return "The node stops.";
        if (now is null)
            return "The node is too busy to say how it is.";
        if (now.Leader is null)
            return "No leader is known.";
        return now.ApplyLag() <= maxApplyLag ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ApplyLag()} committed entries are yet to be applied, and raft.host.max-apply-lag is {maxApplyLag}.");
    }
}
