using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Configuration;
using Akka.Remote.Transport;
using Akka.Serialization;

namespace Akka.Remote;

public interface IRemoteActorRefProvider : IActorRefProvider
{
    RemoteSettings RemoteSettings { get; }

    bool HasAddress(Address address);
}

/// <summary>Makes local actors as <see cref="LocalActorRefProvider"/> does, and finds those of other systems.</summary>
public class RemoteActorRefProvider : IRemoteActorRefProvider
{
    private readonly LocalActorRefProvider _local;
    private Remoting? _remoting;
    private Information? _information;

    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        settings.InjectTopLevelFallback(RemoteConfigFactory.Default());
        _local = new LocalActorRefProvider(systemName, settings, eventStream);
        RemoteSettings = new RemoteSettings(settings.Config);
    }

    public RemoteSettings RemoteSettings { get; }

    public ActorPath RootPath => _local.RootPath;

    public IInternalActorRef RootGuardian => _local.RootGuardian;

    public LocalActorRef Guardian => _local.Guardian;

    public LocalActorRef SystemGuardian => _local.SystemGuardian;

    public IInternalActorRef TempContainer => _local.TempContainer;

    public IActorRef DeadLetters => _local.DeadLetters;

    public Settings Settings => _local.Settings;

    public Task TerminationTask => _local.TerminationTask;

    public Address DefaultAddress => _remoting?.DefaultAddress!;

    public Information SerializationInformation => _information ?? _local.SerializationInformation;

    public virtual void Init(ActorSystemImpl system)
    {
        _local.Init(system);
        var remoting = _remoting = Remoting.Of(system, RemoteSettings);
        var terminator = system.SystemActorOf(
            Props.Create(() => new RemotingTerminator(remoting)), "remoting-terminator");
        // Here and not in the actor's start, which a system that terminates at once would not wait for.
        SystemGuardian.Tell(RegisterTerminationHook.Instance, terminator);
        remoting.Start();
        _information = new Information(remoting.DefaultAddress, system);
    }

    public ActorPath TempPath() => _local.TempPath();

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) =>
        _local.RegisterTempActor(actorRef, path);

    public void UnregisterTempActor(ActorPath path) => _local.UnregisterTempActor(path);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => _local.CreateFutureRef(tcs);

    public bool HasAddress(Address address) =>
        RootPath.Address.Equals(address) || (_remoting?.DefaultAddress?.Equals(address) ?? false);

    public IActorRef RootGuardianAt(Address address) =>
        HasAddress(address) ? RootGuardian : RemoteRef(new RootActorPath(address));

    public IActorRef ResolveActorRef(string path)
    {
        if (path.Length == 0)
            return ActorRefs.NoSender;
        return ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed!) : DeadLetters;
    }

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (HasAddress(actorPath.Address))
            return _local.ResolveActorRef(RootGuardian, actorPath.ElementsWithUid);
        try
        {
            return RemoteRef(actorPath);
        }
        catch (RemoteTransportException e)
        {
            _remoting!.Log.Warning(
                "Error while resolving address [{0}] due to [{1}]", actorPath.Address, e.Message);
            return new EmptyLocalActorRef(this, RootPath, _local.EventStream);
        }
    }

    public Address? GetExternalAddressFor(Address address)
    {
        if (HasAddress(address))
            return _local.RootPath.Address;
        return address is { Host.Length: > 0, Port: not null } && address.Protocol == _remoting?.Tcp.Protocol
            ? DefaultAddress
            : null;
    }

    public IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path) =>
        _local.ActorOf(system, props, supervisor, path);

    private RemoteActorRef RemoteRef(ActorPath path) =>
        new(_remoting!, _remoting!.LocalAddressForRemote(path.Address), path, ActorRefs.Nobody);
}
