using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class DeathWatchSpecs : ActorSpecs
{
    private sealed class Mortal : UntypedActor
    {
        private readonly IActorRef _log;
        private readonly string _name;

        public Mortal(IActorRef log, string name)
        {
            _log = log;
            _name = name;
        }

        protected override void OnReceive(object message)
        {
            if (message is Props child)
                Sender.Tell(Context.ActorOf(child));
            else
                _log.Tell(message);
        }

        protected override void PostStop() => _log.Tell($"{_name} stops");
    }

    private static Props NewMortal(Probe log, string name = "mortal") => Props.Create(() => new Mortal(log.Ref, name));

    [Fact]
    public async Task A_watcher_hears_of_the_end_after_everything_that_was_said_before_it()
    {
        var probe = NewProbe();
        var mortal = Sys.ActorOf(NewMortal(probe));
        probe.Watch(mortal);
        await Settle(probe.Ref);
        mortal.Tell("last words");
        mortal.Tell(PoisonPill.Instance);

        await probe.Expect("last words", "mortal stops");
        var terminated = await probe.Expect<Terminated>();
        Assert.Equal(mortal, terminated.ActorRef);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task Watching_twice_is_watching_once()
    {
        var probe = NewProbe();
        var mortal = Sys.ActorOf(NewMortal(NewProbe()));
        probe.Watch(mortal);
        probe.Watch(mortal);
        mortal.Tell(PoisonPill.Instance);
        await probe.Expect<Terminated>();

        await probe.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task Who_watches_an_actor_that_is_gone_is_told_at_once()
    {
        var probe = NewProbe();
        var mortal = Sys.ActorOf(NewMortal(NewProbe()));
        Assert.True(await mortal.GracefulStop(Patience));
        probe.Watch(mortal);

        Assert.Equal(mortal, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_watcher_can_choose_the_message()
    {
        var probe = NewProbe();
        var mortal = Sys.ActorOf(NewMortal(NewProbe()));
        probe.Ref.Tell(new Run(context => context.WatchWith(mortal, "it is gone")));
        mortal.Tell(PoisonPill.Instance);

        await probe.Expect("it is gone");
    }

    [Fact]
    public async Task Unwatching_forgets_even_what_is_in_the_mailbox_already()
    {
        var probe = NewProbe();
        var mortal = Sys.ActorOf(NewMortal(NewProbe()));
        using var gate = new ManualResetEventSlim();
        probe.Ref.Tell(new Run(context =>
        {
            context.Watch(mortal);
            mortal.Tell(PoisonPill.Instance);
            gate.Wait(Patience);
            context.Unwatch(mortal);
        }));
        Assert.True(await mortal.WatchAsync().WaitAsync(Patience));
        gate.Set();

        await probe.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task An_actor_that_does_not_handle_the_end_of_one_it_watches_fails()
    {
        var probe = NewProbe();
        var mortal = Sys.ActorOf(NewMortal(NewProbe()));
        var pact = Sys.ActorOf(Props.Create(() => new Pact(mortal)));
        await Settle(pact);
        probe.Watch(pact);
        await Settle(probe.Ref);
        mortal.Tell(PoisonPill.Instance);

        Assert.Equal(pact, (await probe.Expect<Terminated>()).ActorRef);
    }

    private sealed class Pact : ReceiveActor
    {
        public Pact(IActorRef other)
        {
            Context.Watch(other);
        }
    }

    [Fact]
    public async Task Children_stop_before_their_parent()
    {
        var log = NewProbe();
        var parent = Sys.ActorOf(NewMortal(log, "parent"));
        var child = await parent.Ask<IActorRef>(NewMortal(log, "child"), Patience);
        await child.Ask<IActorRef>(NewMortal(log, "grandchild"), Patience);
        log.Watch(parent);
        Sys.Stop(parent);

        await log.Expect("grandchild stops", "child stops", "parent stops");
        await log.Expect<Terminated>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_poison_pill_waits_its_turn_and_a_stop_does_not(bool pill)
    {
        var (log, entered) = (NewProbe(), new TaskCompletionSource());
        using var gate = new ManualResetEventSlim();
        var actor = Spawn((message, _) =>
        {
            entered.TrySetResult();
            gate.Wait(Patience);
            log.Ref.Tell(message);
        });
        log.Watch(actor);
        actor.Tell(1);
        actor.Tell(2);
        await entered.Task.WaitAsync(Patience);
        await Settle(log.Ref);
        if (pill)
            actor.Tell(PoisonPill.Instance);
        else
            ((IInternalActorRef)actor).Stop();
        gate.Set();

        await log.Expect(1);
        if (pill)
            await log.Expect(2);
        await log.Expect<Terminated>();
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_actor_has_stopped_and_the_new_one_is_somebody_else()
    {
        var first = Sys.ActorOf(NewMortal(NewProbe()), "reused");
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(NewMortal(NewProbe()), "reused"));
        Assert.True(await first.GracefulStop(Patience));
        await SettleGuardian();
        var second = Sys.ActorOf(NewMortal(NewProbe()), "reused");

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
    }

    [Fact]
    public async Task A_graceful_stop_in_vain_says_so()
    {
        using var gate = new ManualResetEventSlim();
        var stuck = Spawn((_, _) => gate.Wait(Patience));
        stuck.Tell("hang");

        Assert.False(await stuck.GracefulStop(TimeSpan.FromMilliseconds(50)));
        gate.Set();
    }
}
