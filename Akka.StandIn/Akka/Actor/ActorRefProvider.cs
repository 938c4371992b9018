using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Serialization;
using Akka.Util.Internal;

namespace Akka.Actor;

/// <summary>
/// Makes actors and finds references by path: here, or, in a transport's provider, on other hosts as well.
/// </summary>
public interface IActorRefProvider
{
    IInternalActorRef RootGuardian { get; }

    LocalActorRef Guardian { get; }

    LocalActorRef SystemGuardian { get; }

    IInternalActorRef TempContainer { get; }

    IActorRef DeadLetters { get; }

    ActorPath RootPath { get; }

    Settings Settings { get; }

    Task TerminationTask { get; }

    Address DefaultAddress { get; }

    Information SerializationInformation { get; }

    void Init(ActorSystemImpl system);

    IInternalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path);

    IActorRef RootGuardianAt(Address address);

    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);

    ActorPath TempPath();

    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    void UnregisterTempActor(ActorPath path);

    FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs);

    Address? GetExternalAddressFor(Address address);
}

public sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly Dictionary<string, IInternalActorRef> _extraNames = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Status> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RootActorPath _rootPath;
    private readonly ActorPath _tempNode;
    private readonly IInternalActorRef _deadLetters;
    private ActorSystemImpl? _system;
    private RootGuardianActorRef? _rootGuardian;
    private VirtualPathContainer? _tempContainer;
    private Information? _serializationInformation;
    private long _lastTempNumber;

    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : this(systemName, settings, eventStream, null)
    {
    }

    internal LocalActorRefProvider(
        string systemName,
        Settings settings,
        EventStream eventStream,
        Func<ActorPath, IInternalActorRef>? deadLettersFactory)
    {
        Settings = settings;
        EventStream = eventStream;
        _rootPath = new RootActorPath(new Address("akka", systemName));
        _tempNode = _rootPath / "temp";
        Log = Logging.GetLogger(eventStream, $"LocalActorRefProvider({_rootPath.Address})");
        var deadLettersPath = _rootPath / "deadLetters";
        _deadLetters = deadLettersFactory?.Invoke(deadLettersPath) ??
            new DeadLetterActorRef(this, deadLettersPath, eventStream);
    }

    public Settings Settings { get; }

    public EventStream EventStream { get; }

    public ILoggingAdapter Log { get; }

    public IInternalActorRef RootGuardian => _rootGuardian!;

    public LocalActorRef Guardian { get; private set; } = null!;

    public LocalActorRef SystemGuardian { get; private set; } = null!;

    public IInternalActorRef TempContainer => _tempContainer!;

    public IActorRef DeadLetters => _deadLetters;

    public ActorPath RootPath => _rootPath;

    public Task TerminationTask => _terminated.Task;

    public Address DefaultAddress => _rootPath.Address;

    public Information SerializationInformation => _serializationInformation ??= new Information(
        _rootPath.Address,
        _system ?? throw new InvalidOperationException("Too early access of SerializationInformation"));

    public void RegisterExtraName(string name, IInternalActorRef actor) => _extraNames.Add(name, actor);

    public void Init(ActorSystemImpl system)
    {
        _system = system;
        var dispatcher = system.Dispatchers.InternalDispatcher;
        var mailbox = system.Mailboxes.Lookup(Mailboxes.DefaultMailboxId);
        var userStrategy = SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();

        _rootGuardian = new RootGuardianActorRef(
            system,
            Props.Create<GuardianActor>().WithSupervisorStrategy(RootStrategy()),
            dispatcher,
            mailbox,
            new RootGuardianSupervisor(_rootPath, this, _terminated, Log),
            _rootPath,
            _deadLetters,
            _extraNames);
        _tempContainer = new VirtualPathContainer(system.Provider, _tempNode, _rootGuardian);
        _rootGuardian.SetTempContainer(_tempContainer);
        Guardian = MakeGuardian("user", Props.Create<GuardianActor>().WithSupervisorStrategy(userStrategy));
        var systemProps = Props.Create<SystemGuardianActor>((IActorRef)Guardian);
        SystemGuardian = MakeGuardian("system", systemProps);
        _rootGuardian.Start();

        // the system guardian follows the user's, and the root the system guardian
        SystemGuardian.SendSystemMessage(new Watch(Guardian, SystemGuardian));
        _rootGuardian.SendSystemMessage(new Watch(SystemGuardian, _rootGuardian));
        EventStream.StartDefaultLoggers(system);

        LocalActorRef MakeGuardian(string name, Props props)
        {
            var guardian = new LocalActorRef(system, props, dispatcher, mailbox, _rootGuardian, _rootPath / name);
            _rootGuardian.Cell.AddGuardian(guardian);
            return guardian;
        }
    }

    private OneForOneStrategy RootStrategy() => new(cause =>
    {
        Log.Error(cause, "Guardian failed. Shutting down system");
        return Directive.Stop;
    });

    public IInternalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path)
    {
        try
        {
            var dispatcher = system.Dispatchers.Lookup(props.Dispatcher);
            var mailboxType = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
            return new LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path);
        }
        catch (Exception e)
        {
            throw new Configuration.ConfigurationException(
                $"Configuration problem while creating [{path}] with dispatcher [{props.Dispatcher}] and mailbox " +
                $"[{props.Mailbox}]",
                e);
        }
    }

    public IActorRef RootGuardianAt(Address address) => address == _rootPath.Address ? RootGuardian : _deadLetters;

    public IActorRef ResolveActorRef(string path)
    {
        if (ActorPath.TryParse(path, out var actorPath))
            return ResolveActorRef(actorPath!);
        Log.Debug("Resolve of unknown path [{0}] failed. Invalid format.", path);
        return _deadLetters;
    }

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (actorPath.Address == _rootPath.Address)
            return ResolveActorRef(RootGuardian, actorPath.Elements); // whatever the incarnation
        Log.Debug("Resolve of foreign ActorPath [{0}] failed", actorPath);
        return _deadLetters;
    }

    internal IInternalActorRef ResolveActorRef(IInternalActorRef actorRef, IReadOnlyList<string> pathElements)
    {
        if (pathElements.Count == 0)
        {
            Log.Debug("Resolve of empty path sequence fails (per definition)");
            return _deadLetters;
        }

        var child = actorRef.GetChild(pathElements);
        if (!child.IsNobody() || child is DeadLetterActorRef)
            return (IInternalActorRef)child;
        Log.Debug("Resolve of path sequence [/{0}] failed", ActorPath.FormatPathElements(pathElements));
        return new EmptyLocalActorRef(_system!.Provider, actorRef.Path / pathElements, EventStream);
    }

    public ActorPath TempPath() => _tempNode / Base64Encoding.Encode(Interlocked.Increment(ref _lastTempNumber));

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) =>
        _tempContainer!.AddChild(path.Name, actorRef);

    public void UnregisterTempActor(ActorPath path) => _tempContainer!.RemoveChild(path.Name);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => new(tcs, TempPath(), _system!.Provider);

    public Address? GetExternalAddressFor(Address address) => address == _rootPath.Address ? address : null;
}
