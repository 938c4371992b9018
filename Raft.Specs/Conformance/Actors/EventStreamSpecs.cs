using Akka.Actor;
using Akka.Event;

namespace Raft.Specs.Conformance.Actors;

public class EventStreamSpecs : ActorSpecs
{
    private interface ISeen;

    private record Animal : ISeen;

    private sealed record Dog : Animal;

    private sealed record Stone;

    [Fact]
    public async Task Who_subscribes_to_a_class_gets_its_kind()
    {
        var probe = NewProbe();
        Assert.True(Sys.EventStream.Subscribe(probe.Ref, typeof(Animal)));
        Sys.EventStream.Publish(new Stone());
        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Publish(new Animal());

        await probe.Expect(new Dog(), new Animal());
    }

    [Fact]
    public async Task And_so_with_an_interface()
    {
        var probe = NewProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(ISeen));
        Sys.EventStream.Publish(new Stone());
        Sys.EventStream.Publish(new Dog());

        await probe.Expect(new Dog());
    }

    [Fact]
    public async Task Who_subscribes_twice_hears_once()
    {
        var probe = NewProbe();
        Assert.True(Sys.EventStream.Subscribe(probe.Ref, typeof(Dog)));
        Assert.False(Sys.EventStream.Subscribe(probe.Ref, typeof(Dog)));
        Sys.EventStream.Publish(new Dog());
        await probe.Expect(new Dog());

        await probe.ExpectNothingBefore("fence");
    }

    [Fact]
    public async Task A_later_subscription_counts_from_then_on()
    {
        var probe = NewProbe();
        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Subscribe(probe.Ref, typeof(Dog));
        await probe.ExpectNothingBefore("fence");
        Sys.EventStream.Publish(new Dog());

        await probe.Expect(new Dog());
    }

    [Fact]
    public async Task Who_unsubscribes_hears_no_more()
    {
        var probe = NewProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(Dog));
        Sys.EventStream.Subscribe(probe.Ref, typeof(Stone));
        Sys.EventStream.Unsubscribe(probe.Ref, typeof(Dog));
        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Publish(new Stone());
        await probe.Expect(new Stone());
        Sys.EventStream.Unsubscribe(probe.Ref);
        Sys.EventStream.Publish(new Stone());

        await probe.ExpectNothingBefore("fence");
    }
}

public class LoggingSpecs : ActorSpecs
{
    private readonly Probe _reader;

    public LoggingSpecs() : base("akka.loglevel = INFO")
    {
        _reader = NewProbe();
        Sys.EventStream.Subscribe(_reader.Ref, typeof(LogEvent));
    }

    [Fact]
    public async Task Events_below_the_level_are_not_published()
    {
        var log = Logging.GetLogger(Sys, "spec");
        Assert.False(log.IsDebugEnabled);
        Assert.True(log.IsInfoEnabled);
        log.Debug("unheard");
        log.Info("heard");

        Assert.Equal("heard", (await _reader.Expect<Info>()).Message.ToString());
    }

    [Fact]
    public async Task Arguments_are_put_into_the_message_and_braces_without_arguments_stay()
    {
        Sys.Log.Warning("{0} of {1}", 1, "many");
        Sys.Log.Warning("{as it is}");

        Assert.Equal("1 of many", (await _reader.Expect<Warning>()).Message.ToString());
        Assert.Equal("{as it is}", (await _reader.Expect<Warning>()).Message.ToString());
    }

    [Fact]
    public async Task An_event_says_where_it_comes_from_and_why()
    {
        var cause = new InvalidOperationException("boom");
        var actor = Spawn((_, context) => context.GetLogger().Error(cause, "it broke"), "logging");
        actor.Tell("go");

        var error = await _reader.Expect<Error>();
        Assert.Same(cause, error.Cause);
        Assert.Contains("/user/logging", error.LogSource, StringComparison.Ordinal);
        Assert.Equal(typeof(Scripted), error.LogClass);
        Assert.Equal(LogLevel.ErrorLevel, error.LogLevel());
    }

    [Fact]
    public async Task A_failing_actor_is_logged_by_its_supervisor()
    {
        var failing = Spawn((_, _) => throw new InvalidOperationException("boom"));
        failing.Tell("go");

        var error = await _reader.Expect<Error>();
        Assert.Equal("boom", error.Message.ToString());
        Assert.Equal(failing.Path.ToString(), error.LogSource);
    }
}

public class CustomLoggerSpecs : ActorSpecs
{
    [ThreadStatic]
    private static List<object>? _log;

    public sealed class Collector : MinimalLogger
    {
        protected override void Log(object message) => _log?.Add(message);
    }

    public CustomLoggerSpecs() : base(
        $"akka {{ stdout-logger-class = \"{typeof(Collector).AssemblyQualifiedName}\", " +
        $"loggers = [\"{typeof(Collector).AssemblyQualifiedName}\"], loglevel = INFO, stdout-loglevel = INFO }}")
    {
    }

    [Fact]
    public void A_minimal_logger_logs_on_the_thread_that_publishes()
    {
        _log = [];
        Sys.Log.Info("at once");

        Assert.Equal("at once", Assert.IsType<Info>(Assert.Single(_log)).Message.ToString());
        _log = null;
    }
}
