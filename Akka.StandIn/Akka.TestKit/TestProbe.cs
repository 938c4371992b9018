using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A test actor of its own, with all of TestKit's assertions about what it receives.</summary>
public partial class TestProbe : TestKitBase, INoImplicitSender
{
    public TestProbe(ActorSystem system, ITestKitAssertions assertions, string? testProbeName = null)
        : base(assertions, system, testProbeName)
    {
    }

    public IActorRef Ref => TestActor;

    /// <summary>Who sent the last received message.</summary>
    public IActorRef Sender => LastSender;

    /// <summary>Tells an actor something, as from this probe.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Answers whoever sent the last received message.</summary>
    public void Reply(object message) => Sender.Tell(message, TestActor);

    /// <summary>Passes the last received message on, as from its sender.</summary>
    public void Forward(IActorRef actor) => actor.Tell(LastMessage, Sender);

    public void Forward(IActorRef actor, object message) => actor.Tell(message, Sender);
}
