using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;

namespace Raft.Specs.Conformance.Actors;

/// <summary>An actor system of its own for every spec, silent, with the means to look at actors from outside.</summary>
public abstract class ActorSpecs : IDisposable
{
    /// <summary>The bound of every wait: far more than a healthy machine needs, so that it is never a race.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected static readonly Config Quiet = ConfigurationFactory.ParseString(
        "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off, " +
        "coordinated-shutdown.run-by-clr-shutdown-hook = off }");

    protected ActorSpecs(string hocon = "")
    {
        Sys = ActorSystem.Create("conformance", ConfigurationFactory.ParseString(hocon).WithFallback(Quiet));
    }

    protected ActorSystem Sys { get; }

    protected Probe NewProbe() => new(Sys);

    /// <summary>An actor that does what it is told to do.</summary>
    protected IActorRef Spawn(Action<object, IUntypedActorContext> behavior, string? name = null) =>
        Sys.ActorOf(Scripted.Props(behavior), name);

    /// <summary>Comes back when the actor has handled everything that was in its mailbox before.</summary>
    protected static async Task Settle(IActorRef actor) => await actor.Ask<ActorIdentity>(new Identify(0), Patience);

    /// <summary>Comes back when the guardian has heard of all its children's ends that happened before.</summary>
    protected async Task SettleGuardian() =>
        await Sys.ActorSelection("/user").Ask<ActorIdentity>(new Identify(0), Patience);

    public void Dispose()
    {
        if (!Sys.WhenTerminated.IsCompleted)
            Sys.Terminate().Wait(Patience);
        GC.SuppressFinalize(this);
    }
}

/// <summary>As <see cref="ActorSpecs"/>, in a time that passes only when the spec says so.</summary>
public abstract class TimedActorSpecs : ActorSpecs
{
    protected TimedActorSpecs(string hocon = "")
        : base("akka.scheduler.implementation = \"" + typeof(HandWoundScheduler).AssemblyQualifiedName + "\"\n" + hocon)
    {
        Clock = (HandWoundScheduler)Sys.Scheduler;
    }

    protected HandWoundScheduler Clock { get; }

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

/// <summary>An actor that notes down whatever it hears, and the spec reads.</summary>
public sealed class Probe
{
    private readonly Channel<(object Message, IActorRef Sender)> _heard =
        Channel.CreateUnbounded<(object, IActorRef)>();

    public Probe(ActorSystem system)
    {
        Ref = system.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is Run run)
                run.Action(context);
            else
                _heard.Writer.TryWrite((message, context.Sender));
        }));
    }

    public IActorRef Ref { get; }

    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    public void Watch(IActorRef subject) => Ref.Tell(new Run(context => context.Watch(subject)));

    /// <summary>The next message, which must be of that type.</summary>
    public async Task<T> Expect<T>()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (message, sender) = await _heard.Reader.ReadAsync(patience.Token);
        LastSender = sender;
        return Assert.IsType<T>(message, exactMatch: false);
    }

    public async Task Expect(params object[] messages)
    {
        foreach (var message in messages)
            Assert.Equal(message, await Expect<object>());
    }

    public async Task<IReadOnlyList<T>> Take<T>(int count)
    {
        var taken = new List<T>(count);
        for (var i = 0; i < count; i++)
            taken.Add(await Expect<T>());
        return taken;
    }

    /// <summary>
    /// Nothing has come since what was expected last: everything that is under way has arrived first.
    /// </summary>
    public async Task ExpectNothingBefore(object fence)
    {
        Ref.Tell(fence);
        await Expect(fence);
    }
}

/// <summary>Has a <see cref="Probe"/> or a <see cref="Scripted"/> actor do something in its own context.</summary>
public sealed record Run(Action<IUntypedActorContext> Action);

public class Scripted : UntypedActor
{
    private readonly Action<object, IUntypedActorContext> _behavior;

    public Scripted(Action<object, IUntypedActorContext> behavior)
    {
        _behavior = behavior;
    }

    public static Props Props(Action<object, IUntypedActorContext> behavior) =>
        Akka.Actor.Props.Create(() => new Scripted(behavior));

    protected override void OnReceive(object message) => _behavior(message, Context);
}
