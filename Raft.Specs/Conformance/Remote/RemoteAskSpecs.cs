using Akka.Actor;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteAskSpecs : IAsyncLifetime
{
    private readonly Peer _here = Peer.Start("here");
    private readonly Peer _there = Peer.Start("there");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task An_ask_is_answered_across_systems()
    {
        _there.Echo("echo");
        var target = _here.Resolve(_there, "/user/echo");
        for (var i = 0; i < 100; i++)
            Assert.Equal(i, await target.Ask<int>(i, Waits.Patience));
    }

    [Fact]
    public async Task An_ask_that_is_forwarded_to_a_third_system_is_answered_from_there()
    {
        await using var third = Peer.Start("third");
        third.Echo("echo");
        _there.System.ActorOf(Props.Create(() => new Relay(third.Address + "/user/echo")), "relay");
        Assert.Equal("hello", await _here.Select(_there, "/user/relay").Ask<string>("hello", Waits.Patience));
    }

    [Fact]
    public async Task A_failure_in_the_answer_fails_the_ask_with_its_exception()
    {
        _there.System.ActorOf(Props.Create(() => new Failing()), "failing");
        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => _here.Resolve(_there, "/user/failing").Ask<string>("hello", Waits.Patience));
        Assert.Contains(Waits.Causes(error), cause => cause is InvalidOperationException { Message: "not today" });
    }

    [Fact]
    public async Task An_actor_identifies_itself_with_a_reference_that_works()
    {
        var witness = _there.Witness("witness");
        var identity = await _here.Select(_there, "/user/witness")
            .Ask<ActorIdentity>(new Identify("who"), Waits.Patience);
        Assert.Equal("who", identity.MessageId);
        Assert.Equal(_there.Address, identity.Subject!.Path.Address);
        Assert.Equal(witness.Ref.Path.Uid, identity.Subject.Path.Uid);
        identity.Subject.Tell("hello");
        Assert.Equal("hello", await witness.Next("for a message to the subject"));
    }

    [Fact]
    public async Task Nobody_identifies_itself_where_nobody_is()
    {
        var identity = await _here.Select(_there, "/user/nobody")
            .Ask<ActorIdentity>(new Identify(7), Waits.Patience);
        Assert.Equal(7, identity.MessageId);
        Assert.True(identity.Subject.IsNobody());
    }

    [Fact]
    public async Task A_selection_resolves_to_a_reference()
    {
        var witness = _there.Witness("witness");
        var found = await _here.Select(_there, "/user/witness").ResolveOne(Waits.Patience);
        found.Tell("hello");
        Assert.Equal("hello", await witness.Next("for the message"));
    }

    [Fact]
    public async Task A_reference_as_a_message_works_at_the_other_end()
    {
        var (receiver, home) = (_there.Witness("receiver"), _here.Witness("home"));
        _here.Resolve(_there, "/user/receiver").Tell(home.Ref);
        var reference = Assert.IsAssignableFrom<IActorRef>(await receiver.Next("for the reference"));
        reference.Tell("hello");
        Assert.Equal("hello", await home.Next("for a message to the reference"));
    }

    [Fact]
    public async Task A_reference_that_comes_home_is_the_local_one()
    {
        _there.Echo("echo");
        var home = _here.Witness("home");
        var back = await _here.Resolve(_there, "/user/echo").Ask<IActorRef>(home.Ref, Waits.Patience);
        Assert.Equal(home.Ref, back);
        Assert.True(((IInternalActorRef)back).IsLocal);
    }

    [Fact]
    public async Task A_reference_inside_a_message_works_at_the_other_end()
    {
        var (receiver, home) = (_there.Witness("receiver"), _here.Witness("home"));
        _here.Resolve(_there, "/user/receiver").Tell(new Introduction("home", home.Ref));
        var introduction = Assert.IsType<Introduction>(await receiver.Next("for the introduction"));
        Assert.Equal("home", introduction.Name);
        introduction.Actor.Tell("hello");
        Assert.Equal("hello", await home.Next("for a message to the reference"));
    }

    public sealed class Introduction(string name, IActorRef actor)
    {
        public string Name { get; } = name;

        public IActorRef Actor { get; } = actor;
    }

    private sealed class Relay(string target) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            Context.ActorSelection(target).Tell(message, Sender);
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message) =>
            Sender.Tell(new Status.Failure(new InvalidOperationException("not today")));
    }
}
