using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace Raft.Specs.Conformance;

public class TestSchedulerSpecs : TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<string> _fired = [];

    public TestSchedulerSpecs()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    {
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Time_stands_still_until_it_is_advanced()
    {
        var start = Scheduler.Now;
        Scheduler.ScheduleTellOnce(Second, TestActor, "due", TestActor);

        Scheduler.Advance(Second - TimeSpan.FromTicks(1));
        Assert.False(HasMessages);
        Scheduler.Advance(TimeSpan.FromTicks(1));

        ExpectMsg("due");
        Assert.Equal(start + Second, Scheduler.Now);
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        var start = Scheduler.Now;

        Scheduler.AdvanceTo(start + Second);

        Assert.Equal(start + Second, Scheduler.Now);
        Assert.Throws<InvalidOperationException>(() => Scheduler.AdvanceTo(start));
    }

    [Fact]
    public void What_is_due_fires_in_the_order_of_its_time_and_then_of_its_scheduling()
    {
        Scheduler.ScheduleOnce(2 * Second, Fire("later"));
        Scheduler.ScheduleOnce(Second, Fire("first"));
        Scheduler.ScheduleOnce(Second, Fire("second"));

        Scheduler.Advance(5 * Second);

        Assert.Equal(["first", "second", "later"], _fired);
    }

    [Fact]
    public void A_repeating_item_fires_once_in_one_advance_however_far_it_goes()
    {
        Scheduler.ScheduleRepeatedly(Second, Second, Fire("tick"));

        Scheduler.Advance(10 * Second);
        Assert.Single(_fired);
        Scheduler.Advance(Second);

        Assert.Equal(2, _fired.Count);
    }

    [Fact]
    public void A_repeating_item_counts_its_interval_from_the_end_of_the_advance()
    {
        Scheduler.ScheduleRepeatedly(Second, Second, Fire("tick"));
        Scheduler.Advance(1.5 * Second);

        Scheduler.Advance(0.9 * Second);

        Assert.Single(_fired);
    }

    [Fact]
    public void What_an_item_schedules_waits_for_the_next_advance_and_counts_from_the_new_time()
    {
        Scheduler.ScheduleOnce(Second, () => Scheduler.ScheduleOnce(Second, Fire("chained")));

        Scheduler.Advance(10 * Second);
        Assert.Empty(_fired);
        Scheduler.Advance(Second);

        Assert.Equal(["chained"], _fired);
    }

    [Fact]
    public void What_an_item_schedules_without_delay_for_the_instant_that_is_under_way_is_lost()
    {
        Scheduler.ScheduleOnce(Second, () => Scheduler.ScheduleOnce(TimeSpan.Zero, Fire("lost")));

        Scheduler.Advance(Second);
        Scheduler.Advance(Second);

        Assert.Empty(_fired);
    }

    [Fact]
    public void A_repeating_item_that_begins_at_the_instant_under_way_fires_a_single_time()
    {
        Scheduler.ScheduleOnce(Second, () => Scheduler.ScheduleRepeatedly(TimeSpan.Zero, Second, Fire("tick")));

        for (var i = 0; i < 5; i++)
            Scheduler.Advance(Second);

        Assert.Single(_fired);
    }

    [Fact]
    public void A_cancelled_message_is_not_told()
    {
        var cancelable = new Cancelable(Scheduler.Advanced);
        Scheduler.ScheduleTellOnce(Second, TestActor, "cancelled", TestActor, cancelable);
        Scheduler.ScheduleTellRepeatedly(Second, Second, TestActor, "cancelled", TestActor, cancelable);
        cancelable.Cancel();

        Scheduler.Advance(Second);

        Assert.False(HasMessages);
    }

    [Fact]
    public void A_cancelled_action_that_was_to_run_once_runs()
    {
        var cancelable = new Cancelable(Scheduler.Advanced);
        Scheduler.ScheduleOnce(Second, Fire("cancelled"), cancelable);
        Scheduler.ScheduleRepeatedly(Second, Second, Fire("repeated"), cancelable);
        cancelable.Cancel();

        Scheduler.Advance(Second);

        Assert.Equal(["cancelled"], _fired);
    }

    [Fact]
    public void The_monotonic_clocks_stay_real()
    {
        var (slow, fine) = (Scheduler.MonotonicClock, Scheduler.HighResMonotonicClock);

        Scheduler.Advance(TimeSpan.FromDays(1));

        Assert.InRange(Scheduler.MonotonicClock - slow, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.InRange(Scheduler.HighResMonotonicClock - fine, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public void An_actors_timers_follow_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Timed(TestActor)), "timed");
        actor.Tell("start");
        ExpectMsg("started");

        Scheduler.Advance(Second);

        ExpectMsg("timeout");
    }

    private Action Fire(string name) => () => _fired.Add(name);

    private sealed class Timed(IActorRef listener) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is "start")
            {
                Timers.StartSingleTimer("key", "timeout", TimeSpan.FromSeconds(1));
                listener.Tell("started");
            }
            else
            {
                listener.Tell(message);
            }
        }
    }
}
