using System.Threading.Channels;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>The messages that steer a test actor; every other message goes into its queue.</summary>
public static class TestActor
{
    public delegate bool Ignore(object message);

    public sealed class SetIgnore(Ignore? ignore) : INoSerializationVerificationNeeded
    {
        public Ignore? Ignore { get; } = ignore;
    }

    public sealed class Watch(IActorRef actorToWatch) : INoSerializationVerificationNeeded
    {
        public IActorRef Actor { get; } = actorToWatch;
    }

    public sealed class Unwatch(IActorRef actorToUnwatch) : INoSerializationVerificationNeeded
    {
        public IActorRef Actor { get; } = actorToUnwatch;
    }

    public sealed class SetAutoPilot(AutoPilot autoPilot) : INoSerializationVerificationNeeded
    {
        public AutoPilot AutoPilot { get; } = autoPilot;
    }

    /// <summary>Answers Watch and Unwatch, so that the TestKit can wait until they are in force.</summary>
    internal sealed class Done : INoSerializationVerificationNeeded
    {
        public static readonly Done Instance = new();
    }
}

internal sealed class InternalTestActor(ChannelWriter<MessageEnvelope> queue) : UntypedActor
{
    private TestActor.Ignore? _ignore;
    private AutoPilot? _autoPilot;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore set:
                _ignore = set.Ignore;
                break;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                Sender.Tell(TestActor.Done.Instance);
                break;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                Sender.Tell(TestActor.Done.Instance);
                break;
            case TestActor.SetAutoPilot set:
                _autoPilot = set.AutoPilot;
                break;
            default:
                Keep(message);
                break;
        }
    }

    private void Keep(object message)
    {
        if (_autoPilot?.Run(Sender, message) is { } next and not KeepRunning)
            _autoPilot = next;
        if (_ignore?.Invoke(message) != true)
            queue.TryWrite(new RealMessageEnvelope(message, Sender));
    }
}
