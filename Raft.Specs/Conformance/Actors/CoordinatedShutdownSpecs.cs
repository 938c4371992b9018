using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Configuration;

namespace Raft.Specs.Conformance.Actors;

public class CoordinatedShutdownSpecs : ActorSpecs
{
    public CoordinatedShutdownSpecs() : base(
        "akka.coordinated-shutdown.phases {\n" +
        "hasty { depends-on = [service-stop], timeout = 50ms }\n" +
        "strict { depends-on = [hasty], timeout = 10s, recover = off }\n" +
        "before-cluster-shutdown { depends-on = [strict] } }")
    {
    }

    private sealed class Because : CoordinatedShutdown.Reason
    {
        public static readonly Because Instance = new();
    }

    private readonly ConcurrentQueue<string> _ran = new();

    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(Sys);

    private void Add(string phase, string name) => Shutdown.AddTask(phase, name, () =>
    {
        _ran.Enqueue(name);
        return Task.FromResult(Done.Instance);
    });

    [Fact]
    public async Task Phases_run_in_the_order_of_their_dependencies()
    {
        Add(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "last");
        Add(CoordinatedShutdown.PhaseBeforeServiceUnbind, "first");
        Add("hasty", "own");
        Add(CoordinatedShutdown.PhaseServiceStop, "second");
        await Shutdown.Run(Because.Instance).WaitAsync(Patience);

        Assert.Equal(["first", "second", "own", "last"], _ran);
        await Sys.WhenTerminated.WaitAsync(Patience);
    }

    [Fact]
    public async Task It_runs_once_and_for_the_first_reason()
    {
        Add(CoordinatedShutdown.PhaseServiceStop, "task");
        Assert.Null(Shutdown.ShutdownReason);
        await Shutdown.Run(Because.Instance).WaitAsync(Patience);
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);
        await Sys.Terminate().WaitAsync(Patience);

        Assert.Single(_ran);
        Assert.Same(Because.Instance, Shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Terminating_the_system_runs_it()
    {
        Add(CoordinatedShutdown.PhaseServiceStop, "task");
        await Sys.Terminate().WaitAsync(Patience);

        Assert.Equal(["task"], _ran);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, Shutdown.ShutdownReason);
    }

    [Fact]
    public async Task It_can_begin_with_a_later_phase()
    {
        Add(CoordinatedShutdown.PhaseBeforeServiceUnbind, "skipped");
        Add(CoordinatedShutdown.PhaseServiceStop, "run");
        await Shutdown.Run(Because.Instance, CoordinatedShutdown.PhaseServiceStop).WaitAsync(Patience);

        Assert.Equal(["run"], _ran);
    }

    [Fact]
    public async Task A_task_that_fails_or_hangs_does_not_keep_the_others_from_running()
    {
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "throws", () =>
            throw new InvalidOperationException("x"));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () =>
            Task.FromException<Done>(new InvalidOperationException("y")));
        Shutdown.AddTask("hasty", "hangs", () => new TaskCompletionSource<Done>().Task);
        Add(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "runs");
        await Shutdown.Run(Because.Instance).WaitAsync(Patience);

        Assert.Equal(["runs"], _ran);
    }

    [Fact]
    public async Task Unless_the_phase_is_told_not_to_recover()
    {
        Shutdown.AddTask("strict", "fails", () => Task.FromException<Done>(new InvalidOperationException("strict")));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Shutdown.Run(Because.Instance).WaitAsync(Patience));

        Assert.Equal("strict", failure.GetBaseException().Message);
        await ((ExtendedActorSystem)Sys).Abort(Patience);
    }

    [Fact]
    public void A_task_of_an_unknown_phase_is_refused() => Assert.Throws<ConfigurationException>(() =>
        Shutdown.AddTask("no-such-phase", "task", () => Task.FromResult(Done.Instance)));

    [Fact]
    public void Phases_have_their_time()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), Shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        Assert.Equal(TimeSpan.FromSeconds(10), Shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate));
        Assert.Equal(TimeSpan.FromMilliseconds(50), Shutdown.Timeout("hasty"));
    }
}

internal static class Aborting
{
    public static Task Abort(this ExtendedActorSystem system, TimeSpan patience)
    {
        system.Abort();
        return system.WhenTerminated.WaitAsync(patience);
    }
}
