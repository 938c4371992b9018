using System.Net;
using System.Net.Sockets;

namespace Raft.Specs.Chaos;

/// <summary>
/// The network between the nodes: a relay in front of each, which is where its peers believe it to be. Each direction
/// of each pair of nodes can be cut or delayed by itself, and what connects a pair can be broken.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    // Stands for a node that could not be told from others.
    private const int Anyone = 0;

    private readonly int[] _targets;
    private readonly Func<int, int?> _processOf;
    private readonly TcpListener[] _listeners;
    private readonly NetworkLink[,] _links;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _accepting;

    /// <param name="targets">The port that each node listens on.</param>
    /// <param name="processOf">The process that a node is at the moment, by which its connections are known.</param>
    public Network(int[] targets, Func<int, int?> processOf)
    {
        _targets = targets;
        _processOf = processOf;
        _links = new NetworkLink[Size + 1, Size + 1];
        for (var from = 0; from <= Size; from++)
        {
            for (var to = 0; to <= Size; to++)
                _links[from, to] = new NetworkLink();
        }

        _listeners = [.. targets.Select(_ => new TcpListener(IPAddress.Loopback, Host.FreePort.Next()))];
        foreach (var listener in _listeners)
            listener.Start();
        _accepting = [.. Enumerable.Range(1, Size).Select(Accept)];
    }

    /// <summary>Whether this machine tells who dialled. Where it does not, only whole nodes can be cut off.</summary>
    public static bool KnowsPairs => Callers.AreKnown;

    private int Size => _targets.Length;

    /// <summary>Where the peers of a node dial.</summary>
    public int PortOf(int node) => ((IPEndPoint)_listeners[node - 1].LocalEndpoint).Port;

    /// <summary>
    /// What is sent no longer arrives, until it is healed; connections stay, as they do when packets are lost.
    /// </summary>
    public void Cut(IEnumerable<(int From, int To)> directions)
    {
        foreach (var (from, to) in directions)
            _links[from, to].IsCut = true;
        CutAnyone();
    }

    /// <summary>Whatever is sent arrives later, by up to <paramref name="most"/>.</summary>
    public void Delay(IEnumerable<(int From, int To)> directions, TimeSpan most)
    {
        foreach (var (from, to) in directions)
            _links[from, to].MostDelay = most;
        _links[Anyone, Anyone].MostDelay = most;
    }

    /// <summary>Breaks every connection between the two, and with it what is on its way.</summary>
    public void Reset(int one, int other)
    {
        _links[one, other].BreakAll();
        _links[other, one].BreakAll();
        _links[Anyone, one].BreakAll();
        _links[Anyone, other].BreakAll();
    }

    public void Heal()
    {
        foreach (var link in _links)
        {
            link.IsCut = false;
            link.MostDelay = TimeSpan.Zero;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners)
            listener.Dispose();
        foreach (var link in _links)
            link.BreakAll();
        await Task.WhenAll(_accepting);
        _stop.Dispose();
    }

    // A connection of nobody known is cut when it would be whoever it belonged to.
    private void CutAnyone()
    {
        for (var node = 1; node <= Size; node++)
        {
            var others = Enumerable.Range(1, Size).Where(n => n != node).ToList();
            _links[Anyone, node].IsCut |= others.TrueForAll(n => _links[n, node].IsCut);
            _links[node, Anyone].IsCut |= others.TrueForAll(n => _links[node, n].IsCut);
        }
    }

    private async Task Accept(int node)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var caller = await _listeners[node - 1].AcceptSocketAsync(_stop.Token);
                _ = Task.Run(() => Serve(caller, node));
            }
            catch (Exception ended) when (IsEnd(ended))
            {
            }
        }
    }

    private async Task Serve(Socket caller, int to)
    {
        var port = ((IPEndPoint)caller.RemoteEndPoint!).Port;
        var from = Callers.Find(port, Enumerable.Range(1, Size), _processOf) ?? Anyone;
        using var target = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (caller)
        {
            caller.NoDelay = target.NoDelay = true;
            void Break()
            {
                caller.Dispose();
                target.Dispose();
            }

            using var known = _links[from, to].Keep(Break);
            try
            {
                // Someone who cannot be heard cannot be answered either: the dialling itself waits.
                await _links[from, to].Passable(_stop.Token);
                await target.ConnectAsync(IPAddress.Loopback, _targets[to - 1], _stop.Token);
                await Task.WhenAny(
                    Pump(caller, target, _links[from, to]),
                    Pump(target, caller, _links[to, from]));
            }
            catch (Exception ended) when (IsEnd(ended))
            {
            }
        }
    }

    private static bool IsEnd(Exception exception) =>
        exception is OperationCanceledException or SocketException or ObjectDisposedException;

    private async Task Pump(Socket source, Socket sink, NetworkLink link)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await source.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                if (link.MostDelay is { Ticks: > 0 } most)
                    await Task.Delay(most * Random.Shared.NextDouble(), _stop.Token);
                await link.Passable(_stop.Token);
                for (var sent = 0; sent < count;)
                    sent += await sink.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
            }
        }
        catch (Exception ended) when (IsEnd(ended))
        {
        }
    }
}
