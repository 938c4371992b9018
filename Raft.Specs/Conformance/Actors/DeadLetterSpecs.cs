using Akka.Actor;
using Akka.Event;

namespace Raft.Specs.Conformance.Actors;

public class DeadLetterSpecs : ActorSpecs
{
    private sealed class Unimportant : IDeadLetterSuppression;

    private readonly Probe _mourner;

    public DeadLetterSpecs()
    {
        _mourner = NewProbe();
        Sys.EventStream.Subscribe(_mourner.Ref, typeof(DeadLetter));
    }

    private async Task<IActorRef> Stopped()
    {
        var actor = Spawn((_, _) => { });
        Assert.True(await actor.GracefulStop(Patience));
        return actor;
    }

    [Fact]
    public async Task A_message_to_an_actor_that_has_stopped_is_one()
    {
        var (stopped, sender) = (await Stopped(), NewProbe());
        stopped.Tell("too late", sender.Ref);

        var letter = await _mourner.Expect<DeadLetter>();
        Assert.Equal("too late", letter.Message);
        Assert.Equal(sender.Ref, letter.Sender);
        Assert.Equal(stopped, letter.Recipient);
    }

    [Fact]
    public async Task What_was_in_the_mailbox_of_an_actor_that_stops_is_one()
    {
        var actor = Spawn((_, context) => context.Stop(context.Self));
        actor.Tell("last");
        actor.Tell("too late");

        Assert.Equal("too late", (await _mourner.Expect<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_message_to_a_path_where_nobody_lives_is_one()
    {
        Sys.ActorSelection("/user/nobody").Tell("hello");

        var letter = await _mourner.Expect<DeadLetter>();
        Assert.Equal("hello", letter.Message);
        Assert.Equal("/user/nobody", letter.Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task What_is_told_to_the_dead_letters_themselves_is_one()
    {
        Sys.DeadLetters.Tell("directly");

        Assert.Equal("directly", (await _mourner.Expect<DeadLetter>()).Message);
    }

    [Fact]
    public async Task What_may_be_lost_is_published_apart()
    {
        var suppressed = NewProbe();
        Sys.EventStream.Subscribe(suppressed.Ref, typeof(SuppressedDeadLetter));
        var stopped = await Stopped();
        stopped.Tell(PoisonPill.Instance);
        stopped.Tell(new Unimportant());
        stopped.Tell("fence");

        Assert.Equal("fence", (await _mourner.Expect<DeadLetter>()).Message);
        Assert.IsType<PoisonPill>((await suppressed.Expect<SuppressedDeadLetter>()).Message);
        Assert.IsType<Unimportant>((await suppressed.Expect<SuppressedDeadLetter>()).Message);
    }

    [Fact]
    public async Task Who_asks_an_empty_path_for_its_identity_is_told_that_there_is_none()
    {
        var identity = await Sys.ActorSelection("/user/nobody").Ask<ActorIdentity>(new Identify(42), Patience);

        Assert.Equal(42, identity.MessageId);
        Assert.Null(identity.Subject);
    }
}
