namespace Raft.Specs.VirtualTime;

/// <summary>Foreign threads, a livelock, or a condition that did not come true in time.</summary>
public sealed class VirtualTimeException : Exception
{
    /// <summary>Creates it with what went wrong.</summary>
    public VirtualTimeException(string message)
        : base(message)
    {
    }
}
