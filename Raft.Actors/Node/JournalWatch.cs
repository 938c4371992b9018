namespace Raft.Actors.Node;

/// <summary>
/// How long the write under way, or the snapshot's, has taken. Akka.Persistence has no time-out for a write and a
/// persisting actor sees nothing else until it is done, so its guardian watches from outside.
/// </summary>
internal sealed class JournalWatch
{
    private const long Idle = -1;

    private long _sinceTicks = Idle;

    /// <summary>When the write under way began, on the node's clock, or null.</summary>
    public TimeSpan? Since =>
        Interlocked.Read(ref _sinceTicks) is var ticks && ticks != Idle ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>A write begins.</summary>
    public void Begin(TimeSpan now) => Interlocked.Exchange(ref _sinceTicks, now.Ticks);

    /// <summary>The write is done.</summary>
    public void End() => Interlocked.Exchange(ref _sinceTicks, Idle);
}
