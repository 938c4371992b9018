using System.Net;
using System.Net.Sockets;

namespace Raft.Host.Controller;

/// <summary>
/// Listens for a controller's datagrams and sends each answer to where its request came from. Whatever comes, it goes
/// on listening.
/// </summary>
internal sealed class ControllerServer : IAsyncDisposable
{
    // No datagram is larger, so none is cut short unnoticed.
    private const int LargestDatagram = 65_536;

    private readonly Socket _socket;
    private readonly ControllerService _service;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _listening;

    private ControllerServer(Socket socket, ControllerService service)
    {
        (_socket, _service) = (socket, service);
        _listening = Task.Run(Listen);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    public static ControllerServer Start(ControllerSettings settings, ControllerService service)
    {
        var socket = new Socket(settings.Host.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(settings.Host, settings.Port));
            return new ControllerServer(socket, service);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Why a port cannot be had, as the end of a sentence; null when it can.</summary>
    public static string? Problem(ControllerSettings settings)
    {
        try
        {
            using var socket = new Socket(settings.Host.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(settings.Host, settings.Port));
            return null;
        }
        catch (SocketException taken)
        {
            return taken.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"UDP port {settings.Port} on {settings.Host} is in use by another process"
                : $"cannot listen on UDP {settings.Host}:{settings.Port}: {taken.Message}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _listening;
        _socket.Dispose();
    }

    private async Task Listen()
    {
        var buffer = new byte[LargestDatagram];
        var anyone = new IPEndPoint(
            _socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var datagram = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, _ending.Token);
                // What it stores is on its way when the call returns, so stores go in the order in which they came.
                var answer = _service.Take(buffer.AsMemory(0, datagram.ReceivedBytes));
                _ = Send(answer, datagram.RemoteEndPoint);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // On some systems whoever does not wait for the answer to an earlier request is told of here.
            }
        }
    }

    private async Task Send(Task<byte[]?> answer, EndPoint to)
    {
        try
        {
            if (await answer is { } bytes)
                await _socket.SendToAsync(bytes, SocketFlags.None, to, _ending.Token);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody promised that a datagram arrives.
        }
    }
}
