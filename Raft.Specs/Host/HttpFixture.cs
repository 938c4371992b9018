using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Raft.Actors.Protocol;
using Raft.Host.Http;

namespace Raft.Specs.Host;

/// <summary>The HTTP API on a real socket, before a store that is not one.</summary>
public abstract class HttpFixture : IAsyncLifetime
{
    private HttpServer _server = null!;

    internal const int MaxApplyLag = 5;

    internal Readiness Readiness { get; } = new(MaxApplyLag);

    internal FakeStore Store { get; } = new();

    internal NodeStatus? Status { get; set; } = FakeStatus.Of("node-2") with
    {
        CommitIndex = 8,
        AppliedIndex = 7,
        LastIndex = 9,
        Peers = [new PeerStatus(new NodeId("node-1"), "127.0.0.1:9001", "voter", null, null)],
    };

    internal FakeOperations Operations { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var settings = new HttpSettings(IPAddress.Loopback, 0, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), 100)
        {
            Readiness = Readiness,
        };
        Operations = new FakeOperations(() => Status);
        _server = await HttpServer.Start(settings, Store, Operations);
        Client = new HttpClient { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server.Stop(TimeSpan.FromSeconds(1));
        await _server.DisposeAsync();
    }

    protected Task<Answer> Put(string path, string value, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Put, path, Encoding.UTF8.GetBytes(value), headers);

    protected Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    protected async Task<Answer> Send(
        HttpMethod method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers.ETag);
    }

    /// <summary>Sends a request line that no client library would send.</summary>
    protected async Task<string> Raw(string requestLine)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: raft\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    protected sealed record Answer(int Status, string? Type, byte[] Body, EntityTagHeaderValue? Tag)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
