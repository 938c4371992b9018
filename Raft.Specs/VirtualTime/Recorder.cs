using Akka.Actor;

namespace Raft.Specs.VirtualTime;

/// <summary>One message as a <see cref="Recorder"/> received it.</summary>
public sealed record Recorded(TimeSpan At, object Message, IActorRef Sender);

/// <summary>A probe for virtual time: an actor that appends what it receives to a list. It blocks nothing.</summary>
public sealed class Recorder
{
    private readonly List<Recorded> _received = [];

    internal Recorder(VirtualWorld world, ActorSystem system, string name)
    {
        Name = name;
        Ref = world.Spawn(system, Props.Create(() => new Tape(world, this)), name);
    }

    /// <summary>The actor's name.</summary>
    public string Name { get; }

    /// <summary>The actor.</summary>
    public IActorRef Ref { get; }

    /// <summary>All it received, in order.</summary>
    public IReadOnlyList<Recorded> Received => _received;

    /// <summary>The received messages alone.</summary>
    public IEnumerable<object> Messages => _received.Select(entry => entry.Message);

    /// <summary>The received messages of one type.</summary>
    public IEnumerable<T> Of<T>() => Messages.OfType<T>();

    /// <summary>Forgets what was received so far.</summary>
    public void Clear() => _received.Clear();

    private sealed record WatchIt(IActorRef Target);

    /// <summary>Watches an actor: its <see cref="Terminated"/> is recorded too.</summary>
    public void Watch(IActorRef target) => Ref.Tell(new WatchIt(target), ActorRefs.NoSender);

    private sealed class Tape(VirtualWorld world, Recorder recorder) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is WatchIt watch)
                Context.Watch(watch.Target);
            else
                recorder._received.Add(new Recorded(world.Now, message, Sender));
        }
    }
}
