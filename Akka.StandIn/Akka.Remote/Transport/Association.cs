using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>
/// What this system knows of one remote address: not connected, connecting, connected, or gated after a failure.
/// At most one link is written to; a second, dialled by the peer at the same moment, is only read.
/// </summary>
internal sealed class Association(Address remote, Remoting remoting)
{
    private readonly Lock _sync = new();
    private Outbox? _outbox;        // where messages go: set while connecting and while connected
    private Link? _writer;
    private Link? _reader;
    private long _gatedUntil;
    private bool _warnedOfBacklog;
    private bool _dropping;
    private bool _over;

    /// <summary>Retired: nobody may use it any longer, a new one is made on demand.</summary>
    public bool IsOver => Volatile.Read(ref _over);

    /// <summary>Whether a message would be refused as things stand: gated, or over.</summary>
    public bool IsClosed => Volatile.Read(ref _outbox) is null && (IsOver || IsGated);

    private bool IsGated => Environment.TickCount64 < Volatile.Read(ref _gatedUntil);

    private double GateMs => remoting.Settings.RetryGateClosedFor.TotalMilliseconds;

    /// <summary>Queues a message, connecting if need be. False when it belongs to dead letters.</summary>
    public bool Post(in OutgoingMessage message, int size)
    {
        var outbox = Volatile.Read(ref _outbox) ?? Open();
        switch (outbox?.Post(message, size))
        {
            case Posted.Yes:
                WatchBacklog(outbox.MessagesWaiting);
                return true;
            case Posted.Full:
                SayOnce(ref _dropping,
                    "The outbound buffer to [{0}] is full: messages go to dead letters until it drains", remote);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Takes a link that the peer dialled. Its coming ends a gate: the peer is evidently there.</summary>
    /// <returns>False when this association is over, so that another one has to take the link.</returns>
    public bool Welcome(Link link)
    {
        var replaced = new List<Link>();
        byte[] dead = [];
        lock (_sync)
        {
            if (_over || remoting.IsStopping)
                return false;
            if (_reader is not null)
                replaced.Add(_reader);
            var peerRestarted = _writer is { } old && old.RemoteUid != link.RemoteUid;
            if (peerRestarted || _writer is { IsInbound: true } || _outbox is null)
            {
                if (_writer is not null)
                    replaced.Add(_writer);
                var left = _writer?.Outbox.Close() ?? [];
                if (peerRestarted)
                    dead = left;        // meant for the system that is gone
                else
                    link.Outbox.PostRaw(left);
                _gatedUntil = 0;
                _reader = null;
                WriteTo(link);
            }
            else
            {
                _reader = link;
            }
        }
        foreach (var old in replaced)
            old.Close(new IOException("the association was replaced by a new one that the peer opened"));
        remoting.Publish(new AssociatedEvent(remoting.DefaultAddress, remote, inbound: true));
        link.Start(new Inbound(remoting), OnLost, Task.WhenAll(replaced.Select(old => old.Ended)));
        remoting.ToDeadLetters(dead);
        return true;
    }

    /// <summary>Cuts links that have been silent for too long, and shows the others that we are here.</summary>
    public void Heartbeat(TimeSpan longestSilence)
    {
        Link?[] links;
        lock (_sync)
            links = [_writer, _reader];
        foreach (var link in links)
        {
            if (link is null)
                continue;
            if (link.Silence > longestSilence)
                link.Close(new TimeoutException($"No sign of life from the remote system for {link.Silence}"));
            else
                link.Outbox.PostHeartbeat();
        }
    }

    /// <summary>
    /// Gives up the connection because of something that went wrong on this side, and gates the address.
    /// </summary>
    public void Break(Exception cause)
    {
        Link? writer;
        Outbox? outbox;
        lock (_sync)
            (writer, outbox) = (_writer, _outbox);
        remoting.Publish(new AssociationErrorEvent(
            cause, remoting.DefaultAddress, remote, inbound: false, LogLevel.ErrorLevel));
        if (writer is not null)
            writer.Close(cause);
        else if (outbox is not null)
            Failed(outbox, cause);
    }

    /// <summary>Gives up an association that is of no use at the moment, so that strangers leave no trace.</summary>
    public bool Retire()
    {
        lock (_sync)
            return _over |= _outbox is null && _reader is null && !IsGated;
    }

    /// <summary>Sends what waits and hangs up. False if that did not succeed in time.</summary>
    public async Task<bool> Stop(TimeSpan patience)
    {
        Link?[] links;
        byte[] unsent;
        lock (_sync)
        {
            _over = true;
            links = [_writer, _reader];
            unsent = _writer is null ? _outbox?.Close() ?? [] : [];
            _outbox = null;
        }
        remoting.ToDeadLetters(unsent);
        var goodbyes = await Task.WhenAll(links.Select(
            link => link?.HangUp(patience) ?? Task.FromResult(true))).ConfigureAwait(false);
        return goodbyes.All(well => well);
    }

    private Outbox? Open()
    {
        lock (_sync)
        {
            if (_outbox is not null || _over || IsGated || remoting.IsStopping)
                return _outbox;
            if (_reader is { } passive)
            {
                _reader = null;
                WriteTo(passive);
                return _outbox;
            }
            var outbox = _outbox = new Outbox(remoting.Tcp);
            (_warnedOfBacklog, _dropping) = (false, false);
            // Not on the sender's thread, which may be an actor with better things to do.
            _ = Task.Run(() => Connect(outbox));
            return outbox;
        }
    }

    private async Task Connect(Outbox outbox)
    {
        try
        {
            Connected(await Link.Dial(
                remote, remoting.Self, outbox, remoting.Tcp, remoting.Settings.HandshakeTimeout, remoting.Stopping)
                .ConfigureAwait(false));
        }
        catch (Exception e)
        {
            Failed(outbox, e);
        }
    }

    private void Connected(Link link)
    {
        lock (_sync)
        {
            if (_outbox != link.Outbox)
            {
                link.Close(new OperationCanceledException("this system is shutting down"));
                return;
            }
            _writer = link;
        }
        remoting.Publish(new AssociatedEvent(remoting.DefaultAddress, remote, inbound: false));
        link.Start(new Inbound(remoting), OnLost, Task.CompletedTask);
    }

    private void Failed(Outbox outbox, Exception cause)
    {
        var left = outbox.Close();
        var gated = false;
        lock (_sync)
        {
            if (_outbox == outbox && _reader is { } rescue)
            {
                rescue.Outbox.PostRaw(left);
                left = [];
                WriteTo(rescue);
                _reader = null;
            }
            else if (_outbox == outbox)
            {
                _outbox = null;
                gated = Gate();
            }
        }
        if (!remoting.IsStopping)
        {
            var error = new InvalidAssociationException($"Association failed with {remote}", cause);
            remoting.Publish(new AssociationErrorEvent(
                error, remoting.DefaultAddress, remote, inbound: false, LogLevel.WarningLevel));
            remoting.Publish(new DisassociatedEvent(remoting.DefaultAddress, remote, inbound: false));
        }
        if (gated)
            remoting.Log.Warning(
                "Tried to associate with unreachable remote address [{0}]. Address is now gated for {1} ms, all "
                + "messages to this address will be delivered to dead letters. Reason: [{2}]",
                remote, GateMs, cause.Message);
        remoting.ToDeadLetters(left);
    }

    private void OnLost(Link link, GoodbyeReason reason, Exception? cause)
    {
        var left = link.Outbox.Close();
        var gated = false;
        lock (_sync)
        {
            if (_reader == link)
                _reader = null;
            if (_writer == link)
            {
                (_writer, _outbox) = (null, null);
                gated = Gate();
            }
        }
        remoting.Publish(new DisassociatedEvent(remoting.DefaultAddress, remote, link.IsInbound));
        if (gated && reason == GoodbyeReason.Shutdown)
            remoting.Log.Debug(
                "Remote system with address [{0}] has shut down. Address is now gated for {1} ms, all messages to "
                + "this address will be delivered to dead letters.", remote, GateMs);
        else if (gated)
            remoting.Log.Warning(
                "Association with remote system {0} has failed; address is now gated for {1} ms. Reason is: [{2}]",
                remote, GateMs, cause?.Message ?? "the peer closed the connection");
        remoting.ToDeadLetters(left);
    }

    /// <summary>Call with the lock held.</summary>
    private void WriteTo(Link link)
    {
        (_warnedOfBacklog, _dropping) = (false, false);
        _writer = link;
        Volatile.Write(ref _outbox, link.Outbox);
    }

    /// <summary>Call with the lock held.</summary>
    private bool Gate()
    {
        if (remoting.IsStopping)
            return false;
        _gatedUntil = Environment.TickCount64 + (long)GateMs;
        return true;
    }

    private void WatchBacklog(int waiting)
    {
        if (_dropping && waiting == 1)
            _dropping = false;
        if (waiting > remoting.Settings.LogBufferSizeExceeding)
            SayOnce(ref _warnedOfBacklog, "[{0}] messages wait to be sent to [{1}]: it is slow or unreachable",
                waiting, remote);
    }

    private void SayOnce(ref bool said, string format, params object[] args)
    {
        if (!Interlocked.Exchange(ref said, true))
            remoting.Log.Warning(format, args);
    }
}
