using Akka.Actor;
using Akka.Event;
using Akka.Pattern;

namespace Raft.Specs.Conformance.Actors;

public class BackoffSupervisorSpecs : TimedActorSpecs
{
    private sealed class Child : UntypedActor
    {
        private readonly IActorRef _log;

        public Child(IActorRef log)
        {
            _log = log;
        }

        protected override void PreStart() => _log.Tell("starts");

        protected override void PostStop() => _log.Tell("stops");

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "stop":
                    Context.Stop(Self);
                    break;
                case "fail":
                    throw new InvalidOperationException("on demand");
                default:
                    Sender.Tell($"child heard {message}");
                    break;
            }
        }
    }

    private IActorRef Supervise(
        Probe log, int retries = -1, bool onFailure = false, Func<BackoffOptions, BackoffOptions>? tune = null)
    {
        var child = Props.Create(() => new Child(log.Ref));
        var options = onFailure
            ? Backoff.OnFailure(child, "child", Seconds(1), Seconds(8), 0.0, retries)
            : Backoff.OnStop(child, "child", Seconds(1), Seconds(8), 0.0, retries);
        return Sys.ActorOf(BackoffSupervisor.Props(tune is null ? options : tune(options)), "supervisor");
    }

    /// <summary>Comes back when the supervisor knows that its child is gone, and has set its alarm.</summary>
    private async Task EndChild(IActorRef supervisor, Probe log, string how = "stop")
    {
        var watcher = NewProbe();
        watcher.Watch((await CurrentChild(supervisor))!);
        await Settle(watcher.Ref);
        supervisor.Tell(how);
        await log.Expect("stops");
        await watcher.Expect<Terminated>();
        await Settle(supervisor); // it has been notified, before its watchers, and has told itself
        await Settle(supervisor); // and has heard itself
    }

    private static async Task<IActorRef?> CurrentChild(IActorRef supervisor)
    {
        var answer = await supervisor.Ask<BackoffSupervisor.CurrentChild>(
            BackoffSupervisor.GetCurrentChild.Instance, Patience);
        return answer.Ref;
    }

    private static async Task<int> RestartCount(IActorRef supervisor)
    {
        var answer = await supervisor.Ask<BackoffSupervisor.RestartCount>(
            BackoffSupervisor.GetRestartCount.Instance, Patience);
        return answer.Count;
    }

    private async Task StopAndComeBackAfter(IActorRef supervisor, Probe log, double seconds)
    {
        await EndChild(supervisor, log);
        Clock.Advance(Seconds(seconds - 0.001));
        await Settle(supervisor);
        await log.ExpectNothingBefore($"still waiting for {seconds} s");
        Clock.Advance(Seconds(0.001));
        await log.Expect("starts");
    }

    [Fact]
    public async Task What_is_told_to_the_supervisor_goes_to_the_child()
    {
        var supervisor = Supervise(NewProbe());

        Assert.Equal("child heard hello", await supervisor.Ask<string>("hello", Patience));
    }

    [Fact]
    public async Task A_child_that_stops_comes_back_later_and_later_up_to_the_maximum()
    {
        var log = NewProbe();
        var supervisor = Supervise(log, tune: options => options.WithManualReset());
        await log.Expect("starts");
        foreach (var seconds in new[] { 1, 2, 4, 8, 8 })
            await StopAndComeBackAfter(supervisor, log, seconds);

        Assert.Equal(5, await RestartCount(supervisor));
    }

    [Fact]
    public async Task A_child_that_has_lived_long_enough_is_as_good_as_new()
    {
        var log = NewProbe();
        var supervisor = Supervise(log, tune: options => options.WithAutoReset(Seconds(3)));
        await log.Expect("starts");
        await StopAndComeBackAfter(supervisor, log, 1);
        Assert.Equal(1, await RestartCount(supervisor));
        Clock.Advance(Seconds(3));

        Assert.Equal(0, await RestartCount(supervisor));
    }

    [Fact]
    public async Task The_count_can_be_reset_by_hand()
    {
        var log = NewProbe();
        var supervisor = Supervise(log, tune: options => options.WithManualReset());
        await log.Expect("starts");
        await StopAndComeBackAfter(supervisor, log, 1);
        supervisor.Tell(BackoffSupervisor.Reset.Instance);

        Assert.Equal(0, await RestartCount(supervisor));
    }

    [Fact]
    public async Task It_gives_up_after_so_many_times()
    {
        var (log, watcher) = (NewProbe(), NewProbe());
        var supervisor = Supervise(log, retries: 1, tune: options => options.WithManualReset());
        watcher.Watch(supervisor);
        await log.Expect("starts");
        await StopAndComeBackAfter(supervisor, log, 1);
        supervisor.Tell("stop");

        Assert.Equal(supervisor, (await watcher.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task While_there_is_no_child_messages_are_answered_or_dead_letters()
    {
        var (log, mourner) = (NewProbe(), NewProbe());
        Sys.EventStream.Subscribe(mourner.Ref, typeof(DeadLetter));
        var supervisor = Supervise(log);
        await log.Expect("starts");
        await EndChild(supervisor, log);
        supervisor.Tell("lost");

        Assert.Equal("lost", (await mourner.Expect<DeadLetter>()).Message);
    }

    [Fact]
    public async Task While_there_is_no_child_an_answer_can_be_given_in_its_place()
    {
        var log = NewProbe();
        var supervisor = Supervise(log, tune: options => options.WithReplyWhileStopped("not now"));
        await log.Expect("starts");
        await EndChild(supervisor, log);

        Assert.Equal("not now", await supervisor.Ask<string>("hello", Patience));
    }

    [Fact]
    public async Task After_a_final_stop_message_the_child_does_not_come_back()
    {
        var (log, watcher) = (NewProbe(), NewProbe());
        var supervisor = Supervise(log, tune: options => options.WithFinalStopMessage(message => message is "stop"));
        watcher.Watch(supervisor);
        supervisor.Tell("stop");

        Assert.Equal(supervisor, (await watcher.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task On_failure_the_child_is_stopped_and_comes_back_later_instead_of_restarting_at_once()
    {
        var log = NewProbe();
        var supervisor = Supervise(log, onFailure: true);
        await log.Expect("starts");
        await EndChild(supervisor, log, "fail");
        Clock.Advance(Seconds(1));

        await log.Expect("starts");
    }

    [Fact]
    public async Task On_failure_a_child_that_stops_by_itself_takes_the_supervisor_along()
    {
        var (log, watcher) = (NewProbe(), NewProbe());
        var supervisor = Supervise(log, onFailure: true);
        watcher.Watch(supervisor);
        supervisor.Tell("stop");

        Assert.Equal(supervisor, (await watcher.Expect<Terminated>()).ActorRef);
    }
}
