using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Raft.Specs.Conformance.Actors;

/// <summary>A dispatcher as a user would write one: everything runs on one thread of its own.</summary>
public sealed class OneThreadConfigurator : MessageDispatcherConfigurator
{
    private readonly OneThread _dispatcher;

    public OneThreadConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites)
    {
        _dispatcher = new OneThread(this, config.GetString("thread-name"), config.GetString("id"));
    }

    public override MessageDispatcher Dispatcher() => _dispatcher;
}

public sealed class OneThread : MessageDispatcher
{
    private readonly BlockingCollection<IRunnable> _tasks = [];

    public OneThread(MessageDispatcherConfigurator configurator, string name, string id) : base(configurator)
    {
        Id = id;
        Throughput = 1;
        ThroughputDeadlineTime = 1; // one message at a time, and then whoever waits
        new Thread(Work) { IsBackground = true, Name = name }.Start();
    }

    protected override void ExecuteTask(IRunnable run) => _tasks.Add(run);

    protected override void Shutdown()
    {
    }

    private void Work()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
            task.Run();
    }
}

public class DispatcherSpecs : ActorSpecs
{
    private static readonly string Own = $"type = \"{typeof(OneThreadConfigurator).AssemblyQualifiedName}\"";

    public DispatcherSpecs() : base(
        $"own {{ {Own}, thread-name = own }}\n" +
        "pinned { type = PinnedDispatcher }\n" +
        "forked { type = ForkJoinDispatcher, executor = fork-join-executor, dedicated-thread-pool.thread-count = 2 }")
    {
    }

    private IActorRef ThreadTeller(string dispatcher) => Sys.ActorOf(
        Scripted.Props((_, context) => context.Sender.Tell(Environment.CurrentManagedThreadId))
            .WithDispatcher(dispatcher));

    [Fact]
    public async Task An_actor_runs_on_the_dispatcher_of_its_props()
    {
        var actor = Sys.ActorOf(Scripted.Props((_, context) =>
            context.Sender.Tell($"{Thread.CurrentThread.Name} {context.Dispatcher.Id}")).WithDispatcher("own"));

        Assert.Equal("own own", await actor.Ask<string>("where?", Patience));
    }

    [Fact]
    public async Task A_dispatcher_is_made_once()
    {
        var threads = new HashSet<int>();
        for (var i = 0; i < 5; i++)
            threads.Add(await ThreadTeller("own").Ask<int>("where?", Patience));

        Assert.Single(threads);
        Assert.Same(Sys.Dispatchers.Lookup("own"), Sys.Dispatchers.Lookup("own"));
    }

    [Fact]
    public async Task A_throughput_of_one_message_lets_actors_take_turns()
    {
        var probe = NewProbe();
        using var gate = new ManualResetEventSlim();
        var blocker = Sys.ActorOf(Scripted.Props((_, _) => gate.Wait(Patience)).WithDispatcher("own"));
        var (a, b) = (Relay("a"), Relay("b"));
        blocker.Tell("block");
        for (var i = 1; i <= 3; i++)
            a.Tell(i);
        for (var i = 1; i <= 3; i++)
            b.Tell(i);
        gate.Set();

        await probe.Expect("a1", "b1", "a2", "b2", "a3", "b3");

        IActorRef Relay(string name) => Sys.ActorOf(
            Scripted.Props((message, _) => probe.Ref.Tell(name + message)).WithDispatcher("own"));
    }

    [Fact]
    public async Task A_pinned_actor_has_a_thread_to_itself()
    {
        var (first, second) = (ThreadTeller("pinned"), ThreadTeller("pinned"));
        var threads = new List<int>();
        for (var i = 0; i < 20; i++)
            threads.Add(await first.Ask<int>("where?", Patience));

        Assert.Single(threads.Distinct());
        Assert.NotEqual(threads[0], await second.Ask<int>("where?", Patience));
    }

    [Fact]
    public async Task A_fork_join_dispatcher_has_threads_of_its_own()
    {
        var actor = Sys.ActorOf(Scripted.Props((_, context) =>
            context.Sender.Tell(Thread.CurrentThread.IsThreadPoolThread)).WithDispatcher("forked"));

        Assert.False(await actor.Ask<bool>("on the pool?", Patience));
    }

    [Fact]
    public void A_dispatcher_that_is_not_configured_is_refused() =>
        Assert.Throws<ConfigurationException>(() => ThreadTeller("no.such.dispatcher"));

    [Fact]
    public void One_can_be_registered_under_an_id_that_is_free()
    {
        var configurator = new OneThreadConfigurator(
            ConfigurationFactory.ParseString("thread-name = registered, id = registered"),
                Sys.Dispatchers.Prerequisites);

        Assert.True(Sys.Dispatchers.RegisterConfigurator("registered", configurator));
        Assert.False(Sys.Dispatchers.RegisterConfigurator("registered", configurator));
        Assert.True(Sys.Dispatchers.HasDispatcher("registered"));
        Assert.Same(configurator.Dispatcher(), Sys.Dispatchers.Lookup("registered"));
    }

    [Fact]
    public async Task A_dispatcher_runs_plain_code_as_well()
    {
        var ran = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.Dispatchers.Lookup("own").Schedule(() => ran.SetResult(Thread.CurrentThread.Name));

        Assert.Equal("own", await ran.Task.WaitAsync(Patience));
    }
}

public class ReplacedDispatcherSpecs : ActorSpecs
{
    public ReplacedDispatcherSpecs() : base(
        $"akka.actor.default-dispatcher {{ type = \"{typeof(OneThreadConfigurator).AssemblyQualifiedName}\", " +
        "thread-name = everybody }")
    {
    }

    [Fact]
    public async Task The_default_dispatcher_can_be_any_other()
    {
        var actor = Spawn((_, context) => context.Sender.Tell(Thread.CurrentThread.Name!));

        Assert.Equal("everybody", await actor.Ask<string>("where?", Patience));
    }
}
