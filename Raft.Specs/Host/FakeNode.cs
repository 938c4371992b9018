using System.Net;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Host.Http;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

/// <summary>A node's whole HTTP API on a real socket, window included, before a store that is not one.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly NodeWindow _window;
    private HttpServer _server = null!;

    private FakeNode(string name, WatchSettings watch)
    {
        _window = new NodeWindow(name, new ConsensusSettings(), new Dictionary<string, string>(), watch, null);
        Store = new FakeStore(_window.History);
        Operations = new FakeOperations(() => Status);
        Status = FakeStatus.Of(name);
    }

    public FakeStore Store { get; }

    public ChangeHistory History => _window.History;

    public FakeOperations Operations { get; }

    public NodeStatus? Status { get; set; }

    public Uri Address => _server.Address;

    public static async Task<FakeNode> Start(string name = "node-1", WatchSettings? watch = null, int port = 0)
    {
        var node = new FakeNode(name, watch ?? WatchSettings.Default);
        var settings = new HttpSettings(
            IPAddress.Loopback, port, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), 100);
        node._server = await HttpServer.Start(settings, node.Store, node.Operations, node._window);
        return node;
    }

    public Task Set(string key, string value) => Store.Put(
        key, System.Text.Encoding.UTF8.GetBytes(value), null, null, TimeSpan.FromSeconds(1));

    public Task Delete(string key) => Store.Delete(key, null, TimeSpan.FromSeconds(1));

    public async ValueTask DisposeAsync()
    {
        _window.Close();
        await _server.Stop(TimeSpan.FromSeconds(1));
        await _server.DisposeAsync();
        _window.Dispose();
    }
}
