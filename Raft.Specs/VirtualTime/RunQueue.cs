using Akka.Dispatch;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// The one thread of a world: every dispatcher of every ActorSystem in it posts here, and one item runs at a time.
/// With a shuffle seed the next item is drawn from all that are ready, which explores other interleavings that real
/// threads could produce too; the order within one mailbox is never touched, as a mailbox is queued at most once.
/// </summary>
public sealed class RunQueue
{
    private readonly Lock _gate = new();
    private readonly List<IRunnable?> _ready = [];
    private readonly Random? _shuffle;
    private readonly int _ownThread = Environment.CurrentManagedThreadId;
    private int _head;
    private int _inline;
    private string? _foreignWork;

    /// <summary>Creates the queue on the thread that will drive it.</summary>
    public RunQueue(int? shuffleSeed = null) => _shuffle = shuffleSeed is { } seed ? new Random(seed) : null;

    /// <summary>More work than this at one virtual instant, or more timers, is a loop that feeds itself.</summary>
    public long LivelockBound { get; set; } = 5_000_000;

    /// <summary>How many items ran so far.</summary>
    public long Runs { get; private set; }

    /// <summary>Queues an item; from another thread it is remembered as the fault that ends the run.</summary>
    public void Post(IRunnable item)
    {
        CheckThread();
        if (_inline > 0)
        {
            item.Run();
            return;
        }

        lock (_gate)
            _ready.Add(item);
    }

    /// <summary>Notes it when something reaches this world from a foreign thread: order is lost then.</summary>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _ownThread)
            Interlocked.CompareExchange(ref _foreignWork, Environment.StackTrace, null);
    }

    /// <summary>Runs until nothing is ready.</summary>
    /// <exception cref="VirtualTimeException">Work came from another thread, or does not come to an end.</exception>
    public void Drain()
    {
        for (var left = LivelockBound; RunOne(); left--)
        {
            if (left == 0)
                throw new VirtualTimeException($"Livelock: {LivelockBound} runs at one virtual instant, and no end.");
        }

        if (_foreignWork is { } where)
            throw new VirtualTimeException("Not deterministic: work came from another thread, at\n" + where);
    }

    /// <summary>Runs what is left over at the end of a world, whatever came of it.</summary>
    internal void RunOut()
    {
        for (var left = LivelockBound; left > 0 && RunOne(); left--)
        {
        }
    }

    /// <summary>
    /// Runs posted work on the spot while <paramref name="create"/> is under way. For what blocks until an actor has
    /// started, as the constructors of TestKit and TestProbe do.
    /// </summary>
    public T Inline<T>(Func<T> create)
    {
        Drain();
        _inline++;
        try
        {
            return create();
        }
        finally
        {
            _inline--;
        }
    }

    private bool RunOne()
    {
        if (Take() is not { } item)
            return false;
        Runs++;
        item.Run();
        return true;
    }

    private IRunnable? Take()
    {
        lock (_gate)
        {
            var count = _ready.Count - _head;
            if (count == 0)
            {
                _ready.Clear();
                _head = 0;
                return null;
            }

            if (_shuffle is { } dice && count > 1)
            {
                var drawn = _head + dice.Next(count);
                (_ready[_head], _ready[drawn]) = (_ready[drawn], _ready[_head]);
            }

            var item = _ready[_head];
            _ready[_head++] = null;
            if (_head > 1024 && _head * 2 > _ready.Count)
            {
                _ready.RemoveRange(0, _head);
                _head = 0;
            }

            return item;
        }
    }
}
