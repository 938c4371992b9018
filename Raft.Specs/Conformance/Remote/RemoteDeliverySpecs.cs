using Akka.Actor;
using Akka.Event;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteDeliverySpecs : IAsyncLifetime
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
    public async Task A_message_told_to_a_selection_arrives_at_the_remote_actor()
    {
        var witness = _there.Witness("witness");
        _here.Select(_there, "/user/witness").Tell("hello");
        Assert.Equal("hello", await witness.Next("for the message"));
    }

    [Fact]
    public async Task A_message_told_to_a_resolved_path_arrives_at_the_remote_actor()
    {
        var witness = _there.Witness("witness");
        _here.Resolve(_there, "/user/witness").Tell("hello");
        Assert.Equal("hello", await witness.Next("for the message"));
    }

    [Fact]
    public async Task A_wildcard_reaches_every_remote_actor_that_it_matches()
    {
        var (first, second) = (_there.Witness("worker-1"), _there.Witness("worker-2"));
        _here.Select(_there, "/user/worker-*").Tell("all of you");
        Assert.Equal("all of you", await first.Next("for the message at the first"));
        Assert.Equal("all of you", await second.Next("for the message at the second"));
    }

    [Fact]
    public async Task A_reply_to_the_sender_comes_back()
    {
        _there.Echo("echo");
        var witness = _here.Witness("witness");
        _here.Select(_there, "/user/echo").Tell("hello", witness.Ref);
        Assert.Equal("hello", await witness.Next("for the echo"));
    }

    [Fact]
    public async Task The_sender_is_seen_at_the_address_of_its_own_system()
    {
        var (witness, sender) = (_there.Witness("witness"), _here.Witness("sender"));
        _here.Resolve(_there, "/user/witness").Tell("hello", sender.Ref);
        var (_, seen) = await witness.NextWithSender("for the message");
        Assert.Equal(_here.Address, seen.Path.Address);
        Assert.Equal(sender.Ref.Path.Elements, seen.Path.Elements);
        Assert.Equal(sender.Ref.Path.Uid, seen.Path.Uid);
    }

    [Fact]
    public async Task A_message_without_a_sender_shows_the_dead_letters_as_its_sender()
    {
        var witness = _there.Witness("witness");
        _here.Resolve(_there, "/user/witness").Tell("hello", ActorRefs.NoSender);
        var (_, seen) = await witness.NextWithSender("for the message");
        Assert.Equal(_there.System.DeadLetters, seen);
    }

    [Fact]
    public async Task What_one_sender_tells_arrives_in_order()
    {
        const int count = 10_000;
        var witness = _there.Witness("witness");
        var target = _here.Resolve(_there, "/user/witness");
        for (var i = 0; i < count; i++)
            target.Tell(i);
        Assert.Equal(Enumerable.Range(0, count).Cast<object>(), await witness.Take(count, "for all of them"));
    }

    [Fact]
    public async Task What_each_of_several_senders_tells_arrives_in_its_own_order()
    {
        const int senders = 4, each = 1_000;
        var witness = _there.Witness("witness");
        var target = _here.Resolve(_there, "/user/witness");
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                target.Tell(sender * each + i);
        })));
        var all = await witness.Take(senders * each, "for all of them");
        foreach (var bySender in all.Cast<int>().GroupBy(number => number / each))
            Assert.Equal(Enumerable.Range(bySender.Key * each, each), bySender);
    }

    [Fact]
    public async Task Strings_and_whole_numbers_keep_their_types()
    {
        var witness = _there.Witness("witness");
        var target = _here.Resolve(_there, "/user/witness");
        object[] sent = ["ö", "", 1, int.MinValue, 2L, long.MaxValue];
        foreach (var message in sent)
            target.Tell(message);
        Assert.Equal(sent, await witness.Take(sent.Length, "for all of them"));
    }

    [Fact]
    public async Task A_path_with_the_own_address_is_local()
    {
        var witness = _here.Witness("witness");
        var resolved = _here.Resolve(_here, "/user/witness");
        Assert.Equal(witness.Ref, resolved);
        resolved.Tell("hello");
        Assert.Equal("hello", await witness.Next("for the message"));
    }

    [Fact]
    public async Task A_message_for_nobody_becomes_a_dead_letter_where_nobody_is()
    {
        var letters = await _there.Listen<DeadLetter>();
        _here.Resolve(_there, "/user/nobody").Tell("hello");
        var letter = await letters.NextOf<DeadLetter>("for the dead letter", found => found.Message is "hello");
        Assert.Equal("/user/nobody", "/" + string.Join('/', letter.Recipient.Path.Elements));
    }

    [Fact]
    public async Task An_actor_that_was_restarted_is_reached_by_the_reference_that_was_had_before()
    {
        var witness = _there.Witness("witness");
        _there.System.ActorOf(Props.Create(() => new Fragile(witness.Ref)), "fragile");
        var target = _here.Resolve(_there, "/user/fragile");
        target.Tell("before");
        target.Tell(Fragile.Break);
        target.Tell("after");
        Assert.Equal(["before", "after"], await witness.Take(2, "for what came before and after"));
    }

    [Fact]
    public async Task A_poison_pill_stops_a_remote_actor()
    {
        var (victim, watcher) = (_there.Witness("victim"), _there.Witness("watcher"));
        watcher.Watch(victim.Ref);
        _here.Resolve(_there, "/user/victim").Tell(PoisonPill.Instance);
        var terminated = await watcher.NextOf<Terminated>("for the actor's end");
        Assert.Equal(victim.Ref, terminated.ActorRef);
    }

    private sealed class Fragile(IActorRef witness) : UntypedActor
    {
        public const string Break = "break";

        protected override void OnReceive(object message)
        {
            if (message is Break)
                throw new InvalidOperationException("of a spec");
            witness.Tell(message);
        }
    }
}
