using Akka.Actor;
using Akka.TestKit.Xunit2;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Conformance;

/// <summary>Akka's actors, dispatchers and schedulers in virtual time.</summary>
public class VirtualTimeSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Every_actor_of_every_system_runs_on_the_worlds_thread()
    {
        using var world = new VirtualWorld();
        var threads = new HashSet<int>();
        foreach (var name in new[] { "a", "b" })
        {
            var system = world.StartSystem(name);
            Spawn(world, system, (_, _) => threads.Add(Environment.CurrentManagedThreadId)).Tell("run");
        }

        world.Run(Second);

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void A_message_told_is_handled_when_the_world_runs_and_not_before()
    {
        using var world = new VirtualWorld();
        var probe = world.Record(world.StartSystem("a"), "probe");

        probe.Ref.Tell("hello");
        Assert.Empty(probe.Received);
        world.Run(TimeSpan.Zero);

        Assert.Equal(["hello"], probe.Messages);
    }

    [Fact]
    public void A_timer_fires_at_its_very_instant_however_far_the_world_runs()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var probe = world.Record(system, "probe");
        system.Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), probe.Ref, "late", ActorRefs.NoSender);
        system.Scheduler.ScheduleTellOnce(Second, probe.Ref, "soon", ActorRefs.NoSender);

        world.Run(TimeSpan.FromDays(1));

        Assert.Equal([Second, TimeSpan.FromHours(1)], probe.Received.Select(entry => entry.At));
        Assert.Equal(TimeSpan.FromDays(1), world.Now);
    }

    [Fact]
    public void A_periodic_timer_fires_at_every_interval_of_one_run()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var probe = world.Record(system, "probe");
        system.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, Second, probe.Ref, "tick", ActorRefs.NoSender);

        world.Run(10 * Second);

        Assert.Equal(Enumerable.Range(0, 11).Select(i => i * Second), probe.Received.Select(entry => entry.At));
    }

    [Fact]
    public void What_a_timer_schedules_without_delay_happens_at_the_same_instant()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var probe = world.Record(system, "probe");
        system.Scheduler.Advanced.ScheduleOnce(Second, () =>
            system.Scheduler.ScheduleTellOnce(TimeSpan.Zero, probe.Ref, "now", ActorRefs.NoSender));

        world.Run(2 * Second);

        Assert.Equal([Second], probe.Received.Select(entry => entry.At));
    }

    [Fact]
    public void What_is_cancelled_never_happens()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var probe = world.Record(system, "probe");
        var cancelable = new Cancelable(system.Scheduler.Advanced);
        system.Scheduler.ScheduleTellRepeatedly(Second, Second, probe.Ref, "tick", ActorRefs.NoSender, cancelable);
        system.Scheduler.Advanced.ScheduleOnce(3 * Second, () => probe.Ref.Tell("action"), cancelable);
        world.Run(2.5 * Second);

        cancelable.Cancel();
        world.Run(10 * Second);

        Assert.Equal(["tick", "tick"], probe.Messages);
    }

    [Fact]
    public void All_of_the_schedulers_clocks_are_virtual()
    {
        using var world = new VirtualWorld();
        var scheduler = world.StartSystem("a").Scheduler;
        var (wall, monotonic, fine) = (scheduler.Now, scheduler.MonotonicClock, scheduler.HighResMonotonicClock);

        world.Run(TimeSpan.FromDays(3));

        Assert.Equal(TimeSpan.FromDays(3), scheduler.Now - wall);
        Assert.Equal(TimeSpan.FromDays(3), scheduler.MonotonicClock - monotonic);
        Assert.Equal(TimeSpan.FromDays(3), scheduler.HighResMonotonicClock - fine);
    }

    [Fact]
    public void An_actors_receive_timeout_passes_in_virtual_time()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var probe = world.Record(system, "probe");
        world.Spawn(system, Props.Create(() => new Impatient(probe.Ref)), "impatient");

        world.Run(TimeSpan.FromMinutes(1));

        Assert.Equal([TimeSpan.FromSeconds(20)], probe.Received.Select(entry => entry.At));
    }

    [Fact]
    public void Waiting_stops_at_the_instant_at_which_the_condition_holds()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var probe = world.Record(system, "probe");
        system.Scheduler.ScheduleTellRepeatedly(Second, Second, probe.Ref, "tick", ActorRefs.NoSender);

        world.RunUntil(() => probe.Received.Count == 3, TimeSpan.FromMinutes(1), "three ticks");

        Assert.Equal(3 * Second, world.Now);
    }

    [Fact]
    public void Waiting_in_vain_says_for_what()
    {
        using var world = new VirtualWorld();

        var failure = Assert.Throws<VirtualTimeException>(() => world.RunUntil(() => false, Second, "a miracle"));

        Assert.Contains("a miracle", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_from_another_thread_is_found_out()
    {
        using var world = new VirtualWorld();
        var probe = world.Record(world.StartSystem("a"), "probe");
        var stranger = new Thread(() => probe.Ref.Tell("from afar"));
        stranger.Start();
        stranger.Join();

        var failure = Assert.Throws<VirtualTimeException>(() => world.Run(Second));

        Assert.Contains("another thread", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Actors_that_never_come_to_rest_are_found_out()
    {
        using var world = new VirtualWorld();
        var (system, turns) = (world.StartSystem("a"), 0);
        world.Queue.LivelockBound = 1000;
        var actor = Spawn(world, system, (message, self) =>
        {
            if (turns++ < 2000)
                self.Tell(message);
        });
        actor.Tell("again");

        var failure = Assert.Throws<VirtualTimeException>(() => world.Run(Second));

        Assert.Contains("Livelock", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timers_that_never_let_time_pass_are_found_out()
    {
        using var world = new VirtualWorld();
        var scheduler = world.StartSystem("a").Scheduler.Advanced;
        world.Queue.LivelockBound = 1000;
        scheduler.ScheduleOnce(TimeSpan.Zero, Again);

        var failure = Assert.Throws<VirtualTimeException>(() => world.Run(Second));

        Assert.Contains("Livelock", failure.Message, StringComparison.Ordinal);
        void Again() => scheduler.ScheduleOnce(TimeSpan.Zero, Again);
    }

    [Fact]
    public void A_seed_may_shuffle_what_is_ready_but_never_one_actors_mail()
    {
        var orders = Enumerable.Range(0, 20).Select(Order).ToList();

        Assert.True(orders.Distinct().Count() > 5);
        Assert.Equal(orders, Enumerable.Range(0, 20).Select(Order));

        static string Order(int seed)
        {
            using var world = new VirtualWorld(seed, shuffle: true);
            var (system, order) = (world.StartSystem("a"), new List<string>());
            string[] names = ["x", "y", "z"];
            var actors = names.Select(name => Spawn(world, system, (mail, _) => order.Add(name + mail))).ToList();
            foreach (var actor in actors)
            {
                actor.Tell(1);
                actor.Tell(2);
            }

            world.Run(TimeSpan.Zero);
            foreach (var name in names)
                Assert.True(order.IndexOf(name + 1) < order.IndexOf(name + 2));
            return string.Join(' ', order);
        }
    }

    [Fact]
    public void The_death_of_a_system_stops_its_actors_and_leaves_the_others_alone()
    {
        using var world = new VirtualWorld();
        var (doomed, safe) = (world.StartSystem("doomed"), world.StartSystem("safe"));
        var (dead, alive) = (world.Record(doomed, "probe"), world.Record(safe, "probe"));
        doomed.Scheduler.ScheduleTellRepeatedly(Second, Second, dead.Ref, "tick", ActorRefs.NoSender);
        safe.Scheduler.ScheduleTellRepeatedly(Second, Second, alive.Ref, "tick", ActorRefs.NoSender);
        world.Run(2 * Second);

        world.Abort(doomed);
        world.Run(3 * Second);

        Assert.Equal(2, dead.Received.Count);
        Assert.Equal(5, alive.Received.Count);
    }

    [Fact]
    public void A_watched_actor_that_fails_is_stopped_and_reported_in_the_same_instant()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem(
            "a", "akka.actor.guardian-supervisor-strategy = \"Akka.Actor.StoppingSupervisorStrategy\"");
        var probe = world.Record(system, "probe");
        var actor = Spawn(world, system, (_, _) => throw new InvalidDataException("torn"));
        probe.Watch(actor);

        actor.Tell("fail");
        world.Run(TimeSpan.Zero);

        Assert.Equal(actor, Assert.Single(probe.Of<Terminated>()).ActorRef);
        Assert.Contains(world.Log, line => line.Contains("torn", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_probe_works_in_it_when_it_is_made_inline()
    {
        using var world = new VirtualWorld();
        var system = world.StartSystem("a");
        var kit = world.Queue.Inline(() => new TestKit(system));
        var probe = world.Queue.Inline(() => kit.CreateTestProbe("probe"));
        system.Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), probe.Ref, "hello", ActorRefs.NoSender);

        world.Run(TimeSpan.FromHours(1));

        Assert.Equal("hello", probe.ReceiveOne(TimeSpan.Zero));
    }

    private static IActorRef Spawn(VirtualWorld world, ActorSystem system, Action<object, IActorRef> handle)
    {
        var actor = system.ActorOf(Props.Create(() => new Handler(handle)));
        world.Queue.Drain();
        return actor;
    }

    private sealed class Handler(Action<object, IActorRef> handle) : UntypedActor
    {
        protected override void OnReceive(object message) => handle(message, Self);
    }

    private sealed class Impatient(IActorRef listener) : UntypedActor
    {
        protected override void PreStart() => Context.SetReceiveTimeout(TimeSpan.FromSeconds(20));

        protected override void OnReceive(object message)
        {
            if (message is not ReceiveTimeout)
                return;
            listener.Tell("nobody came");
            Context.SetReceiveTimeout(null);
        }
    }
}
