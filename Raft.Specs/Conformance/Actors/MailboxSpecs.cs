using Akka.Actor;
using Akka.Configuration;

namespace Raft.Specs.Conformance.Actors;

public class MailboxSpecs : ActorSpecs
{
    public MailboxSpecs() : base("small.mailbox-type = \"Akka.Dispatch.BoundedMailbox, Akka\"\n" +
                                 "small.mailbox-capacity = 2\nsmall.mailbox-push-timeout-time = 0s")
    {
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_the_order_in_which_they_were_sent()
    {
        var probe = NewProbe();
        for (var i = 0; i < 10_000; i++)
            probe.Ref.Tell(i);

        Assert.Equal(Enumerable.Range(0, 10_000), await probe.Take<int>(10_000));
    }

    [Fact]
    public async Task Each_of_many_senders_keeps_its_own_order()
    {
        var probe = NewProbe();
        Parallel.For(0, 4, sender =>
        {
            for (var i = 0; i < 5_000; i++)
                probe.Ref.Tell((sender, i));
        });

        var heard = await probe.Take<(int Sender, int Number)>(20_000);
        Assert.All(heard.GroupBy(message => message.Sender), one =>
            Assert.Equal(Enumerable.Range(0, 5_000), one.Select(message => message.Number)));
    }

    [Fact]
    public async Task An_actor_handles_one_message_at_a_time_whatever_the_number_of_senders()
    {
        var (inside, total) = (0, 0);
        var overlapped = false;
        var counter = Spawn((_, _) =>
        {
            overlapped |= Interlocked.Increment(ref inside) > 1;
            total++;
            Interlocked.Decrement(ref inside);
        });
        Parallel.For(0, 40_000, i => counter.Tell(i));
        await Settle(counter);

        Assert.False(overlapped);
        Assert.Equal(40_000, total);
    }

    [Fact]
    public async Task What_an_actor_tells_itself_comes_after_what_is_waiting_already()
    {
        var probe = NewProbe();
        var started = new TaskCompletionSource();
        var actor = Spawn((message, context) =>
        {
            probe.Ref.Tell(message);
            if (message is not "first")
                return;
            started.Task.Wait(Patience);
            context.Self.Tell("own");
        });
        actor.Tell("first");
        actor.Tell("waiting");
        started.SetResult();

        await probe.Expect("first", "waiting", "own");
    }

    [Fact]
    public async Task A_message_that_is_told_without_a_sender_comes_from_the_dead_letters()
    {
        var probe = NewProbe();
        probe.Ref.Tell("anonymous", ActorRefs.NoSender);
        await probe.Expect("anonymous");

        Assert.Equal(Sys.DeadLetters, probe.LastSender);
    }

    [Fact]
    public async Task Forwarding_keeps_the_original_sender()
    {
        var (probe, origin) = (NewProbe(), NewProbe());
        var forwarder = Spawn((message, _) => probe.Ref.Forward(message));
        forwarder.Tell("letter", origin.Ref);
        await probe.Expect("letter");

        Assert.Equal(origin.Ref, probe.LastSender);
    }

    [Fact]
    public async Task A_bounded_mailbox_drops_what_does_not_fit()
    {
        var (probe, entered) = (NewProbe(), new TaskCompletionSource());
        using var gate = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Scripted.Props((message, _) =>
        {
            entered.TrySetResult();
            gate.Wait(Patience);
            probe.Ref.Tell(message);
        }).WithMailbox("small"));
        actor.Tell(0);
        await entered.Task.WaitAsync(Patience);
        for (var i = 1; i <= 5; i++)
            actor.Tell(i);
        gate.Set();

        await probe.Expect(0, 1, 2);
        await probe.ExpectNothingBefore("fence");
    }

    [Fact]
    public void A_mailbox_that_is_not_configured_is_refused()
    {
        Assert.Throws<ConfigurationException>(
            () => Sys.ActorOf(Scripted.Props((_, _) => { }).WithMailbox("no.such.mailbox")));
    }
}
