using System.Diagnostics;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// A tree of actors, with what they share: configuration, dispatchers, scheduler, serialization, event stream.
/// </summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public abstract Settings Settings { get; }

    public abstract string Name { get; }

    public abstract Serialization.Serialization Serialization { get; }

    public abstract EventStream EventStream { get; }

    public abstract IActorRef DeadLetters { get; }

    public abstract Dispatchers Dispatchers { get; }

    public abstract Mailboxes Mailboxes { get; }

    public abstract IScheduler Scheduler { get; }

    public abstract ILoggingAdapter Log { get; }

    public abstract Task WhenTerminated { get; }

    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_started);

    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    public static ActorSystem Create(string name, Config config) =>
        CreateAndStart(name, config, ActorSystemSetup.Empty);

    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        var config = setup.Get<BootstrapSetup>().FlatSelect(bootstrap => bootstrap.Config);
        return CreateAndStart(name, config.HasValue ? config.Value : ConfigurationFactory.Load(), setup);
    }

    private static ActorSystemImpl CreateAndStart(string name, Config config, ActorSystemSetup setup)
    {
        var system = new ActorSystemImpl(name, config, setup);
        system.Start();
        return system;
    }

    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    public abstract ActorSelection ActorSelection(string actorPath);

    public abstract void Stop(IActorRef actor);

    public abstract object RegisterExtension(IExtensionId extension);

    public abstract object GetExtension(IExtensionId extensionId);

    public abstract T GetExtension<T>() where T : class, IExtension;

    public abstract bool HasExtension(Type type);

    public abstract bool HasExtension<T>() where T : class, IExtension;

    public abstract bool TryGetExtension(Type extensionType, out object? extension);

    public abstract bool TryGetExtension<T>(out T? extension) where T : class, IExtension;

    /// <summary>Runs after all actors have stopped; what was registered last runs first.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Runs the coordinated shutdown, unless the configuration says otherwise.</summary>
    public abstract Task Terminate();

    internal abstract Task FinalTerminate();

    /// <summary>Terminates the system and waits for its end.</summary>
    public void Dispose()
    {
        Terminate().Wait();
        GC.SuppressFinalize(this);
    }
}

public abstract class ExtendedActorSystem : ActorSystem
{
    public abstract IActorRefProvider Provider { get; }

    public abstract IInternalActorRef Guardian { get; }

    public abstract IInternalActorRef SystemGuardian { get; }

    public abstract IInternalActorRef LookupRoot { get; }

    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    public abstract IActorRef SystemActorOf<TActor>(string? name = null) where TActor : ActorBase, new();

    /// <summary>
    /// Stops all actors at once, without the coordinated shutdown.
    /// </summary>
    public abstract void Abort();
}
