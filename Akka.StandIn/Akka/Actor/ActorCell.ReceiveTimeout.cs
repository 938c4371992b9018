namespace Akka.Actor;

public partial class ActorCell
{
    private TimeSpan? _receiveTimeout;
    private ICancelable? _pendingReceiveTimeout;

    public TimeSpan? ReceiveTimeout => _receiveTimeout;

    public void SetReceiveTimeout(TimeSpan? timeout = null) => _receiveTimeout = timeout;

    private void CheckReceiveTimeout(bool restart)
    {
        if (_receiveTimeout is not { } timeout)
        {
            CancelReceiveTimeout();
        }
        else if (restart || _pendingReceiveTimeout is null)
        {
            CancelReceiveTimeout();
            _pendingReceiveTimeout =
                _system.Scheduler.ScheduleTellOnceCancelable(timeout, _self, Akka.Actor.ReceiveTimeout.Instance, _self);
        }
    }

    private void CancelReceiveTimeout()
    {
        _pendingReceiveTimeout?.Cancel();
        _pendingReceiveTimeout = null;
    }
}
