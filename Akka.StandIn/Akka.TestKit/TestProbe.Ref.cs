using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>A probe may be passed wherever an actor's reference is asked for.</summary>
public partial class TestProbe : IInternalActorRef
{
    ActorPath IActorRef.Path => TestActor.Path;

    bool IActorRefScope.IsLocal => Inner.IsLocal;

    IInternalActorRef IInternalActorRef.Parent => Inner.Parent;

    IActorRefProvider IInternalActorRef.Provider => Inner.Provider;

    bool IInternalActorRef.IsTerminated => Inner.IsTerminated;

    private IInternalActorRef Inner => (IInternalActorRef)TestActor;

    public override string ToString() => $"TestProbe({TestActor})";

    public override bool Equals(object? obj) => TestActor.Equals(obj);

    public override int GetHashCode() => TestActor.GetHashCode();

    public int CompareTo(object? obj) => TestActor.CompareTo(obj);

    void ICanTell.Tell(object message, IActorRef sender) => TestActor.Tell(message, sender);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => TestActor.ToSurrogate(system);

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => TestActor.Equals(other);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => TestActor.CompareTo(other);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => Inner.GetChild(name);

    void IInternalActorRef.Start() => Inner.Start();

    void IInternalActorRef.Stop() => Inner.Stop();

    void IInternalActorRef.Suspend() => Inner.Suspend();

    void IInternalActorRef.Resume(Exception? causedByFailure) => Inner.Resume(causedByFailure);

    void IInternalActorRef.Restart(Exception cause) => Inner.Restart(cause);

    void IInternalActorRef.SendSystemMessage(ISystemMessage message) => Inner.SendSystemMessage(message);
}
