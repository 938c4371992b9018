using System.Collections.Concurrent;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs mailboxes on an executor: the .NET thread pool, or threads of its own.</summary>
public class Dispatcher : MessageDispatcher
{
    private readonly DedicatedThreads? _threads;

    internal Dispatcher(MessageDispatcherConfigurator configurator, string id, DedicatedThreads? threads)
        : base(configurator)
    {
        var config = configurator.Config;
        var deadline = config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero);
        Id = id;
        Throughput = config.GetInt("throughput", DefaultThroughput);
        ThroughputDeadlineTime = deadline > TimeSpan.Zero ? deadline.Ticks : null;
        ShutdownTimeout = config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1));
        _threads = threads;
    }

    internal override bool HoldsThreads => _threads is not null;

    protected override void ExecuteTask(IRunnable run)
    {
        if (_threads is not null)
            _threads.Execute(run);
        else
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);
    }

    protected override void Shutdown() => _threads?.Shutdown();
}

/// <summary>One dispatcher for all who look it up.</summary>
public sealed class DispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Lazy<Dispatcher> _dispatcher;

    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites)
    {
        _dispatcher = new Lazy<Dispatcher>(() =>
        {
            var id = config.GetString("id", null) ?? "";
            return new Dispatcher(this, id, DedicatedThreads.From(config, id));
        });
    }

    public override MessageDispatcher Dispatcher() => _dispatcher.Value;
}

/// <summary>A dispatcher, and so a thread, for everyone who looks it up.</summary>
internal sealed class PinnedDispatcherConfigurator : MessageDispatcherConfigurator
{
    public PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
    }

    public override MessageDispatcher Dispatcher()
    {
        var id = Config.GetString("id", null) ?? "";
        return new Dispatcher(this, id, new DedicatedThreads(id, 1));
    }
}

/// <summary>
/// Threads that belong to one dispatcher. They start with the first task, and again if one comes after the end.
/// </summary>
internal sealed class DedicatedThreads
{
    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly int _count;
    private BlockingCollection<IRunnable>? _tasks;

    public DedicatedThreads(string name, int count)
    {
        _name = name;
        _count = count;
    }

    /// <summary>Null where the configuration asks for the thread pool.</summary>
    public static DedicatedThreads? From(Config config, string id)
    {
        var executor = config.GetString("executor", null);
        switch (executor)
        {
            case null or "" or "default-executor" or "thread-pool-executor" or "task-executor":
                return null;
            case "fork-join-executor":
                var threads = config.GetInt("dedicated-thread-pool.thread-count", 0);
                if (threads <= 0)
                {
                    threads = Math.Clamp(
                        Environment.ProcessorCount,
                        config.GetInt("fork-join-executor.parallelism-min", 1),
                        config.GetInt("fork-join-executor.parallelism-max", 64));
                }

                return new DedicatedThreads(id, threads);
            default:
                throw new ConfigurationException(
                    $"Could not resolve executor service configurator type {executor} for path {id}");
        }
    }

    public void Execute(IRunnable run)
    {
        lock (_lock)
            (_tasks ??= Start()).Add(run);
    }

    public void Shutdown()
    {
        lock (_lock)
        {
            _tasks?.CompleteAdding();
            _tasks = null;
        }
    }

    private BlockingCollection<IRunnable> Start()
    {
        var tasks = new BlockingCollection<IRunnable>();
        for (var i = 1; i <= _count; i++)
            new Thread(() => Work(tasks)) { IsBackground = true, Name = $"{_name}_{i}" }.Start();
        return tasks;
    }

    private static void Work(BlockingCollection<IRunnable> tasks)
    {
        foreach (var task in tasks.GetConsumingEnumerable())
            task.Run();
    }
}
