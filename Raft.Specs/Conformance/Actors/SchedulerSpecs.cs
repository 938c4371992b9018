using System.Diagnostics;
using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class SchedulerSpecs : ActorSpecs
{
    [Fact]
    public async Task A_message_is_told_after_its_delay_and_never_before()
    {
        var probe = NewProbe();
        var clock = Stopwatch.StartNew();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(60), probe.Ref, "later", ActorRefs.NoSender);
        await probe.Expect("later");

        Assert.True(clock.ElapsedMilliseconds >= 59, $"after {clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Delays_decide_the_order()
    {
        var probe = NewProbe();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(150), probe.Ref, "second", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(30), probe.Ref, "first", ActorRefs.NoSender);

        await probe.Expect("first", "second");
    }

    [Fact]
    public async Task What_is_cancelled_in_time_does_not_happen()
    {
        var probe = NewProbe();
        var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(
            TimeSpan.FromMilliseconds(40), probe.Ref, "cancelled", ActorRefs.NoSender);
        cancelable.Cancel();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(120), probe.Ref, "done", ActorRefs.NoSender);

        await probe.Expect("done");
        Assert.True(cancelable.IsCancellationRequested);
        Assert.True(cancelable.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Repeated_messages_come_until_they_are_cancelled()
    {
        var probe = NewProbe();
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, TimeSpan.FromMilliseconds(10), probe.Ref, "tick", ActorRefs.NoSender);
        await probe.Expect("tick", "tick", "tick");
        cancelable.Cancel();
    }

    [Fact]
    public async Task Code_can_be_scheduled_and_cancelled_like_messages()
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.Scheduler.Advanced.ScheduleOnceCancelable(TimeSpan.FromMilliseconds(10), () => ran.TrySetResult());

        await ran.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_cancelable_can_cancel_itself_later()
    {
        var cancelable = new Cancelable(Sys.Scheduler, TimeSpan.FromMilliseconds(20));
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancelable.Token.Register(() => cancelled.TrySetResult());

        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        var scheduler = Sys.Scheduler;
        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.ScheduleTellOnce(
            TimeSpan.FromSeconds(-1), Sys.DeadLetters, "x", ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.ScheduleTellRepeatedly(
            TimeSpan.Zero, TimeSpan.Zero, Sys.DeadLetters, "x", ActorRefs.NoSender));
    }
}

public class CustomSchedulerSpecs : TimedActorSpecs
{
    [Fact]
    public async Task The_scheduler_is_the_one_of_the_configuration()
    {
        var probe = NewProbe();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), probe.Ref, "an hour later", ActorRefs.NoSender);
        Clock.Advance(TimeSpan.FromHours(1));

        await probe.Expect("an hour later");
        Assert.Equal(DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1), Sys.Scheduler.Now);
    }
}
