using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>
/// An actor whose behaviour is a list of typed handlers, tried in the order in which they were added.
/// </summary>
public abstract class ReceiveActor : ActorBase, IInitializableActor
{
    private List<Func<object, bool>>? _configuring = [];
    private Receive _initial = EmptyReceive;

    protected static new IUntypedActorContext Context => CurrentCell;

    void IInitializableActor.Init() => _initial = Finish();

    protected sealed override bool Receive(object message) => _initial(message);

    protected void Become(Action configure) => base.Become(Configure(configure));

    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure));

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Add(message =>
        {
            if (message is not T typed || shouldHandle?.Invoke(typed) == false)
                return false;
            handler(typed);
            return true;
        });

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    protected void Receive<T>(Func<T, bool> handler) => Add(message => message is T typed && handler(typed));

    protected void ReceiveAny(Action<object> handler) =>
        Add(message =>
        {
            handler(message);
            return true;
        });

    private void Add(Func<object, bool> handler)
    {
        if (_configuring is null)
        {
            throw new InvalidOperationException(
                "You may only call Receive-methods when constructing the actor and inside Become().");
        }

        _configuring.Add(handler);
    }

    private Receive Configure(Action configure)
    {
        var outer = _configuring;
        _configuring = [];
        try
        {
            configure();
            return Finish();
        }
        finally
        {
            _configuring = outer;
        }
    }

    private Receive Finish()
    {
        var handlers = _configuring!.ToArray();
        _configuring = null;
        return message => Array.Exists(handlers, handler => handler(message));
    }
}
