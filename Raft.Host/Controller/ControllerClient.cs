using System.Net;
using System.Net.Sockets;

namespace Raft.Host.Controller;

/// <summary>The controller's side: sends a request, and waits a while for its answer.</summary>
/// <param name="wait">How long an answer may take.</param>
internal sealed class ControllerClient(TimeSpan wait)
{
    private const string Name = "Controller";

    /// <summary>
    /// The bytes of the answer, or null when none came in time; and whether nothing listens there at all.
    /// </summary>
    /// <param name="to">Where the node listens.</param>
    /// <param name="request">The request.</param>
    /// <param name="key">The key to store, or null.</param>
    /// <param name="value">Its value, or null.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<(byte[]? Answer, bool Refused)> Ask(
        IPEndPoint to, string request, string? key, string? value, CancellationToken cancel)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(wait);
        try
        {
            await socket.ConnectAsync(to, patience.Token);
            await socket.SendAsync(
                new ControllerMessage(Name, request, null, key, value).ToBytes(), SocketFlags.None, patience.Token);
            var buffer = new byte[ControllerMessage.MaxAnswerBytes];
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token);
            return (buffer[..length], false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, false);
        }
        catch (SocketException)
        {
            return (null, true);                // so says the system, where it hears of it
        }
    }
}
