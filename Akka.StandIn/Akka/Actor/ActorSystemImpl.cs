using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor.Internal;

public partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly TerminationCallbacks _terminationCallbacks;
    private readonly IActorRefProvider _provider;
    private Serialization.Serialization _serialization;
    private IActorRef? _deadLetterListener;

    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus " +
                "non-leading '-')",
                nameof(name));
        }

        ArgumentNullException.ThrowIfNull(config);
        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(
            EventStream, $"ActorSystem({name})", typeof(ActorSystemImpl), DefaultLogMessageFormatter.Instance);
        Scheduler = Make<IScheduler>(Settings.SchedulerClass, Settings.Config, Log);
        try
        {
            _provider = Make<IActorRefProvider>(Settings.ProviderClass, name, Settings, EventStream);
            _terminationCallbacks = new TerminationCallbacks(_provider.TerminationTask);
            _serialization = new Serialization.Serialization(this);
            Settings.ConfigChanged += () => _serialization = new Serialization.Serialization(this);
            Mailboxes = new Mailboxes(this);
            Dispatchers = new Dispatchers(
                this, new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes), Log);
        }
        catch
        {
            StopScheduler();
            throw;
        }
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override ILoggingAdapter Log { get; }

    public override IScheduler Scheduler { get; }

    public override Mailboxes Mailboxes { get; }

    public override Dispatchers Dispatchers { get; }

    public override Serialization.Serialization Serialization => _serialization;

    public override IActorRefProvider Provider => _provider;

    public override IActorRef DeadLetters => _provider.DeadLetters;

    public override IInternalActorRef Guardian => _provider.Guardian;

    public override IInternalActorRef SystemGuardian => _provider.SystemGuardian;

    public override IInternalActorRef LookupRoot => _provider.RootGuardian;

    public override Task WhenTerminated => _terminationCallbacks.Done;

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-]*$")]
    private static partial Regex ValidName();

    private static T Make<T>(string typeName, params object[] arguments) where T : class
    {
        var type = Type.GetType(typeName) ??
            throw new ConfigurationException($"'{typeName}' is not a type that can be loaded");
        return Activator.CreateInstance(type, arguments) as T ??
            throw new ConfigurationException($"'{typeName}' is not a valid {typeof(T)}");
    }

    public void Start()
    {
        try
        {
            RegisterOnTermination(StopScheduler);
            _provider.Init(this);
            LoadExtensions();
            if (Settings.LogDeadLetters > 0)
                _deadLetterListener = SystemActorOf<DeadLetterListener>("deadLetterListener");
            if (Settings.LogConfigOnStart)
                Log.Info(Settings.ToString());
        }
        catch
        {
            if (_provider.Guardian is not null)
                _ = FinalTerminate();
            else
                StopScheduler();
            throw;
        }
    }

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions"))
        {
            try
            {
                var type = Type.GetType(name);
                if (type is not null && typeof(IExtensionId).IsAssignableFrom(type) && type is { IsAbstract: false })
                    RegisterExtension((IExtensionId)Activator.CreateInstance(type)!);
                else
                    Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
            }
            catch (MissingMethodException e)
            {
                Log.Error(e, "While trying to load extension [{0}], skipping...", name);
            }
        }
    }

    private void StopScheduler() => (Scheduler as IDisposable)?.Dispose();

    public override IActorRef ActorOf(Props props, string? name = null) =>
        _provider.Guardian.Cell.AttachChild(props, false, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) =>
        _provider.SystemGuardian.Cell.AttachChild(props, true, name);

    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this, _provider.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        if (actor.Path.Parent.Equals(Guardian.Path))
            Guardian.Tell(new Dispatch.SysMsg.StopChild(actor), ActorRefs.NoSender);
        else if (actor.Path.Parent.Equals(SystemGuardian.Path))
            SystemGuardian.Tell(new Dispatch.SysMsg.StopChild(actor), ActorRefs.NoSender);
        else
            ((IInternalActorRef)actor).Stop();
    }

    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return _extensions.GetOrAdd(
            extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this))).Value;
    }

    public override object GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out var extension) ? extension! : null!;

    public override T GetExtension<T>() => TryGetExtension(out T? extension) ? extension! : null!;

    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object? extension)
    {
        var found = _extensions.TryGetValue(extensionType, out var lazy);
        extension = lazy?.Value;
        return found;
    }

    public override bool TryGetExtension<T>(out T? extension) where T : class
    {
        var found = TryGetExtension(typeof(T), out var untyped);
        extension = (T?)untyped;
        return found;
    }

    public override void RegisterOnTermination(Action code) => _terminationCallbacks.Add(code);

    public override Task Terminate() => Settings.CoordinatedShutdownRunByActorSystemTerminate
        ? CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
        : FinalTerminate();

    internal override Task FinalTerminate()
    {
        Log.Debug("System shutdown initiated");
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is { } listener)
            Stop(listener);
        _provider.Guardian.Stop();
        return WhenTerminated;
    }

    public override void Abort() => _ = FinalTerminate();

    public override string ToString() => LookupRoot.Path.Root.Address.ToString();

    /// <summary>What is to run when all actors have stopped, last registered first.</summary>
    private sealed class TerminationCallbacks
    {
        private readonly Lock _lock = new();
        private Stack<Action>? _callbacks = new();

        public TerminationCallbacks(Task terminated)
        {
            Done = terminated.ContinueWith(
                _ => RunAll(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        public Task Done { get; }

        public void Add(Action callback)
        {
            lock (_lock)
            {
                if (_callbacks is null)
                    throw new InvalidOperationException("ActorSystem already terminated.");
                _callbacks.Push(callback);
            }
        }

        private void RunAll()
        {
            Stack<Action> callbacks;
            lock (_lock)
                (callbacks, _callbacks) = (_callbacks!, null);
            foreach (var callback in callbacks)
            {
                try
                {
                    callback();
                }
                catch (Exception e)
                {
                    Console.Error.WriteLine($"A termination callback failed: {e}");
                }
            }
        }
    }
}
