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
        var (from, now) = (Sender.Path.Address, _setup.Clock());
        if (_toldOf.TryGetValue(from, out var toldAt) && now - toldAt < TellAgainAfter)
            return;
        // A stranger can make up addresses: it shall neither fill the memory nor the log.
        if (_toldOf.Count >= MaxDistrusted && !MakeRoom(now))
            return;
        _toldOf[from] = now;
        _log.Warning(
            "Nothing that {0} says is believed: {1} (raft.secret must be the same on all nodes)",
            from, message.HasTag ? "it uses another secret" : "its messages carry no tag");
    }

    private bool MakeRoom(TimeSpan now)
    {
        foreach (var (address, _) in _toldOf.Where(told => now - told.Value >= TellAgainAfter).ToList())
            _toldOf.Remove(address);
        return _toldOf.Count < MaxDistrusted;
    }
}
