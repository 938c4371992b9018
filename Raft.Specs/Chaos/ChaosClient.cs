using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Raft.Host.Http;
using Raft.Specs.Linearizability;

namespace Raft.Specs.Chaos;

/// <summary>Where clients meet: the keys that they quarrel about, what they saw, the history they write.</summary>
internal sealed class ChaosDesk : IDisposable
{
    /// <summary>Keys that are written once, by one client: each acknowledged one must end up on every node.</summary>
    public const string OwnPrefix = "own-";

    public const int SharedKeys = 6;

    /// <summary>Where each key was last seen to be written, for conditional writes that have a chance.</summary>
    public ConcurrentDictionary<string, long> SeenAt { get; } = new();

    /// <summary>Answers that nothing explains.</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    public HistoryLog History { get; } = new();

    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(1),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public static string SharedKey(int number) => $"key-{number}";

    public void Dispose() => Http.Dispose();
}

/// <summary>A client: one request after the other, each to any node, each written down.</summary>
/// <param name="name">Its name in the history.</param>
/// <param name="desk">What it shares with the others.</param>
/// <param name="nodes">Where nodes listen.</param>
/// <param name="random">Draws what it asks, and whom.</param>
internal sealed class ChaosClient(string name, ChaosDesk desk, IReadOnlyList<Uri> nodes, Random random)
{
    private const string NodeTimeout = "?timeout=1500ms";

    // A node that still lives has answered by then; what is left hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(40);

    private int _asked;

    public async Task Work(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Ask(nodes[random.Next(nodes.Count)], Draw());
                await Task.Delay(random.Next((int)LongestPause.TotalMilliseconds), stop);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Asks a node, and writes down what came of it.</summary>
    public async Task<Outcome> Ask(Uri node, KeyValueOperation operation)
    {
        var call = desk.History.NowNs;
        var (answered, outcome) = await Send(node, operation);
        desk.History.Add(name, answered, call, outcome);
        return outcome;
    }

    private KeyValueOperation Draw()
    {
        var key = ChaosDesk.SharedKey(random.Next(ChaosDesk.SharedKeys));
        var value = $"{name}-{++_asked}";
        return random.Next(100) switch
        {
            < 35 => new KeyValueOperation.Get(key, null),
            < 60 => new KeyValueOperation.Put(key, value),
            < 80 => new KeyValueOperation.CompareAndPut(key, value, desk.SeenAt.GetValueOrDefault(key), null),
            < 88 => new KeyValueOperation.Delete(key),
            _ => new KeyValueOperation.Put($"{ChaosDesk.OwnPrefix}{name}-{_asked:D6}", value),
        };
    }

    private async Task<(KeyValueOperation Answered, Outcome Outcome)> Send(Uri node, KeyValueOperation operation)
    {
        using var request = Request(node, operation);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var response = await desk.Http.SendAsync(request, patience.Token);
            return Read(operation, response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token));
        }
        catch (HttpRequestException none) when (none.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return (operation, Outcome.Fail);
        }
        catch (SocketException)
        {
            return (operation, Outcome.Fail);   // reset in the moment it was made, before anything was sent
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException)
        {
            return (operation, operation is KeyValueOperation.Get ? Outcome.Fail : Outcome.Unknown);
        }
    }

    // Each write has a body, a removal too, though an empty one: HttpClient sends a request without one again by
    // itself when a connection that it kept turns out to be broken, and the node may have carried it out already.
    private static HttpRequestMessage Request(Uri node, KeyValueOperation operation)
    {
        Uri To(string more = "") => new(node, $"/v1/kv/{operation.Key}{NodeTimeout}{more}");
        static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
        static ByteArrayContent Body(string text) => new(Encoding.UTF8.GetBytes(text));
        return operation switch
        {
            KeyValueOperation.Put put => new(HttpMethod.Put, To()) { Content = Body(put.Value) },
            KeyValueOperation.CompareAndPut put =>
                new(HttpMethod.Put, To($"&ifIndex={Plain(put.IfIndex)}")) { Content = Body(put.Value) },
            KeyValueOperation.Delete => new(HttpMethod.Delete, To()) { Content = Body("") },
            _ => new(HttpMethod.Get, To()),
        };
    }

    private (KeyValueOperation, Outcome) Read(KeyValueOperation operation, HttpStatusCode status, byte[] body)
    {
        var bodies = ApiJson.Bodies;
        switch (operation, status)
        {
            case (KeyValueOperation.Get get, HttpStatusCode.OK):
                var item = Parse(body, bodies.ItemBody);
                return Seen(get with { Value = item.Value, Index = item.Index }, item.Index);
            case (KeyValueOperation.Get get, HttpStatusCode.NotFound):
                return Seen(get with { Value = null }, 0);
            case (KeyValueOperation.Put put, HttpStatusCode.OK):
                var at = Parse(body, bodies.WrittenBody).Index;
                return Seen(put with { Index = at }, at);
            case (KeyValueOperation.CompareAndPut put, HttpStatusCode.OK):
                var written = Parse(body, bodies.WrittenBody).Index;
                return Seen(put with { Written = true, Index = written }, written);
            case (KeyValueOperation.CompareAndPut put, HttpStatusCode.Conflict):
                var current = Parse(body, bodies.ProblemBody).CurrentIndex;
                return Seen(put with { Written = false, Index = current }, current ?? 0);
            case (KeyValueOperation.Delete delete, HttpStatusCode.OK):
                var deleted = Parse(body, bodies.DeletedBody);
                return Seen(delete with { Existed = deleted.Deleted, Index = deleted.Index }, 0);
            case (_, HttpStatusCode.ServiceUnavailable):
                var isCertain = operation is KeyValueOperation.Get
                    || Parse(body, bodies.ProblemBody).Outcome == "notCommitted";
                return (operation, isCertain ? Outcome.Fail : Outcome.Unknown);
            default:
                desk.Surprises.Enqueue($"{operation} was answered {(int)status}: {Encoding.UTF8.GetString(body)}");
                return (operation, operation is KeyValueOperation.Get ? Outcome.Fail : Outcome.Unknown);
        }
    }

    private (KeyValueOperation, Outcome) Seen(KeyValueOperation answered, long at)
    {
        desk.SeenAt[answered.Key] = at;
        return (answered, Outcome.Ok);
    }

    private static T Parse<T>(byte[] body, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The body is null.");
}
