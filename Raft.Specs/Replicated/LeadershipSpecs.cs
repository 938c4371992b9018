using System.Collections.Concurrent;
using Raft.Actors.Protocol;

namespace Raft.Specs.Replicated;

/// <summary>Who leads, and what happens when that changes.</summary>
public sealed class LeadershipSpecs(SharedGroup shared) : IClassFixture<SharedGroup>
{
    private static readonly NodeId Me = new("a");

    [Fact]
    public async Task Hooks_are_called_when_the_node_comes_to_lead_ceases_to_and_comes_to_again()
    {
        var leadership = shared.Group.Leadership;
        var called = new BlockingCollection<string>();
        Assert.True(await leadership.WaitUntilLeader(SharedGroup.Patience));
        using var leads = leadership.OnLeader(term => called.Add($"leads {term}"));
        using var follows = leadership.OnFollower(_ => called.Add("follows"));
        var before = Next(called);

        shared.Group.StepDown();

        Assert.StartsWith("leads ", before, StringComparison.Ordinal);
        Assert.Equal("follows", Next(called));
        Assert.StartsWith("leads ", Next(called), StringComparison.Ordinal);
        Assert.Equal(Me, await leadership.GetLeader(SharedGroup.Patience));
        Assert.True(await leadership.WaitUntilLeader(Me, SharedGroup.Patience));
    }

    [Fact]
    public async Task A_hook_that_throws_harms_nobody_and_one_that_was_ended_is_called_no_more()
    {
        var leadership = shared.Group.Leadership;
        Assert.True(await leadership.WaitUntilLeader(SharedGroup.Patience));
        var called = new BlockingCollection<string>();
        using var broken = leadership.OnLeader(_ => throw new InvalidOperationException("of a spec"));
        leadership.OnLeader(_ => called.Add("ended")).Dispose();
        using var good = leadership.OnFollower(_ => called.Add("good"));

        shared.Group.StepDown();

        Assert.Equal(["ended", "good"], [Next(called), Next(called)]);
    }

    [Fact]
    public async Task A_wait_for_a_node_that_does_not_lead_ends_with_its_time() =>
        Assert.False(await shared.Group.Leadership.WaitUntilLeader(new NodeId("b"), TimeSpan.FromMilliseconds(1)));

    [Fact]
    public async Task A_node_that_is_suspended_neither_leads_nor_serves_and_resumed_does_both_with_all_it_knew()
    {
        var leadership = shared.Group.Leadership;
        var value = shared.Containers.Value<int>("kept");
        await value.Set(4);
        Assert.True(await leadership.WaitUntilLeader(SharedGroup.Patience));
        var ceased = new TaskCompletionSource();
        using var follows = leadership.OnFollower(_ => ceased.TrySetResult());

        shared.Group.Suspend();
        await ceased.Task.WaitAsync(SharedGroup.Patience);
        var none = await shared.Group.Client.Read(
            default, ReadConsistency.Linearizable, TimeSpan.FromMilliseconds(50));
        shared.Group.Resume();

        Assert.Equal(new ReadAnswer.Unavailable("this node was told to take no part for now"), none);
        Assert.Equal(4, (await value.Get()).Value.Value);
        Assert.False(shared.Group.Stopped.IsCompleted);
    }

    [Fact]
    public async Task Orders_to_leave_and_to_come_back_that_follow_on_each_other_end_as_the_last_one_says()
    {
        var value = shared.Containers.Value<int>("hasty");
        await value.Set(5);

        for (var times = 0; times < 3; times++)
        {
            shared.Group.Suspend();
            shared.Group.Resume();
        }

        Assert.Equal(5, (await value.Get()).Value.Value);
        Assert.False(shared.Group.Stopped.IsCompleted);
    }

    private static string Next(BlockingCollection<string> called) =>
        called.TryTake(out var what, SharedGroup.Patience) ? what : "nothing in time";
}
