using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit.Sdk;

namespace Raft.Specs.Conformance;

public class EventFilterSpecs : TestKit
{
    public EventFilterSpecs()
        : base("akka { loglevel = DEBUG, stdout-loglevel = OFF, test.filter-leeway = 10s }")
    {
    }

    [Fact]
    public void An_error_is_found_by_what_it_contains() =>
        EventFilter.Error(contains: "disk").ExpectOne(() => Log.Error("the Disk {0}", "is full"));

    [Fact]
    public void A_warning_is_found_by_how_it_starts() =>
        EventFilter.Warning(start: "slow").ExpectOne(() => Log.Warning("slow disk"));

    [Fact]
    public void An_info_is_found_by_its_whole_text_or_by_a_pattern()
    {
        EventFilter.Info("ready").ExpectOne(() => Log.Info("ready"));
        EventFilter.Info(new Regex("^rea.y$")).ExpectOne(() => Log.Info("ready"));
    }

    [Fact]
    public void An_event_of_another_level_does_not_count() =>
        Assert.ThrowsAny<XunitException>(() => EventFilter.Error("alike")
            .ExpectOne(TimeSpan.FromMilliseconds(50), () => Log.Warning("alike")));

    [Fact]
    public void An_actors_failure_is_found_by_its_exception_and_its_source()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Failing()), "failing");

        EventFilter.Exception<InvalidDataException>(source: "/user/failing").ExpectOne(() => actor.Tell("torn"));
        EventFilter.Exception<InvalidDataException>("torn").ExpectOne(() => actor.Tell("torn"));
    }

    [Fact]
    public void An_exact_number_of_events_is_expected()
    {
        EventFilter.Info("tick").Expect(2, () =>
        {
            Log.Info("tick");
            Log.Info("tick");
        });
        Assert.ThrowsAny<XunitException>(
            () => EventFilter.Info("tick").Expect(2, TimeSpan.FromMilliseconds(50), () => Log.Info("tick")));
    }

    [Fact]
    public void No_event_can_be_expected_too()
    {
        var noErrors = EventFilter.Error(contains: "bad");

        noErrors.Expect(0, TimeSpan.FromMilliseconds(20), () => Log.Error("good"));
        Assert.ThrowsAny<XunitException>(() => noErrors.Expect(0, TimeSpan.FromSeconds(10), () => Log.Error("bad")));
    }

    [Fact]
    public void Either_of_two_descriptions_counts() =>
        EventFilter.Error("one").And.Warning("two").Expect(2, () =>
        {
            Log.Error("one");
            Log.Warning("two");
        });

    [Fact]
    public async Task Events_can_be_awaited() =>
        await EventFilter.Info("later").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Log.Info("later");
        });

    [Fact]
    public void A_dead_letter_is_found_by_its_message()
    {
        var probe = CreateTestProbe();
        var dead = CreateTestProbe().Ref;
        probe.Watch(dead);
        Sys.Stop(dead);
        probe.ExpectTerminated(dead);

        EventFilter.DeadLetter<string>(text => text == "too late").ExpectOne(() => dead.Tell("too late"));
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidDataException((string)message);
    }
}
