using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Raft.Specs.Fuzz;

/// <summary>One connection on which anything is said, and what came of it.</summary>
internal static class Wire
{
    // Whoever is not answered within this is held up by something that has no bound.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // How long to wait for an answer before hanging up on a server that still waits for more.
    private static readonly TimeSpan Attention = TimeSpan.FromMilliseconds(250);

    /// <summary>Says all of it and listens to the end.</summary>
    /// <returns>What was heard; null when the connection was still open after a minute.</returns>
    public static async Task<string?> Say(int port, byte[] bytes, bool leaveAtOnce, CancellationToken stop)
    {
        using var socket = await Dial(port, stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            await Send(socket, bytes, patience.Token);
            if (leaveAtOnce)
                return "";
            return await Listen(socket, patience.Token);
        }
        catch (SocketException)
        {
            return "";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Says it in small pieces with pauses, for as long as the other end puts up with it.</summary>
    public static async Task<string?> Dribble(int port, byte[] bytes, TimeSpan pause, CancellationToken stop)
    {
        using var socket = await Dial(port, stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            foreach (var piece in bytes.Chunk(3))
            {
                await Send(socket, piece, patience.Token);
                await Task.Delay(pause, patience.Token);
            }
            return await Listen(socket, patience.Token);
        }
        catch (SocketException)
        {
            return "";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<Socket> Dial(int port, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // No lingering, so that a hundred thousand connections leave no ports behind that are still in use.
        socket.LingerState = new LingerOption(true, 0);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task Send(Socket socket, byte[] bytes, CancellationToken cancel)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent), cancel);
    }

    private static async Task<string> Listen(Socket socket, CancellationToken cancel)
    {
        var heard = new StringBuilder();
        var buffer = new byte[8192];
        var left = false;
        while (true)
        {
            var receive = socket.ReceiveAsync(buffer, cancel).AsTask();
            if (!left && await Task.WhenAny(receive, Task.Delay(Attention, cancel)) != receive)
            {
                left = true;
                socket.Shutdown(SocketShutdown.Send);
            }
            if (await receive is not (> 0 and var count))
                return heard.ToString();
            if (heard.Length < 1 << 20)
                heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }
}
