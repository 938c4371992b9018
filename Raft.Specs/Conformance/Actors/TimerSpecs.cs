using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class TimerSpecs : TimedActorSpecs
{
    private sealed record Do(Action<ITimerScheduler> Action);

    private sealed class Timed : UntypedActor, IWithTimers, IWithUnboundedStash
    {
        private readonly IActorRef _probe;
        private bool _stashing;

        public Timed(IActorRef probe)
        {
            _probe = probe;
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Do step:
                    step.Action(Timers);
                    break;
                case "stash":
                    _stashing = true;
                    break;
                case "unstash":
                    _stashing = false;
                    Stash.UnstashAll();
                    break;
                case "fail":
                    throw new InvalidOperationException("on demand");
                default:
                    if (_stashing)
                        Stash.Stash();
                    else
                        _probe.Tell(message);
                    break;
            }
        }
    }

    private readonly Probe _probe;
    private readonly IActorRef _timed;

    public TimerSpecs()
    {
        _probe = NewProbe();
        _timed = Sys.ActorOf(Props.Create(() => new Timed(_probe.Ref)));
    }

    private async Task With(Action<ITimerScheduler> action)
    {
        _timed.Tell(new Do(action));
        await Settle(_timed);
    }

    private async Task ExpectNothing()
    {
        await Settle(_timed);
        await _probe.ExpectNothingBefore(Guid.NewGuid());
    }

    [Fact]
    public async Task A_single_timer_fires_once_and_is_gone()
    {
        await With(timers => timers.StartSingleTimer("key", "tick", Seconds(1)));
        Clock.Advance(Seconds(0.999));
        await ExpectNothing();
        Clock.Advance(Seconds(0.001));
        await _probe.Expect("tick");
        await With(timers => _probe.Ref.Tell(timers.IsTimerActive("key")));
        await _probe.Expect(false);
        Clock.Advance(Seconds(10));
        await ExpectNothing();
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", Seconds(1)));
        Clock.Advance(Seconds(3));
        await _probe.Expect("tick", "tick", "tick");
        await With(timers => timers.Cancel("key"));
        Clock.Advance(Seconds(3));
        await ExpectNothing();
    }

    [Fact]
    public async Task A_periodic_timer_can_have_another_first_delay()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", Seconds(5), Seconds(1)));
        Clock.Advance(Seconds(4.9));
        await ExpectNothing();
        Clock.Advance(Seconds(1.1));
        await _probe.Expect("tick", "tick");
    }

    [Fact]
    public async Task Arming_a_key_anew_replaces_the_timer()
    {
        await With(timers => timers.StartSingleTimer("key", "old", Seconds(1)));
        await With(timers => timers.StartSingleTimer("key", "new", Seconds(2)));
        Clock.Advance(Seconds(2));
        await _probe.Expect("new");
        await ExpectNothing();
    }

    [Fact]
    public async Task Every_key_is_a_timer_of_its_own()
    {
        await With(timers =>
        {
            timers.StartSingleTimer("a", "first", Seconds(1));
            timers.StartSingleTimer("b", "second", Seconds(2));
            _probe.Ref.Tell(timers.ActiveTimers.Count);
            timers.CancelAll();
            timers.StartSingleTimer("c", "third", Seconds(3));
        });
        Clock.Advance(Seconds(5));
        await _probe.Expect(2, "third");
        await ExpectNothing();
    }

    [Fact]
    public async Task A_tick_in_the_mailbox_is_discarded_when_its_timer_has_been_armed_anew()
    {
        await With(timers => timers.StartSingleTimer("key", "stale", Seconds(1)));
        using var gate = new ManualResetEventSlim();
        _timed.Tell(new Do(timers =>
        {
            gate.Wait(Patience);
            timers.StartSingleTimer("key", "fresh", Seconds(1));
        }));
        Clock.Advance(Seconds(1)); // the tick is behind the message that is being handled
        gate.Set();
        await ExpectNothing();
        Clock.Advance(Seconds(1));
        await _probe.Expect("fresh");
    }

    [Fact]
    public async Task A_tick_in_the_mailbox_is_discarded_when_its_timer_has_been_cancelled()
    {
        await With(timers => timers.StartSingleTimer("key", "stale", Seconds(1)));
        using var gate = new ManualResetEventSlim();
        _timed.Tell(new Do(timers =>
        {
            gate.Wait(Patience);
            timers.Cancel("key");
        }));
        Clock.Advance(Seconds(1));
        gate.Set();
        await ExpectNothing();
    }

    [Fact]
    public async Task A_tick_that_was_stashed_comes_back_as_the_message_itself()
    {
        _timed.Tell("stash");
        await With(timers => timers.StartSingleTimer("key", "tick", Seconds(1)));
        Clock.Advance(Seconds(1));
        await ExpectNothing();
        _timed.Tell("unstash");
        await _probe.Expect("tick");
    }

    [Fact]
    public async Task Timers_end_with_the_instance_that_armed_them()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", Seconds(1)));
        _timed.Tell("fail");
        await With(timers => _probe.Ref.Tell(timers.IsTimerActive("key")));
        await _probe.Expect(false);
        Clock.Advance(Seconds(5));
        await ExpectNothing();
    }

    [Fact]
    public async Task A_timer_message_may_bring_its_sender()
    {
        await With(timers => timers.StartSingleTimer("key", new Identify("who"), Seconds(1), _probe.Ref));
        Clock.Advance(Seconds(1));

        var identity = await _probe.Expect<ActorIdentity>();
        Assert.Equal(_timed, identity.Subject);
    }
}
