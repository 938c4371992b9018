using Akka.Actor;
using Akka.Event;

namespace Raft.Specs.Conformance.Actors;

public class BehaviorSpecs : ActorSpecs
{
    private sealed class Moody : UntypedActor
    {
        protected override void OnReceive(object message) => Answer("calm", message);

        private void Angry(object message) => Answer("angry", message);

        private void Sad(object message) => Answer("sad", message);

        private void Answer(string mood, object message)
        {
            switch (message)
            {
                case "become angry":
                    Become(Angry);
                    break;
                case "stack sad":
                    BecomeStacked(Sad);
                    break;
                case "unbecome":
                    UnbecomeStacked();
                    break;
                case "fail":
                    throw new InvalidOperationException("on demand");
                default:
                    Sender.Tell(mood);
                    break;
            }
        }
    }

    private async Task<string> MoodAfter(params string[] messages)
    {
        var actor = Sys.ActorOf<Moody>();
        foreach (var message in messages)
            actor.Tell(message);
        return await actor.Ask<string>("how are you?", Patience);
    }

    [Fact]
    public async Task Become_replaces_the_behaviour() => Assert.Equal("angry", await MoodAfter("become angry"));

    [Fact]
    public async Task A_stacked_behaviour_gives_way_to_the_one_below() =>
        Assert.Equal("angry", await MoodAfter("become angry", "stack sad", "unbecome"));

    [Fact]
    public async Task The_first_behaviour_can_be_unbecome_to_and_not_beyond() =>
        Assert.Equal("calm", await MoodAfter("become angry", "unbecome", "unbecome"));

    [Fact]
    public async Task A_restart_brings_back_the_first_behaviour() =>
        Assert.Equal("calm", await MoodAfter("become angry", "fail"));

    private sealed class Picky : ReceiveActor
    {
        public Picky(IActorRef probe)
        {
            Receive<int>(number => probe.Tell($"large {number}"), number => number > 100);
            Receive<int>(number => probe.Tell($"small {number}"));
            Receive<string>(text => text == "taken");
            Receive<char>(_ => Become(() => ReceiveAny(any => probe.Tell($"any {any}"))));
        }
    }

    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Picky(probe.Ref)));
        actor.Tell(5);
        actor.Tell(500);
        actor.Tell("taken");
        actor.Tell('x');
        actor.Tell("not taken");

        await probe.Expect("small 5", "large 500", "any not taken");
    }

    [Fact]
    public async Task What_no_handler_takes_is_published_as_unhandled()
    {
        var probe = NewProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Picky(probe.Ref)));
        actor.Tell("not taken", probe.Ref);

        var unhandled = await probe.Expect<UnhandledMessage>();
        Assert.Equal("not taken", unhandled.Message);
        Assert.Equal(probe.Ref, unhandled.Sender);
        Assert.Equal(actor, unhandled.Recipient);
    }

    private sealed class Delayed : UntypedActor
    {
        private readonly TaskCompletionSource<Func<object>> _escape;

        public Delayed(TaskCompletionSource<Func<object>> escape)
        {
            _escape = escape;
        }

        protected override void OnReceive(object message) => _escape.SetResult(() => Self);
    }

    [Fact]
    public async Task Outside_of_its_actor_the_context_is_not_to_be_had()
    {
        var escape = new TaskCompletionSource<Func<object>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.ActorOf(Props.Create(() => new Delayed(escape))).Tell("go");
        var readSelf = await escape.Task.WaitAsync(Patience);

        Assert.Throws<NotSupportedException>(() => readSelf());
        Assert.Throws<ActorInitializationException>(() => new Moody());
    }
}
