namespace Raft.Specs.Chaos;

/// <summary>One direction between two nodes, and the connections that were dialled in it.</summary>
internal sealed class NetworkLink
{
    private readonly Lock _lock = new();
    private readonly HashSet<Action> _connections = [];
    private TaskCompletionSource? _healed;
    private long _mostDelayTicks;

    public bool IsCut
    {
        get
        {
            lock (_lock)
                return _healed is not null;
        }

        set
        {
            lock (_lock)
            {
                if (value)
                {
                    _healed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return;
                }

                _healed?.SetResult();
                _healed = null;
            }
        }
    }

    public TimeSpan MostDelay
    {
        get => new(Interlocked.Read(ref _mostDelayTicks));
        set => Interlocked.Exchange(ref _mostDelayTicks, value.Ticks);
    }

    /// <summary>Completes when the link is not cut.</summary>
    public Task Passable(CancellationToken stop)
    {
        lock (_lock)
            return _healed?.Task.WaitAsync(stop) ?? Task.CompletedTask;
    }

    /// <summary>Remembers how to break a connection, until the answer is disposed of.</summary>
    public IDisposable Keep(Action breakIt)
    {
        lock (_lock)
            _connections.Add(breakIt);
        return new Kept(this, breakIt);
    }

    public void BreakAll()
    {
        Action[] all;
        lock (_lock)
            all = [.. _connections];
        foreach (var breakIt in all)
            breakIt();
    }

    private sealed class Kept(NetworkLink link, Action breakIt) : IDisposable
    {
        public void Dispose()
        {
            lock (link._lock)
                link._connections.Remove(breakIt);
        }
    }
}
