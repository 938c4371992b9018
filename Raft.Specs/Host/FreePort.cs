using System.Net;
using System.Net.Sockets;

namespace Raft.Specs.Host;

/// <summary>
/// Ports that nobody listens on, below those that the system hands out by itself, and none of them twice.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    private static int _next = First + (Environment.ProcessId % 100 * 100);

    public static int Next()
    {
        for (var tried = First; tried < Last; tried++)
        {
            var port = First + (Interlocked.Increment(ref _next) % (Last - First));
            if (IsFree(port))
                return port;
        }
        throw new InvalidOperationException("no free port");
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
