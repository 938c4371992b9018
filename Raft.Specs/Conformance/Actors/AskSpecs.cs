using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class AskSpecs : ActorSpecs
{
    private IActorRef Echo() => Spawn((message, context) => context.Sender.Tell(message));

    private IActorRef Silent() => Spawn((_, _) => { });

    [Fact]
    public async Task The_first_answer_completes_the_task() =>
        Assert.Equal("hello", await Echo().Ask<string>("hello", Patience));

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_a_timeout() =>
        await Assert.ThrowsAsync<AskTimeoutException>(
            () => Silent().Ask<string>("hello", TimeSpan.FromMilliseconds(30)));

    [Fact]
    public async Task An_ask_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var answer = Silent().Ask<string>("hello", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_failure_as_the_answer_fails_the_task()
    {
        var failing = Spawn((_, context) =>
            context.Sender.Tell(new Status.Failure(new InvalidOperationException("refused"))));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Ask<string>("hello", Patience));

        Assert.Equal("refused", failure.Message);
    }

    [Fact]
    public async Task A_failure_can_be_asked_for()
    {
        var failing = Spawn((_, context) =>
            context.Sender.Tell(new Status.Failure(new InvalidOperationException("refused"))));

        Assert.IsType<Status.Failure>(await failing.Ask<Status>("hello", Patience));
    }

    [Fact]
    public async Task An_answer_of_another_type_fails_the_task() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Echo().Ask<int>("not a number", Patience));

    [Fact]
    public async Task A_message_may_hold_the_reference_to_answer_to()
    {
        var courier = Spawn((message, _) => ((IActorRef)message).Tell("delivered"));
        var answer = await courier.Ask<string>(replyTo => replyTo, Patience, CancellationToken.None);

        Assert.Equal("delivered", answer);
    }

    [Fact]
    public async Task Whom_an_asker_is_can_be_found_by_path_while_it_waits()
    {
        var resolving = Spawn((_, context) =>
        {
            var path = context.Sender.Path.ToSerializationFormat();
            ((ExtendedActorSystem)context.System).Provider.ResolveActorRef(path).Tell("found");
        });

        Assert.Equal("found", await resolving.Ask<string>("hello", Patience));
    }

    [Fact]
    public async Task A_tasks_result_can_be_piped_to_an_actor()
    {
        var probe = NewProbe();
        await Task.FromResult(5).PipeTo(probe.Ref, success: number => $"got {number}");
        await Task.FromException<int>(new InvalidOperationException("x")).PipeTo(probe.Ref);
        await Task.FromException(new InvalidOperationException("y")).PipeTo(probe.Ref, failure: cause => cause.Message);

        await probe.Expect("got 5");
        Assert.Equal("x", (await probe.Expect<Status.Failure>()).Cause.Message);
        await probe.Expect("y");
    }
}
