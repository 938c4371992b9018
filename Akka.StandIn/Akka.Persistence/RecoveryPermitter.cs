using Akka.Actor;

namespace Akka.Persistence;

internal sealed class RequestRecoveryPermit
{
    public static readonly RequestRecoveryPermit Instance = new();
}

internal sealed class RecoveryPermitGranted
{
    public static readonly RecoveryPermitGranted Instance = new();
}

internal sealed class ReturnRecoveryPermit
{
    public static readonly ReturnRecoveryPermit Instance = new();
}

/// <summary>Lets a bounded number of actors recover at once, first come first served, to spare the journal.</summary>
internal sealed class RecoveryPermitter(int maxPermits) : UntypedActor
{
    private readonly HashSet<IActorRef> _recovering = [];
    private readonly LinkedList<IActorRef> _waiting = new();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestRecoveryPermit:
                Request(Sender);
                break;
            case ReturnRecoveryPermit:
                Return(Sender);
                break;
            case Terminated gone when !_waiting.Remove(gone.ActorRef):
                Return(gone.ActorRef);
                break;
        }
    }

    private void Request(IActorRef actor)
    {
        Context.Watch(actor);
        // An actor that was restarted while it recovered asks again and still holds its permit.
        if (_recovering.Contains(actor) || _recovering.Count < maxPermits)
            Grant(actor);
        else if (!_waiting.Contains(actor))
            _waiting.AddLast(actor);
    }

    private void Grant(IActorRef actor)
    {
        _recovering.Add(actor);
        actor.Tell(RecoveryPermitGranted.Instance, Self);
    }

    private void Return(IActorRef actor)
    {
        // An actor that fails while it recovers may return its permit and then stop: that counts once.
        if (!_recovering.Remove(actor))
            return;
        Context.Unwatch(actor);
        if (_waiting.First is not { } next)
            return;
        _waiting.RemoveFirst();
        Grant(next.Value);
    }
}
