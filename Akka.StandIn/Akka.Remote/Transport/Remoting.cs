using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote.Transport;

/// <summary>The listening socket, and the associations with every other system.</summary>
internal sealed class Remoting : IDisposable
{
    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogLevel? _lifecycleLogLevel;
    private Address? _defaultAddress;
    private Socket? _listener;
    private Timer? _heartbeat;

    private Remoting(ExtendedActorSystem system, RemoteSettings settings)
    {
        System = system;
        Settings = settings;
        Log = Logging.GetLogger(system, "remoting");
        Tcp = TcpSettings.Create(
            settings.Config.GetConfig("akka.remote.dot-netty.tcp"), system.Settings.Setup.Get<DotNettySslSetup>(), Log);
        Stopping = _stopping.Token;
        _lifecycleLogLevel = settings.LifecycleLogLevel;
    }

    public ExtendedActorSystem System { get; }

    public RemoteSettings Settings { get; }

    public TcpSettings Tcp { get; }

    public ILoggingAdapter Log { get; }

    /// <summary>How this system introduces itself. Set by <see cref="Start"/>.</summary>
    public Hello Self { get; private set; } = null!;

    /// <summary>This system's address, or null before it listens.</summary>
    public Address DefaultAddress => _defaultAddress!;

    public CancellationToken Stopping { get; }

    public bool IsStopping => Stopping.IsCancellationRequested;

    /// <summary>The <see cref="RemotingTerminator"/> shuts it down with its system.</summary>
    public static Remoting Of(ExtendedActorSystem system, RemoteSettings settings) => new(system, settings);

    /// <summary>Binds, and starts to accept.</summary>
    /// <exception cref="AggregateException">Holds a <see cref="RemoteTransportException"/>.</exception>
    public void Start()
    {
        Log.Info("Starting remoting");
        try
        {
            using var patience = new CancellationTokenSource(Settings.StartupTimeout);
            var resolved = Tcp.Resolve(Tcp.Hostname, Tcp.Port, dialling: false, patience.Token);
            _listener = Bind(resolved.GetAwaiter().GetResult());
        }
        catch (Exception e)
        {
            var error = e as RemoteTransportException ?? new RemoteTransportException(
                $"Failed to bind to [{Tcp.Hostname}:{Tcp.Port}]. See InnerException for details.", e);
            Log.Error(error, "Failed to bind to {0}:{1}; shutting down the transport.", Tcp.Hostname, Tcp.Port);
            Publish(new RemotingErrorEvent(new RemoteTransportException("Startup failed", error)));
            throw new AggregateException(error);
        }
        _defaultAddress = Tcp.PublicAddress(System.Name, (IPEndPoint)_listener.LocalEndPoint!);
        Self = new Hello(_defaultAddress, AddressUidExtension.Uid(System));
        _heartbeat = new Timer(_ => Heartbeat(), null, Settings.HeartbeatInterval, Settings.HeartbeatInterval);
        _ = Accept(_listener);
        Log.Info("Remoting started; listening on addresses : [{0}]", _defaultAddress);
        Publish(new RemotingListenEvent([_defaultAddress]));
    }

    /// <summary>Serializes a message on the sender's thread, and queues it for the recipient's system.</summary>
    public void Send(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        if (IsStopping || recipient.Association.IsClosed)
        {
            System.DeadLetters.Tell(message, sender!);
            return;
        }
        try
        {
            if (Settings.LogSend)
                Log.Debug("RemoteMessage: {0} to [{1}] from [{2}]", message, recipient, sender ?? System.DeadLetters);
            if (!Post(message, sender, recipient))
                System.DeadLetters.Tell(message, sender!);
        }
        catch (OversizedPayloadException e)
        {
            Log.Error(e, "Transient association error (association remains live)");
        }
        catch (Exception e) when (e is SerializationException or ArgumentException)
        {
            Log.Error(e, "Serialization failed for message [{0}]. Transient association error "
                + "(association remains live)", TypeOf(message));
        }
        catch (Exception e)
        {
            recipient.Association.Break(
                new RemoteTransportException($"Failed to write message [{message}] to the transport", e));
        }
    }

    /// <summary>The one association with an address, made on first use.</summary>
    public Association AssociationWith(Address remote)
    {
        while (true)
        {
            var association = _associations.GetOrAdd(
                remote, static (address, self) => new Association(address, self), this);
            if (!association.IsOver || IsStopping)
                return association;
            _associations.TryRemove(KeyValuePair.Create(remote, association));
        }
    }

    /// <exception cref="RemoteTransportException">No transport here speaks that address's protocol.</exception>
    public Address LocalAddressForRemote(Address remote) => remote.Protocol == Tcp.Protocol
        ? DefaultAddress
        : throw new RemoteTransportException(
            $"No transport is loaded for protocol: [{remote.Protocol}], available protocols: [{Tcp.Protocol}]");

    public void Publish(RemotingLifecycleEvent message)
    {
        System.EventStream.Publish(message);
        if (message.LogLevel() >= _lifecycleLogLevel)
            Log.Log(message.LogLevel(), "{0}", message);
    }

    public void ToDeadLetters(byte[] frames)
    {
        if (frames.Length > 0)
            new Inbound(this).ToDeadLetters(frames);
    }

    /// <summary>Stops accepting, sends what is queued, says goodbye to every peer. Never fails.</summary>
    public async Task Shutdown()
    {
        if (IsStopping)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        Dispose();
        var flushed = false;
        try
        {
            var goodbyes = await Task.WhenAll(_associations.Values.Select(a => a.Stop(Settings.FlushWait)))
                .WaitAsync(Settings.ShutdownTimeout).ConfigureAwait(false);
            flushed = goodbyes.All(well => well);
        }
        catch (Exception e)
        {
            Publish(new RemotingErrorEvent(new RemoteTransportException("Failure during shutdown of remoting", e)));
        }
        if (!flushed)
            Log.Warning("Shutdown finished, but flushing might not have been successful and some messages might have "
                + "been dropped. Increase akka.remote.flush-wait-on-shutdown to a larger value to avoid this.");
        Publish(new RemotingShutdownEvent());
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _heartbeat?.Dispose();
        _stopping.Dispose();
    }

    private bool Post(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        var serialization = System.Serialization;
        var serializer = serialization.FindSerializerFor(message);
        var payload = Akka.Serialization.Serialization.WithTransport(System, () => serializer.ToBinary(message));
        var outgoing = new OutgoingMessage(
            recipient.PathBytes,
            sender is null ? default : SenderPaths.For(sender, DefaultAddress),
            serializer.Identifier,
            Akka.Serialization.Serialization.ManifestFor(serializer, message),
            payload);
        var size = Wire.SizeOf(outgoing);
        if (size > Tcp.MaximumFrameSize)
            throw new OversizedPayloadException(
                $"Discarding oversized payload sent to {recipient}: max allowed size {Tcp.MaximumFrameSize} bytes, "
                + $"actual size of encoded {TypeOf(message)} was {size} bytes.");
        return recipient.Association.Post(outgoing, size);
    }

    private Socket Bind(IPEndPoint endpoint)
    {
        var listener = Tcp.NewSocket(endpoint.AddressFamily);
        try
        {
            // No ReuseAddress: .NET reads it as leave to share a port with another listener. A restart needs none.
            listener.Bind(endpoint);
            listener.Listen(Tcp.Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task Accept(Socket listener)
    {
        while (!IsStopping)
        {
            try
            {
                var socket = await listener.AcceptAsync(Stopping).ConfigureAwait(false);
                _ = Task.Run(() => Answer(socket));
            }
            catch (Exception) when (IsStopping)
            {
                return;
            }
            catch (Exception e)
            {
                // Out of file handles, or a peer that left the queue: neither is a reason to stop listening.
                Log.Error(e, "Failed to accept a connection");
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
        }
    }

    private async Task Answer(Socket socket)
    {
        var peer = socket.RemoteEndPoint;
        try
        {
            var link = await Link.Answer(socket, Self, Tcp, Settings.HandshakeTimeout, Stopping).ConfigureAwait(false);
            while (!AssociationWith(link.RemoteAddress).Welcome(link))
            {
                if (IsStopping)
                {
                    link.Close(new OperationCanceledException("this system is shutting down"));
                    return;
                }
            }
        }
        catch (EndOfStreamException)
        {
            Log.Debug("{0} connected and left again", peer);        // as port probes do
        }
        catch (Exception e)
        {
            Log.Warning("Closed an inbound connection from {0} before it became an association: {1}", peer, e.Message);
        }
    }

    private void Heartbeat()
    {
        var longestSilence = Settings.HeartbeatInterval + Settings.AcceptableHeartbeatPause;
        foreach (var (remote, association) in _associations)
        {
            association.Heartbeat(longestSilence);
            if (association.Retire())
                _associations.TryRemove(KeyValuePair.Create(remote, association));
        }
    }

    private static string TypeOf(object message) => message is IWrappedMessage wrapped
        ? $"{message.GetType()}-->{TypeOf(wrapped.Message)}"
        : message.GetType().ToString();
}
