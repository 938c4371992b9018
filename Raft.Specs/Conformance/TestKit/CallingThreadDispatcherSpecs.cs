using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace Raft.Specs.Conformance;

public class CallingThreadDispatcherSpecs : TestKit
{
    private readonly List<string> _seen = [];

    [Fact]
    public void Its_id_is_a_section_of_the_configuration()
    {
        Assert.Equal("akka.test.calling-thread-dispatcher", CallingThreadDispatcher.Id);
        Assert.IsType<CallingThreadDispatcher>(Sys.Dispatchers.Lookup(CallingThreadDispatcher.Id));
    }

    [Fact]
    public void A_message_is_handled_before_tell_returns_and_on_the_thread_that_tells()
    {
        var actor = Calling((message, _) => _seen.Add($"{message} on {Environment.CurrentManagedThreadId}"));

        actor.Tell("hello");

        Assert.Equal([$"hello on {Environment.CurrentManagedThreadId}"], _seen);
    }

    [Fact]
    public void What_a_handler_tells_another_actor_is_handled_inside_that_handler()
    {
        var inner = Calling((message, _) => _seen.Add($"inner {message}"));
        var outer = Calling((message, _) =>
        {
            _seen.Add("outer begins");
            inner.Tell(message);
            _seen.Add("outer ends");
        });

        outer.Tell(1);

        Assert.Equal(["outer begins", "inner 1", "outer ends"], _seen);
    }

    [Fact]
    public void What_a_handler_tells_its_own_actor_is_handled_after_it()
    {
        var actor = Calling((message, self) =>
        {
            _seen.Add($"{message} begins");
            if (message is "first")
                self.Tell("second");
            _seen.Add($"{message} ends");
        });

        actor.Tell("first");

        Assert.Equal(["first begins", "first ends", "second begins", "second ends"], _seen);
    }

    private IActorRef Calling(Action<object, IActorRef> handle)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Handler(handle)).WithDispatcher(CallingThreadDispatcher.Id));
        actor.Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(30)).Wait(TimeSpan.FromSeconds(30));
        return actor;
    }

    private sealed class Handler(Action<object, IActorRef> handle) : UntypedActor
    {
        protected override void OnReceive(object message) => handle(message, Self);
    }
}
