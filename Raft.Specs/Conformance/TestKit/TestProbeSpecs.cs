using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Xunit.Sdk;

namespace Raft.Specs.Conformance;

public class TestProbeSpecs : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private readonly TestProbe _probe;

    public TestProbeSpecs() => _probe = CreateTestProbe("probe");

    [Fact]
    public void A_probe_keeps_what_it_receives_until_it_is_expected()
    {
        _probe.Ref.Tell("one");
        _probe.Ref.Tell(2);
        Assert.True(_probe.HasMessages);

        Assert.Equal("one", _probe.ExpectMsg<string>());
        Assert.Equal(2, _probe.ExpectMsg(2));
        Assert.False(_probe.HasMessages);
    }

    [Fact]
    public void A_message_of_another_type_than_expected_fails_the_spec()
    {
        _probe.Ref.Tell(1);

        Assert.ThrowsAny<XunitException>(() => _probe.ExpectMsg<string>());
    }

    [Fact]
    public void An_unequal_message_fails_the_spec()
    {
        _probe.Ref.Tell("is");

        Assert.ThrowsAny<XunitException>(() => _probe.ExpectMsg("ought"));
    }

    [Fact]
    public void Arrays_with_equal_elements_are_equal()
    {
        _probe.Ref.Tell(new[] { 1, 2 });

        _probe.ExpectMsg(new[] { 1, 2 });
    }

    [Fact]
    public void A_message_that_does_not_come_fails_the_spec_after_the_time_limit()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => _probe.ExpectMsg<string>(Soon, "a sign of life"));

        Assert.Contains("a sign of life", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_predicate_must_hold_and_its_hint_is_shown_when_it_does_not()
    {
        _probe.Ref.Tell(3);
        _probe.Ref.Tell(4);

        _probe.ExpectMsg<int>(number => number == 3);
        var failure = Assert.ThrowsAny<XunitException>(
            () => _probe.ExpectMsg<int>(number => number > 4, hint: "more than four"));

        Assert.Contains("more than four", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expected_message_can_be_awaited()
    {
        var coming = _probe.ExpectMsgAsync<string>();
        _probe.Ref.Tell("late");

        Assert.Equal("late", await coming);
    }

    [Fact]
    public void Expecting_no_message_fails_when_there_is_one()
    {
        _probe.ExpectNoMsg(Soon);
        _probe.Ref.Tell("noise");

        Assert.ThrowsAny<XunitException>(() => _probe.ExpectNoMsg(Soon));
    }

    [Fact]
    public void A_probe_replies_to_whom_it_heard_last()
    {
        var asker = CreateTestProbe();
        asker.Send(_probe.Ref, "question");
        _probe.ExpectMsg("question");

        _probe.Reply("answer");

        asker.ExpectMsg("answer");
        Assert.Equal(asker.Ref, _probe.LastSender);
        Assert.Equal(_probe.Ref, asker.Sender);
    }

    [Fact]
    public void A_forwarded_message_keeps_its_sender()
    {
        var (first, last) = (CreateTestProbe(), CreateTestProbe());
        first.Send(_probe.Ref, "pass it on");
        _probe.ExpectMsg<string>();

        _probe.Forward(last.Ref);

        last.ExpectMsg("pass it on");
        Assert.Equal(first.Ref, last.Sender);
    }

    [Fact]
    public void Messages_that_are_ignored_never_show()
    {
        _probe.IgnoreMessages<int>(number => number > 1);
        _probe.Ref.Tell(2);
        _probe.Ref.Tell(1);
        _probe.ExpectMsg(1);

        _probe.IgnoreNoMessages();
        _probe.Ref.Tell(3);

        _probe.ExpectMsg(3);
    }

    [Fact]
    public void Fishing_skips_messages_until_one_fits()
    {
        _probe.Ref.Tell("boot");
        _probe.Ref.Tell(7);
        _probe.Ref.Tell("trout");
        _probe.Ref.Tell("carp");

        Assert.Equal("trout", _probe.FishForMessage<string>(fish => fish != "boot"));
        _probe.ExpectMsg("carp");
    }

    [Fact]
    public void Fishing_in_vain_fails_the_spec()
    {
        _probe.Ref.Tell("boot");

        Assert.ThrowsAny<XunitException>(() => _probe.FishForMessage(message => message is int, Soon));
    }

    [Fact]
    public void Receiving_takes_what_comes()
    {
        _probe.Ref.Tell("a");
        _probe.Ref.Tell("b");
        _probe.Ref.Tell("c");

        Assert.Equal(["a", "b"], _probe.ReceiveN(2));
        Assert.Equal("c", _probe.ReceiveOne(TimeSpan.Zero));
        Assert.Null(_probe.ReceiveOne(TimeSpan.Zero));
        Assert.ThrowsAny<XunitException>(() => _probe.ReceiveN(1, Soon));
    }

    [Fact]
    public void All_of_some_messages_may_come_in_any_order()
    {
        _probe.Ref.Tell("b");
        _probe.Ref.Tell("a");

        _probe.ExpectMsgAllOf("a", "b");
    }

    [Fact]
    public void The_end_of_a_watched_actor_is_told_to_the_probe()
    {
        var mortal = CreateTestProbe("mortal").Ref;
        _probe.Watch(mortal);

        Sys.Stop(mortal);

        Assert.Equal(mortal, _probe.ExpectTerminated(mortal).ActorRef);
    }

    [Fact]
    public void The_end_of_an_actor_that_is_no_longer_watched_is_not_told()
    {
        var mortal = CreateTestProbe("mortal").Ref;
        var other = CreateTestProbe("other");
        other.Watch(mortal);
        _probe.Watch(mortal);
        _probe.Unwatch(mortal);

        Sys.Stop(mortal);

        other.ExpectTerminated(mortal);
        _probe.ExpectNoMsg(Soon);
    }

    [Fact]
    public void An_auto_pilot_answers_at_the_moment_a_message_comes()
    {
        var asker = CreateTestProbe();
        _probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"auto {message}", _probe.Ref);
            return AutoPilot.KeepRunning;
        }));

        asker.Send(_probe.Ref, 1);
        asker.Send(_probe.Ref, 2);

        asker.ExpectMsg("auto 1");
        asker.ExpectMsg("auto 2");
        _probe.ExpectMsg(1);
    }

    [Fact]
    public void A_probe_stands_for_its_actor_where_a_reference_is_asked_for()
    {
        IActorRef reference = _probe;

        reference.Tell("hello");
        TestActor.Tell(reference);

        _probe.ExpectMsg("hello");
        Assert.Equal(_probe.Ref.Path, reference.Path);
        Assert.True(reference.Equals(_probe.Ref));
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_of_what_a_spec_tells_also_after_an_await()
    {
        _probe.Ref.Tell("before");
        _probe.ExpectMsg("before");
        Assert.Equal(TestActor, _probe.LastSender);

        await Task.Yield();
        _probe.Ref.Tell("after");

        _probe.ExpectMsg("after");
        Assert.Equal(TestActor, _probe.LastSender);
    }
}
