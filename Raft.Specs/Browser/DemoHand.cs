using System.Net.Http.Json;
using Raft.Host.Nodes;

namespace Raft.Specs.Browser;

/// <summary>
/// The demo's remote control without a page: it knows what was really done to which process, and brings everything back
/// to how it began, so that what one spec left behind is not the next one's trouble.
/// </summary>
internal sealed class DemoHand : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly IReadOnlyList<Uri> _nodes;
    private DemoAccess? _access;

    public DemoHand(IReadOnlyList<Uri> nodes) => _nodes = nodes;

    public void Dispose() => _http.Dispose();

    /// <summary>What the demo knows of its processes.</summary>
    public Task<DemoStateBody> State() => Order(HttpMethod.Get, "/state");

    /// <summary>
    /// Everybody runs, hears everybody, and at full speed. The nodes still have to find their leader.
    /// </summary>
    public async Task Revive()
    {
        foreach (var node in (await State()).Nodes)
        {
            if (node.Paused)
                await Order(HttpMethod.Post, $"/nodes/{node.Node}/resume");
            if (node.Isolated)
                await Order(HttpMethod.Post, $"/nodes/{node.Node}/heal");
            if (!node.Running)
                await Order(HttpMethod.Post, $"/nodes/{node.Node}/restart");
        }
        await Order(HttpMethod.Post, "/slow/1");
    }

    private async Task<DemoStateBody> Order(HttpMethod method, string path)
    {
        _access ??= await Access();
        using var order = new HttpRequestMessage(method, _access.Control + path);
        order.Headers.Add("X-Demo-Token", _access.Token);
        order.Headers.Add("Origin", _nodes[0].AbsoluteUri.TrimEnd('/'));
        using var answer = await _http.SendAsync(order);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync(FeedJson.Bodies.DemoStateBody))!;
    }

    // Asked once, while all of them live: the word is the same for as long as the demo runs.
    private async Task<DemoAccess> Access() =>
        (await _http.GetFromJsonAsync(new Uri(_nodes[0], "/v1/dashboard"), FeedJson.Bodies.DashboardBody))!.Demo!;
}
