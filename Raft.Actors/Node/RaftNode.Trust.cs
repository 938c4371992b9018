using Akka.Actor;
using Akka.Event;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Actors.Node;

/// <summary>Whoever does not know the secret is not listened to, counted, and told of now and then.</summary>
internal sealed partial class RaftNode
{
    private const int MaxDistrusted = 64;
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Address, TimeSpan> _toldOf = [];

    private void Disbelieve(Distrusted message)
    {
        _metrics.Refused();
        var from = Sender.Path.Address;
        if (IsWorthTelling(from))
            _log.Warning(
                "Nothing that {0} says is believed: {1} (raft.secret must be the same on all nodes)",
                from, message.HasTag ? "it uses another secret" : "its messages carry no tag");
    }

    /// <summary>Whether so much time has passed since the last word about a stranger that another is due.</summary>
    private bool IsWorthTelling(Address from)
    {
        var now = _setup.Clock();
        if (_toldOf.TryGetValue(from, out var toldAt) && now - toldAt < TellAgainAfter)
            return false;
        // A stranger can make up addresses: it shall neither fill the memory nor the log.
        if (_toldOf.Count >= MaxDistrusted && !MakeRoom(now))
            return false;
        _toldOf[from] = now;
        return true;
    }

    private bool MakeRoom(TimeSpan now)
    {
        foreach (var (address, _) in _toldOf.Where(told => now - told.Value >= TellAgainAfter).ToList())
            _toldOf.Remove(address);
        return _toldOf.Count < MaxDistrusted;
    }
}
