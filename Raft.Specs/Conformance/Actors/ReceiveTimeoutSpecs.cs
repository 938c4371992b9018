using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class ReceiveTimeoutSpecs : TimedActorSpecs
{
    private sealed class Whisper : INotInfluenceReceiveTimeout;

    private readonly Probe _probe;
    private readonly IActorRef _actor;

    public ReceiveTimeoutSpecs()
    {
        _probe = NewProbe();
        _actor = Spawn((message, context) =>
        {
            if (message is Run run)
                run.Action(context);
            else
                _probe.Ref.Tell(message);
        });
    }

    private async Task SetTimeout(TimeSpan? timeout)
    {
        _actor.Tell(new Run(context => context.SetReceiveTimeout(timeout)));
        await Settle(_actor);
    }

    private async Task Hear(object message)
    {
        _actor.Tell(message);
        await _probe.Expect(message);
        await Settle(_actor);
    }

    [Fact]
    public async Task It_comes_when_nothing_has_come_for_so_long_and_again_and_again()
    {
        await SetTimeout(Seconds(1));
        Clock.Advance(Seconds(1));
        await _probe.Expect(ReceiveTimeout.Instance);
        await Settle(_actor);
        Clock.Advance(Seconds(1));

        await _probe.Expect(ReceiveTimeout.Instance);
    }

    [Fact]
    public async Task Every_message_starts_it_anew()
    {
        await SetTimeout(Seconds(1));
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(Seconds(0.9));
            await Hear(i);
        }

        await _probe.ExpectNothingBefore("fence");
        Clock.Advance(Seconds(1));
        await _probe.Expect(ReceiveTimeout.Instance);
    }

    [Fact]
    public async Task But_not_one_that_is_marked_so()
    {
        await SetTimeout(Seconds(1));
        Clock.Advance(Seconds(0.9));
        await Hear(new Whisper());
        Clock.Advance(Seconds(0.1));

        await _probe.Expect(ReceiveTimeout.Instance);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await SetTimeout(Seconds(1));
        await SetTimeout(null);
        Clock.Advance(Seconds(10));
        await Settle(_actor);

        await _probe.ExpectNothingBefore("fence");
    }
}
