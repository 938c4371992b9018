using Akka.Event;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// A logger without an actor: the default one answers its start-up Ask from a dispatcher that nobody drains yet, which
/// costs five seconds per ActorSystem. What is logged goes to the world that created the system.
/// </summary>
public sealed class SilentLogger : MinimalLogger
{
    private readonly VirtualWorld _world = VirtualWorld.UnderConstruction;

    /// <inheritdoc />
    protected override void Log(object message)
    {
        if (message is LogEvent entry)
            _world.Logged(entry);
    }
}
