using System.Net;
using System.Net.Sockets;

namespace Raft.Host.Nodes;

/// <summary>Finds out whether a port can be listened on, before anything relies on it.</summary>
internal static class Ports
{
    /// <summary>Why the port cannot be had, as the end of a sentence; null when it can.</summary>
    public static string? Problem(string host, int port)
    {
        try
        {
            var address = IPAddress.TryParse(host, out var ip) ? ip : Dns.GetHostAddresses(host).First();
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // As servers do on Unix: connections that linger from before a restart do not count. On Windows it would
            // mean "share".
            if (!OperatingSystem.IsWindows())
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return null;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return $"port {port} on {host} is in use by another process";
        }
        catch (SocketException broken)
        {
            return $"cannot listen on {host}:{port}: {broken.Message}";
        }
    }
}
