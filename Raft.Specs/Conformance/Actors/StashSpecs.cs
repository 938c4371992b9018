using Akka.Actor;
using Akka.Event;

namespace Raft.Specs.Conformance.Actors;

public class StashSpecs : ActorSpecs
{
    private sealed class Busy : UntypedActor, IWithUnboundedStash
    {
        private readonly IActorRef _probe;
        private bool _open;

        public Busy(IActorRef probe)
        {
            _probe = probe;
        }

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "open":
                    _open = true;
                    Stash.UnstashAll();
                    break;
                case "one":
                    _open = true;
                    Stash.Unstash();
                    break;
                case "fail":
                    throw new InvalidOperationException("on demand");
                case "twice":
                    Stash.Stash();
                    Stash.Stash();
                    break;
                default:
                    if (_open)
                        _probe.Tell(message, Sender);
                    else
                        Stash.Stash();
                    break;
            }
        }

        protected override void PostRestart(Exception reason)
        {
            _open = true;
            _probe.Tell(reason.GetType());
        }
    }

    private sealed class Narrow : UntypedActor, IWithStash
    {
        private readonly IActorRef _probe;

        public Narrow(IActorRef probe)
        {
            _probe = probe;
        }

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message) => Stash.Stash();

        protected override void PreRestart(Exception reason, object? message) => _probe.Tell(reason.GetType());
    }

    private IActorRef NewBusy(Probe probe) => Sys.ActorOf(Props.Create(() => new Busy(probe.Ref)));

    private static void Tell(IActorRef actor, params object[] messages)
    {
        foreach (var message in messages)
            actor.Tell(message);
    }

    [Fact]
    public async Task What_was_stashed_comes_back_in_order_and_before_what_is_waiting()
    {
        var probe = NewProbe();
        var busy = NewBusy(probe);
        Tell(busy, 1, 2, 3, "open", 4, 5);

        await probe.Expect(1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task One_message_can_be_unstashed_at_a_time()
    {
        var probe = NewProbe();
        var busy = NewBusy(probe);
        Tell(busy, 1, 2, "one");
        await Settle(busy);
        await probe.Expect(1);
        Tell(busy, 3, "open");

        await probe.Expect(3, 2);
    }

    [Fact]
    public async Task A_stashed_message_keeps_its_sender()
    {
        var (probe, origin) = (NewProbe(), NewProbe());
        var busy = NewBusy(probe);
        busy.Tell("letter", origin.Ref);
        busy.Tell("open");
        await probe.Expect("letter");

        Assert.Equal(origin.Ref, probe.LastSender);
    }

    [Fact]
    public async Task The_stash_survives_a_restart_in_the_mailbox()
    {
        var probe = NewProbe();
        Tell(NewBusy(probe), 1, 2, "fail", 3);

        await probe.Expect(typeof(InvalidOperationException), 1, 2, 3);
    }

    [Fact]
    public async Task The_same_message_cannot_be_stashed_twice()
    {
        var probe = NewProbe();
        Tell(NewBusy(probe), "twice");

        await probe.Expect(typeof(IllegalActorStateException));
    }

    [Fact]
    public async Task A_stash_over_its_capacity_fails_the_actor()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Narrow(probe.Ref)).WithStashCapacity(2));
        Tell(actor, 1, 2, 3);

        await probe.Expect(typeof(StashOverflowException));
    }

    [Fact]
    public async Task What_a_stopped_actor_had_stashed_is_a_dead_letter()
    {
        var (probe, mourner) = (NewProbe(), NewProbe());
        Sys.EventStream.Subscribe(mourner.Ref, typeof(DeadLetter));
        Tell(NewBusy(probe), 1, 2, PoisonPill.Instance);

        Assert.Equal([1, 2], (await mourner.Take<DeadLetter>(2)).Select(letter => (int)letter.Message));
    }
}
