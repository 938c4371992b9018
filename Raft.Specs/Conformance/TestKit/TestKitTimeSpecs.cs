using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit.Sdk;

namespace Raft.Specs.Conformance;

public class TestKitTimeSpecs : TestKit
{
    public TestKitTimeSpecs()
        : base("akka.test { timefactor = 2, single-expect-default = 150ms }")
    {
    }

    [Fact]
    public void Durations_are_dilated_by_the_time_factor()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), Dilated(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromMilliseconds(300), RemainingOrDefault);
        Assert.Equal(TimeSpan.FromMilliseconds(150), GetTimeoutOrDefault(null));
        Assert.Equal(TimeSpan.FromSeconds(1), GetTimeoutOrDefault(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Within_bounds_what_is_expected_in_it()
    {
        var start = Now;

        Assert.ThrowsAny<XunitException>(
            () => Within(TimeSpan.FromMilliseconds(50), () => ExpectMsg<string>()));

        Assert.InRange(Now - start, TimeSpan.FromMilliseconds(95), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Within_gives_what_its_block_gave()
    {
        TestActor.Tell("hello");

        Assert.Equal("hello", Within(TimeSpan.FromSeconds(30), () => ExpectMsg<string>()));
    }

    [Fact]
    public void A_block_that_ends_before_its_minimum_fails_the_spec() =>
        Assert.ThrowsAny<XunitException>(
            () => Within(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), () => { }));

    [Fact]
    public void Remaining_is_known_only_within_a_block()
    {
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Within(TimeSpan.FromSeconds(30), () => Assert.True(Remaining > TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_condition_is_awaited_until_it_holds()
    {
        var looks = 0;

        AwaitCondition(() => ++looks == 3, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, looks);
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void An_assertion_is_tried_until_it_passes_and_its_last_failure_is_the_specs()
    {
        var tries = 0;

        AwaitAssert(() => Assert.Equal(3, ++tries), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, tries);
        Assert.Throws<ArgumentException>(() => AwaitAssert(
            () => throw new ArgumentException("no"), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public async Task An_asynchronous_assertion_is_awaited_as_well()
    {
        var tries = 0;

        await AwaitAssertAsync(
            async () =>
            {
                await Task.Yield();
                Assert.Equal(2, ++tries);
            },
            TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));

        Assert.Equal(2, tries);
    }

    [Fact]
    public void The_system_is_named_test_and_takes_its_settings_from_the_given_configuration_first()
    {
        Assert.Equal("test", Sys.Name);
        Assert.Equal(2, TestKitSettings.TestTimeFactor);
        Assert.Equal(TimeSpan.FromSeconds(5), TestKitSettings.DefaultTimeout);
        Assert.Equal("probe", CreateTestProbe("probe").Ref.Path.Name);
    }
}
