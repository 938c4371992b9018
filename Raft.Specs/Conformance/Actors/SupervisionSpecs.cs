using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class SupervisionSpecs : ActorSpecs
{
    private sealed record Fail(Exception Cause);

    private sealed class Fragile : UntypedActor
    {
        private readonly IActorRef _log;
        private readonly string _name;
        private int _sum;

        public Fragile(IActorRef log, string name)
        {
            _log = log;
            _name = name;
        }

        protected override void PreStart() => _log.Tell($"{_name} starts");

        protected override void PostStop() => _log.Tell($"{_name} stops");

        protected override void PreRestart(Exception reason, object? message)
        {
            _log.Tell($"{_name} will restart with sum {_sum} because of {reason.Message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _log.Tell($"{_name} has restarted with sum {_sum} because of {reason.Message}");
            base.PostRestart(reason);
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Fail fail:
                    throw fail.Cause;
                case int number:
                    _sum += number;
                    break;
                default:
                    Sender.Tell(_sum);
                    break;
            }
        }
    }

    private sealed class Parent : UntypedActor
    {
        private readonly SupervisorStrategy _strategy;

        public Parent(SupervisorStrategy strategy)
        {
            _strategy = strategy;
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;

        protected override void OnReceive(object message) =>
            Sender.Tell(Context.ActorOf((Props)message, Context.GetChildren().Any() ? "b" : "a"));
    }

    private IActorRef NewParent(SupervisorStrategy strategy) => Sys.ActorOf(Props.Create(() => new Parent(strategy)));

    private static OneForOneStrategy Always(Directive directive) => new(_ => directive);

    private static async Task<IActorRef> NewChild(IActorRef parent, Probe log, string name = "child")
    {
        var child = await parent.Ask<IActorRef>(Props.Create(() => new Fragile(log.Ref, name)), Patience);
        await log.Expect($"{name} starts");
        return child;
    }

    private static void Break(IActorRef actor) => actor.Tell(new Fail(new InvalidOperationException("boom")));

    private static Task<int> SumOf(IActorRef actor) => actor.Ask<int>("sum", Patience);

    [Fact]
    public async Task A_restart_makes_a_new_instance_behind_the_same_reference()
    {
        var log = NewProbe();
        var child = await NewChild(NewParent(Always(Directive.Restart)), log);
        child.Tell(7);
        Break(child);

        await log.Expect(
            "child will restart with sum 7 because of boom",
            "child stops",
            "child has restarted with sum 0 because of boom",
            "child starts");
        Assert.Equal(0, await SumOf(child));
    }

    [Fact]
    public async Task A_restart_keeps_the_mailbox_but_for_the_message_that_failed()
    {
        var log = NewProbe();
        var child = await NewChild(NewParent(Always(Directive.Restart)), log);
        child.Tell(1);
        Break(child);
        child.Tell(2);
        child.Tell(3);

        Assert.Equal(5, await SumOf(child));
    }

    [Fact]
    public async Task Resuming_keeps_the_state()
    {
        var log = NewProbe();
        var child = await NewChild(NewParent(Always(Directive.Resume)), log);
        child.Tell(1);
        Break(child);
        child.Tell(2);

        Assert.Equal(3, await SumOf(child));
        await log.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task Stopping_ends_the_child()
    {
        var log = NewProbe();
        var child = await NewChild(NewParent(Always(Directive.Stop)), log);
        log.Watch(child);
        Break(child);

        await log.Expect("child stops");
        Assert.Equal(child, (await log.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task An_escalated_failure_is_the_parents_own_and_its_restart_takes_the_children_along()
    {
        var log = NewProbe();
        var grandparent = NewParent(Always(Directive.Restart));
        var props = Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Escalate)));
        var parent = await grandparent.Ask<IActorRef>(props, Patience);
        var child = await NewChild(parent, log);
        log.Watch(child);
        Break(child);

        await log.Expect("child stops");
        await log.Expect<Terminated>();
        await NewChild(parent, log, "reborn"); // under the same name, "a": the parent is there, and childless
    }

    [Fact]
    public async Task One_for_one_spares_the_siblings()
    {
        var log = NewProbe();
        var parent = NewParent(Always(Directive.Restart));
        var (failing, sibling) = (await NewChild(parent, log, "failing"), await NewChild(parent, log, "sibling"));
        sibling.Tell(5);
        Break(failing);
        await log.Take<string>(4);

        Assert.Equal(5, await SumOf(sibling));
        await log.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task All_for_one_restarts_the_siblings_as_well()
    {
        var log = NewProbe();
        var parent = NewParent(new AllForOneStrategy(_ => Directive.Restart));
        var (failing, sibling) = (await NewChild(parent, log, "failing"), await NewChild(parent, log, "sibling"));
        sibling.Tell(5);
        await Settle(sibling);
        Break(failing);

        var lines = await log.Take<string>(8);
        Assert.Contains("sibling will restart with sum 5 because of boom", lines);
        Assert.Contains("sibling has restarted with sum 0 because of boom", lines);
        Assert.Contains("failing has restarted with sum 0 because of boom", lines);
    }

    [Fact]
    public async Task A_child_that_fails_too_often_is_stopped()
    {
        var log = NewProbe();
        var parent = NewParent(new OneForOneStrategy(2, TimeSpan.FromMinutes(10), _ => Directive.Restart));
        var child = await NewChild(parent, log);
        log.Watch(child);
        for (var i = 0; i < 3; i++)
            Break(child);

        var lines = await log.Take<string>(4 + 4 + 1);
        Assert.Equal(2, lines.Count(line => line.StartsWith("child has restarted", StringComparison.Ordinal)));
        await log.Expect<Terminated>();
    }

    [Fact]
    public async Task No_restart_is_allowed_where_none_is_wanted()
    {
        var log = NewProbe();
        var child = await NewChild(NewParent(new OneForOneStrategy(0, -1, _ => Directive.Restart)), log);
        Break(child);

        await log.Expect("child stops");
        await log.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task By_default_failures_restart_and_a_kill_stops()
    {
        var log = NewProbe();
        var child = await NewChild(NewParent(SupervisorStrategy.DefaultStrategy), log);
        log.Watch(child);
        Break(child);
        await log.Take<string>(4);
        child.Tell(Kill.Instance);

        await log.Expect("child stops");
        await log.Expect<Terminated>();
    }

    [Fact]
    public async Task The_strategy_of_the_props_wins_over_the_actors_own()
    {
        var log = NewProbe();
        var parent = Sys.ActorOf(Props.Create(() => new Parent(Always(Directive.Restart)))
            .WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy));
        var child = await NewChild(parent, log);
        Break(child);

        await log.Expect("child stops");
        await log.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task A_constructor_that_throws_is_an_initialization_failure_with_its_cause()
    {
        var log = NewProbe();
        var parent = NewParent(new OneForOneStrategy(cause =>
        {
            log.Ref.Tell(cause);
            return Directive.Stop;
        }));
        var child = await parent.Ask<IActorRef>(Props.Create<Unborn>(), Patience);
        log.Watch(child);

        var failure = await log.Expect<ActorInitializationException>();
        Assert.Equal("stillborn", failure.GetBaseException().Message);
        Assert.Equal(child, (await log.Expect<Terminated>()).ActorRef);
    }

    private sealed class Unborn : UntypedActor
    {
        public Unborn()
        {
            throw new InvalidOperationException("stillborn");
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadStart : UntypedActor
    {
        protected override void PreStart() => throw new InvalidOperationException("bad start");

        protected override void OnReceive(object message)
        {
        }
    }

    [Fact]
    public async Task PreStart_that_throws_is_an_initialization_failure()
    {
        var log = NewProbe();
        var parent = NewParent(new OneForOneStrategy(cause =>
        {
            log.Ref.Tell(cause);
            return Directive.Stop;
        }));
        await parent.Ask<IActorRef>(Props.Create<BadStart>(), Patience);

        Assert.Equal("bad start", (await log.Expect<ActorInitializationException>()).GetBaseException().Message);
    }

    [Fact]
    public void In_a_table_of_directives_the_first_entry_that_fits_counts()
    {
        var decider = Decider.From(
            Directive.Escalate,
            Directive.Stop.When<ArgumentNullException>(),
            Directive.Restart.When<ArgumentException>(),
            Directive.Resume.When<ArgumentOutOfRangeException>());

        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Restart, decider.Decide(new ArgumentOutOfRangeException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new InvalidOperationException()));
    }

    private sealed class Keeper : UntypedActor
    {
        protected override void PreRestart(Exception reason, object? message)
        {
            // keeps its children: they are restarted with it
        }

        protected override void OnReceive(object message)
        {
            if (message is Fail fail)
                throw fail.Cause;
            Sender.Tell(Context.ActorOf((Props)message));
        }
    }

    [Fact]
    public async Task Children_that_are_not_stopped_in_a_restart_are_restarted()
    {
        var log = NewProbe();
        var keeper = Sys.ActorOf<Keeper>();
        var child = await NewChild(keeper, log);
        child.Tell(4);
        await Settle(child);
        Break(keeper);

        await log.Expect(
            "child will restart with sum 4 because of boom",
            "child stops",
            "child has restarted with sum 0 because of boom",
            "child starts");
        Assert.Equal(0, await SumOf(child));
    }

    [Fact]
    public async Task The_failing_message_is_handed_to_the_instance_that_goes()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Confessor(probe.Ref)));
        actor.Tell("poisonous");

        await probe.Expect("poisonous");
    }

    private sealed class Confessor : UntypedActor
    {
        private readonly IActorRef _probe;

        public Confessor(IActorRef probe)
        {
            _probe = probe;
        }

        protected override void PreRestart(Exception reason, object? message) => _probe.Tell(message!);

        protected override void OnReceive(object message) => throw new InvalidOperationException("boom");
    }
}
