using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        if (config.IsNullOrEmpty())
            throw new ConfigurationException("akka.coordinated-shutdown config cannot be empty");
        return new CoordinatedShutdown(system, config);
    }
}

/// <summary>
/// Ends an actor system in phases. The tasks of one phase run together; the next phase begins when all are done or the
/// phase's time is up. It runs once, whoever asks for it and however often.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ILoggingAdapter _log;
    private readonly Dictionary<string, Phase> _phases;
    private readonly List<string> _order;
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableDictionary<string, ImmutableList<NamedTask>> _tasks =
        ImmutableDictionary<string, ImmutableList<NamedTask>>.Empty;
    private Reason? _reason;
    private volatile bool _processIsExiting;

    internal CoordinatedShutdown(ExtendedActorSystem system, Config config)
    {
        System = system;
        _log = Logging.GetLogger(system, GetType());
        _phases = Phase.AllFrom(config);
        _order = Phase.Sort(_phases);
        AddTerminateTask(config.GetBoolean("exit-clr"));
        if (config.GetBoolean("run-by-clr-shutdown-hook"))
            HookIntoProcessExit();
    }

    public ExtendedActorSystem System { get; }

    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    public TimeSpan TotalTimeout => _tasks.Keys.Aggregate(TimeSpan.Zero, (total, phase) => total + Timeout(phase));

    public static CoordinatedShutdown Get(ActorSystem sys) =>
        sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    public TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var known)
        ? known.Timeout
        : throw new ArgumentException($"Unknown phase [{phase}]. All phases must be defined in configuration.");

    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_phases.ContainsKey(phase))
        {
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{string.Join(",", _order)}]. " +
                "All phases (along with their optional dependencies) must be defined in configuration.");
        }

        ImmutableInterlocked.AddOrUpdate(
            ref _tasks,
            phase,
            _ => [new NamedTask(taskName, task)],
            (_, tasks) => tasks.Add(new NamedTask(taskName, task)));
    }

    /// <summary>From the given phase on, or from the first.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _ = RunPhases(_order.SkipWhile(phase => fromPhase is not null && phase != fromPhase));
        return _done.Task;
    }

    private async Task RunPhases(IEnumerable<string> names)
    {
        try
        {
            foreach (var name in names)
            {
                if (_tasks.TryGetValue(name, out var tasks))
                    await RunPhase(name, tasks).ConfigureAwait(false);
            }

            _done.TrySetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    private async Task RunPhase(string name, ImmutableList<NamedTask> tasks)
    {
        var phase = _phases[name];
        _log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]",
            name, tasks.Count, string.Join(",", tasks.Select(task => task.Name)));
        var all = Task.WhenAll(tasks.Select(task => RunTask(name, phase, task)));
        try
        {
            await all.WaitAsync(phase.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!all.IsCompleted)
        {
            if (!phase.Recover)
                throw new TimeoutException($"Coordinated shutdown phase[{name}] timed out after {phase.Timeout}");
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
        }
    }

    private async Task RunTask(string phaseName, Phase phase, NamedTask task)
    {
        try
        {
            await task.Run().ConfigureAwait(false);
        }
        catch (Exception e) when (phase.Recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", task.Name, phaseName, e.Message);
        }
    }

    private void AddTerminateTask(bool exitProcess)
    {
        var terminate = System.Settings.CoordinatedShutdownTerminateActorSystem;
        if (!terminate && !exitProcess)
            return;
        AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
        {
            try
            {
                if (terminate)
                    await System.FinalTerminate().WaitAsync(Timeout(PhaseActorSystemTerminate)).ConfigureAwait(false);
            }
            finally
            {
                if (exitProcess && !_processIsExiting)
                    Environment.Exit(0);
            }

            return Done.Instance;
        });
    }

    private void HookIntoProcessExit()
    {
        EventHandler onExit = (_, _) =>
        {
            if (System.WhenTerminated.IsCompleted)
                return;
            _processIsExiting = true;
            _log.Info("Starting coordinated shutdown from CLR termination hook.");
            Run(ClrExitReason.Instance).Wait(TotalTimeout);
        };
        AppDomain.CurrentDomain.ProcessExit += onExit;
        System.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= onExit);
    }

    private sealed record NamedTask(string Name, Func<Task<Done>> Run);
}
