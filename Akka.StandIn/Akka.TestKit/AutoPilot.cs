using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers for a test actor at the moment a message arrives, before the spec looks at it.</summary>
public abstract class AutoPilot
{
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Returned by Run: the same pilot goes on.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    public abstract AutoPilot Run(IActorRef sender, object message);
}

public sealed class NoAutoPilot : AutoPilot
{
    public static readonly NoAutoPilot Instance = new();

    private NoAutoPilot()
    {
    }

    public override AutoPilot Run(IActorRef sender, object message) => this;
}

public sealed class KeepRunning : AutoPilot
{
    public static readonly KeepRunning Instance = new();

    private KeepRunning()
    {
    }

    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning is an answer of a pilot, not a pilot.");
}

public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    public override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
