using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Raft.Specs.StandIn;

/// <summary>A hand-made end of a connection that can misbehave in ways no actor system would.</summary>
internal sealed class RawPeer : IDisposable
{
    public const byte Version = 1;

    private readonly TcpListener? _listener;
    private Socket? _socket;

    private RawPeer(TcpListener? listener, Socket? socket)
    {
        _listener = listener;
        _socket = socket;
    }

    public int Port => ((IPEndPoint)_listener!.LocalEndpoint).Port;

    /// <summary>Connects to a system without a word.</summary>
    public static async Task<RawPeer> Dial(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawPeer(null, socket);
    }

    /// <summary>Waits for a system to connect.</summary>
    public static RawPeer Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new RawPeer(listener, null);
    }

    public async Task Accept() => _socket = await _listener!.AcceptSocketAsync();

    public async Task Send(params byte[] bytes) => await _socket!.SendAsync(bytes);

    public Task SendFrame(params byte[] body) => Send([.. Int32(body.Length), .. body]);

    /// <summary>Introduces itself as a system of that name and port, and reads the system's own introduction.</summary>
    public async Task Introduce(string system, int port, byte version = Version)
    {
        var origin = Encoding.UTF8.GetBytes($"akka.tcp://{system}@127.0.0.1:{port}");
        await SendFrame([1, .. "AKKR"u8, version, .. Int32(7), (byte)origin.Length, 0, .. origin]);
    }

    public async Task ReadIntroduction()
    {
        using var stream = new NetworkStream(_socket!, ownsSocket: false);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var prefix = new byte[4];
        await stream.ReadExactlyAsync(prefix, limit.Token);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32LittleEndian(prefix)], limit.Token);
    }

    /// <summary>Reads on until the other end has closed, or fails.</summary>
    public async Task IsCutOff()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        try
        {
            while (await _socket!.ReceiveAsync(buffer, limit.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // a reset is an end too
        }
        catch (OperationCanceledException)
        {
            Assert.Fail("the system kept the connection");
        }
    }

    /// <summary>Ends as a killed process does.</summary>
    public void Reset()
    {
        _socket!.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener?.Stop();
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
