using System.Net;
using System.Net.Sockets;
using System.Text;
using Raft.Actors.Protocol;
using Raft.Host.Http;
using Raft.Specs.Host;

namespace Raft.Specs.Security;

/// <summary>The HTTP API on a real socket with other settings than usual.</summary>
internal sealed class SecuredServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpServer _server;

    private SecuredServer(HttpServer server) => _server = server;

    public Uri Address => _server.Address;

    public FakeStore Store { get; private init; } = new();

    public static async Task<SecuredServer> Start(Func<HttpSettings, HttpSettings> adjust)
    {
        var settings = new HttpSettings(IPAddress.Loopback, 0, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), 100);
        var store = new FakeStore();
        var operations = new FakeOperations(() => FakeStatus.Of("node-1") with { Role = NodeRole.Leader });
        return new SecuredServer(await HttpServer.Start(adjust(settings), store, operations)) { Store = store };
    }

    /// <summary>One request, and what is answered: the status and the body.</summary>
    public async Task<(int Status, string Body)> Send(
        string method, string path, string? token = null, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = Patience };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A connection on which anything can be said.</summary>
    public Task<RawConnection> Dial() => RawConnection.Dial(Address.Port);

    public async ValueTask DisposeAsync()
    {
        await _server.Stop(TimeSpan.FromSeconds(1));
        await _server.DisposeAsync();
    }
}

/// <summary>Bytes to and from a port, with nobody in between who knows better.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> Dial(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawConnection(socket);
    }

    public async Task Say(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Waits for the beginning of an answer.</summary>
    public async Task First()
    {
        using var patience = new CancellationTokenSource(SecuredServer.Patience);
        await _socket.ReceiveAsync(new byte[4096], patience.Token);
    }

    /// <summary>Everything up to the end of the connection.</summary>
    public async Task<string> Rest()
    {
        using var patience = new CancellationTokenSource(SecuredServer.Patience);
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
                heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
        return heard.ToString();
    }

    public void Dispose() => _socket.Dispose();
}
