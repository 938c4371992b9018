using System.Buffers.Binary;
using System.Net.Sockets;
using Akka.Actor;

namespace Akka.Remote.Transport;

/// <summary>One TCP connection after the introductions, usable in both directions.</summary>
internal sealed class Link
{
    private const int SmallestReadBuffer = 64 * 1024;
    private const int BufferWorthKeeping = 1024 * 1024;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly int _maximumFrameSize;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastHeard = Environment.TickCount64;
    private Exception? _cause;
    private int _closed;

    private Link(Socket socket, Stream stream, Hello peer, Address remoteAddress, Outbox outbox, TcpSettings settings)
    {
        _socket = socket;
        _stream = stream;
        _maximumFrameSize = settings.MaximumFrameSize;
        RemoteAddress = remoteAddress;
        RemoteUid = peer.Uid;
        Outbox = outbox;
    }

    public Address RemoteAddress { get; }

    public int RemoteUid { get; }

    /// <summary>The peer dialled.</summary>
    public required bool IsInbound { get; init; }

    public Outbox Outbox { get; }

    /// <summary>Completes when nothing more will be read from this link.</summary>
    public Task Ended => _ended.Task;

    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastHeard));

    /// <summary>Dials a peer and exchanges introductions.</summary>
    public static async Task<Link> Dial(
        Address remote, Hello self, Outbox outbox, TcpSettings settings, TimeSpan handshakeTimeout,
        CancellationToken stopping)
    {
        var host = remote.Host!.Trim('[', ']');
        var socket = await Within("connect", settings.ConnectTimeout,
            token => Connect(host, remote.Port!.Value, settings, token), stopping).ConfigureAwait(false);
        try
        {
            return await Within("handshake", handshakeTimeout, async token =>
            {
                Stream stream = new NetworkStream(socket, ownsSocket: true);
                if (settings.Tls is { } tls)
                    stream = await tls.Client(stream, host, token).ConfigureAwait(false);
                await stream.WriteAsync(Wire.HelloFrame(self), token).ConfigureAwait(false);
                var peer = await ReadHello(stream, token).ConfigureAwait(false);
                return new Link(socket, stream, peer, remote, outbox, settings) { IsInbound = false };
            }, stopping).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Answers a peer that dialled: it introduces itself first, within the handshake time-out.</summary>
    public static async Task<Link> Answer(
        Socket socket, Hello self, TcpSettings settings, TimeSpan handshakeTimeout, CancellationToken stopping)
    {
        try
        {
            settings.Tune(socket);
            return await Within("handshake", handshakeTimeout, async token =>
            {
                Stream stream = new NetworkStream(socket, ownsSocket: true);
                if (settings.Tls is { } tls)
                    stream = await tls.Server(stream, $"{socket.RemoteEndPoint}", token).ConfigureAwait(false);
                var peer = await ReadHello(stream, token).ConfigureAwait(false);
                await stream.WriteAsync(Wire.HelloFrame(self), token).ConfigureAwait(false);
                return new Link(socket, stream, peer, peer.Origin, new Outbox(settings), settings) { IsInbound = true };
            }, stopping).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts writing at once, and reading when <paramref name="after"/> has ended, so that what came on an earlier
    /// connection is never overtaken.
    /// </summary>
    /// <param name="inbound">Takes what is read.</param>
    /// <param name="onLost">Told once, when nothing more will be read.</param>
    /// <param name="after">The end of the link that this one replaces.</param>
    public void Start(Inbound inbound, Action<Link, GoodbyeReason, Exception?> onLost, Task after)
    {
        Outbox.Attach(_stream, Close);
        _ = Read(inbound, onLost, after);
    }

    /// <summary>Cuts the connection; the read loop ends and reports the loss.</summary>
    public void Close(Exception cause)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _cause = cause;
        _stream.Dispose();
        _socket.Dispose();
    }

    /// <summary>Says goodbye after everything that waits, then waits for the peer to hang up.</summary>
    public async Task<bool> HangUp(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            Outbox.PostRaw(Wire.Goodbye(GoodbyeReason.Shutdown));
            await Outbox.Flushed().WaitAsync(deadline.Token).ConfigureAwait(false);
            _socket.Shutdown(SocketShutdown.Send);
            await Ended.WaitAsync(deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return e is not OperationCanceledException;
        }
        finally
        {
            Close(new OperationCanceledException("this system is shutting down"));
        }
    }

    private async Task Read(Inbound inbound, Action<Link, GoodbyeReason, Exception?> onLost, Task after)
    {
        var reason = GoodbyeReason.Unknown;
        Exception? cause = null;
        try
        {
            await after.ConfigureAwait(false);
            reason = await ReadFrames(inbound).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cause = _cause ?? e;
        }
        Close(cause ?? new EndOfStreamException());
        _ended.TrySetResult();
        onLost(this, reason, cause);
    }

    private async Task<GoodbyeReason> ReadFrames(Inbound inbound)
    {
        var buffer = new byte[SmallestReadBuffer];
        var (start, end) = (0, 0);
        while (true)
        {
            var read = await _stream.ReadAsync(buffer.AsMemory(end)).ConfigureAwait(false);
            if (read == 0)
                return GoodbyeReason.Unknown;
            Volatile.Write(ref _lastHeard, Environment.TickCount64);
            end += read;
            var needed = Wire.PrefixSize;
            while (end - start >= Wire.PrefixSize)
            {
                var size = FrameSize(buffer.AsSpan(start), _maximumFrameSize);
                needed = Wire.PrefixSize + size;
                if (end - start < needed)
                    break;
                if (Handle(inbound, buffer.AsSpan(start + Wire.PrefixSize, size)) is { } goodbye)
                    return goodbye;
                start += needed;
                needed = Wire.PrefixSize;
            }
            MakeRoom(ref buffer, ref start, ref end, needed);
        }
    }

    private static GoodbyeReason? Handle(Inbound inbound, ReadOnlySpan<byte> body)
    {
        switch ((FrameKind)body[0])
        {
            case FrameKind.Message:
                inbound.Dispatch(body);
                return null;
            case FrameKind.Heartbeat:
                return null;
            case FrameKind.Goodbye:
                return body.Length > 1 ? (GoodbyeReason)body[1] : GoodbyeReason.Unknown;
            default:
                throw new ProtocolViolationException($"A frame of unknown kind {body[0]}");
        }
    }

    /// <summary>Moves an unfinished frame to the front, in a buffer that will hold the whole of it.</summary>
    private static void MakeRoom(ref byte[] buffer, ref int start, ref int end, int needed)
    {
        if (start == end)
        {
            if (buffer.Length > BufferWorthKeeping)
                buffer = new byte[SmallestReadBuffer];
            (start, end) = (0, 0);
        }
        else if (needed > buffer.Length - start || end == buffer.Length)
        {
            var target = needed > buffer.Length ? new byte[Math.Max(needed, SmallestReadBuffer)] : buffer;
            buffer.AsSpan(start, end - start).CopyTo(target);
            (buffer, start, end) = (target, 0, end - start);
        }
    }

    private static int FrameSize(ReadOnlySpan<byte> prefix, int maximum)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        return size > 0 && size <= maximum
            ? size
            : throw new ProtocolViolationException($"A frame announces {size} bytes; at most {maximum} are allowed");
    }

    private static async Task<Hello> ReadHello(Stream stream, CancellationToken cancellation)
    {
        var prefix = new byte[Wire.PrefixSize];
        await stream.ReadExactlyAsync(prefix, cancellation).ConfigureAwait(false);
        var body = new byte[FrameSize(prefix, Wire.MaximumHelloSize)];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        return Wire.ReadHello(body);
    }

    private static async Task<Socket> Connect(
        string host, int port, TcpSettings settings, CancellationToken cancellation)
    {
        var endpoint = await settings.Resolve(host, port, dialling: true, cancellation).ConfigureAwait(false);
        var socket = settings.NewSocket(endpoint.AddressFamily);
        try
        {
            await socket.ConnectAsync(endpoint, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Bounds a step, and turns its time-out into an exception that says what timed out.</summary>
    private static async Task<T> Within<T>(
        string what, TimeSpan limit, Func<CancellationToken, Task<T>> step, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(limit);
        try
        {
            return await step(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!stopping.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"No response from the remote system: {what} timed out after {limit.TotalMilliseconds} ms", e);
        }
    }
}
