using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Raft.Host.Http;

namespace Raft.Host.Client;

/// <summary>A node as it looks from outside; no status when it did not answer.</summary>
/// <param name="Address">Where it was asked.</param>
/// <param name="Status">What it said of itself.</param>
/// <param name="Error">Why it did not, otherwise.</param>
/// <param name="Refused">Whether nothing listens there at all.</param>
/// <param name="Denied">What it answers whoever may not ask, when that is why there is no status.</param>
public sealed record NodeView(
    Uri Address, StatusBody? Status, string? Error, bool Refused, ClientAnswer? Denied = null);

/// <summary>
/// Talks to a cluster of which any node may be down. It remembers nothing: each request first looks who lives, all at
/// once, and goes to the leader when one is seen. A write is sent again only when it is certain that it was not taken.
/// </summary>
public sealed class ClusterClient : IDisposable
{
    // Nodes answer the look-out in a millisecond; one that is stopped or cut off must not use up the request's time.
    private static readonly TimeSpan LookOut = TimeSpan.FromMilliseconds(700);
    private const string NoAnswer = "no answer";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // What the answer may need on its way back once a node has given up.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private readonly IReadOnlyList<Uri> _nodes;
    private readonly TimeSpan _timeout;

    // With less left than this a write is not sent once more: "not committed" is certain, and running out of time would
    // make it unknown.
    private readonly TimeSpan _enough;

    /// <param name="nodes">The nodes' HTTP addresses.</param>
    /// <param name="timeout">How long to try in all.</param>
    /// <param name="access">Who the client is, and whom it trusts.</param>
    public ClusterClient(IReadOnlyList<Uri> nodes, TimeSpan timeout, ClientAccess? access = null)
    {
        (_nodes, _timeout, _enough) = (nodes, timeout, timeout / 4 > Margin * 2 ? timeout / 4 : Margin * 2);
        _http = (access ?? ClientAccess.Open).Http(new SocketsHttpHandler
        {
            ConnectTimeout = LookOut,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
        });
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Asks every node for its status, all at once.</summary>
    public async Task<IReadOnlyList<NodeView>> Look(CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var left = _timeout - clock.Elapsed;
            var views = await Task.WhenAll(_nodes.Select(node => Look(node, left < LookOut ? left : LookOut, cancel)));
            // A moment in which this machine stood still looks like the death of all nodes: while there is time, look
            // again.
            if (views.Any(view => view.Status is not null) || views.All(view => view.Error != NoAnswer)
                || cancel.IsCancellationRequested || _timeout - clock.Elapsed <= Pause)
                return views;
        }
    }

    /// <summary>Reads; tried on one node after the other until the time is over.</summary>
    public Task<ClientAnswer> Get(string pathAndQuery, CancellationToken cancel) =>
        Send(HttpMethod.Get, pathAndQuery, null, null, cancel);

    /// <summary>Asks one node, and no other; once.</summary>
    /// <param name="node">The node's address.</param>
    /// <param name="method">GET, or POST for what concerns that node alone.</param>
    /// <param name="pathAndQuery">What to ask.</param>
    /// <param name="cancel">Gives up early.</param>
    public async Task<ClientAnswer> Ask(Uri node, HttpMethod method, string pathAndQuery, CancellationToken cancel)
    {
        using var request = Request(method, Target(node, pathAndQuery, _timeout), null, null);
        return await Attempt(request, _timeout, cancel)
            ?? ClientAnswer.Unavailable($"no node is running at {Short(node)}");
    }

    /// <summary>Opens a stream of events at one node.</summary>
    /// <param name="node">The node's address.</param>
    /// <param name="pathAndQuery">What to ask.</param>
    /// <param name="cancel">Gives up early.</param>
    /// <returns>
    /// The answer, whose content is to be read as it comes; or why there is none, unless the node is just not there.
    /// </returns>
    public async Task<(HttpResponseMessage? Stream, ClientAnswer? Refusal)> Open(
        Uri node, string pathAndQuery, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(_timeout);
        try
        {
            using var request = Request(HttpMethod.Get, Target(node, pathAndQuery, _timeout), null, null);
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.IsSuccessStatusCode)
                return (answer, null);
            using (answer)
                return (null, ClientAnswer.Of(
                    answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience.Token)));
        }
        catch (Exception broken) when (broken is HttpRequestException or SocketException)
        {
            return (null, null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, null);
        }
    }

    /// <summary>Writes at most once.</summary>
    /// <param name="method">PUT, DELETE or POST.</param>
    /// <param name="path">The path, and perhaps a query.</param>
    /// <param name="body">The value, if the method has one.</param>
    /// <param name="condition">A header that makes the write conditional, and its value.</param>
    /// <param name="cancel">Gives up early.</param>
    public Task<ClientAnswer> Write(
        HttpMethod method, string path, byte[]? body, (string Name, string Value)? condition,
        CancellationToken cancel) =>
        Send(method, path, body, condition, cancel);

    private async Task<ClientAnswer> Send(
        HttpMethod method, string path, byte[]? body, (string Name, string Value)? condition, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var last = ClientAnswer.Unavailable($"no node answered within {Durations.Text(_timeout)}");
        for (; _timeout - clock.Elapsed > Pause; await Task.Delay(Pause, cancel))
        {
            var (node, nothingListens, denied) = await Choose(_timeout - clock.Elapsed, cancel);
            if (node is null && denied is not null)
                return denied;
            if (node is null && nothingListens)
                return ClientAnswer.Unavailable($"no node is running at {string.Join(", ", _nodes.Select(Short))}");
            if (node is null)
                continue;

            var left = _timeout - clock.Elapsed;
            using var request = Request(method, Target(node, path, left), body, condition);
            var answer = await Attempt(request, left, cancel);
            if (answer is null)
                continue;
            var mayRetry = answer.Status == HttpStatusCode.ServiceUnavailable
                && answer.Problem.Outcome == "notCommitted";
            if (!mayRetry || _timeout - clock.Elapsed < _enough)
                return answer;
            last = answer;
        }
        return last;
    }

    /// <summary>One attempt; null when it is certain that trying again cannot do a thing twice.</summary>
    private async Task<ClientAnswer?> Attempt(HttpRequestMessage request, TimeSpan left, CancellationToken cancel)
    {
        var write = request.Method != HttpMethod.Get;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(left);
        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            return ClientAnswer.Of(response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token));
        }
        catch (HttpRequestException broken) when (!write || broken.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return null;
        }
        catch (SocketException)
        {
            // The library lets this one through when a connection is reset in the moment it is made: nothing was sent
            // yet.
            return null;
        }
        catch (HttpRequestException)
        {
            return ClientAnswer.Unknown($"{request.RequestUri!.Authority} went away before it answered");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var silent = $"{request.RequestUri!.Authority} did not answer in time";
            return write ? ClientAnswer.Unknown(silent) : ClientAnswer.Unavailable(silent);
        }
    }

    /// <summary>The leader if it is seen, else a node that knows of one, else any that lives.</summary>
    private async Task<(Uri? Node, bool NothingListens, ClientAnswer? Denied)> Choose(
        TimeSpan left, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var looks = _nodes.Select(node => Look(node, left < LookOut ? left : LookOut, enough.Token)).ToList();
        var seen = new List<NodeView>();
        await foreach (var look in Task.WhenEach(looks))
        {
            var view = await look;
            seen.Add(view);
            if (view.Status is { Role: "leader" })
                break;
        }
        await enough.CancelAsync();
        var best = seen.Where(view => view.Status is not null)
            .OrderByDescending(view => view.Status!.Role == "leader")
            .ThenByDescending(view => view.Status!.Leader is not null)
            .ThenByDescending(view => view.Status!.Term)
            .FirstOrDefault();
        var denied = seen.Find(view => view.Denied is not null)?.Denied;
        return (best?.Address, seen.TrueForAll(view => view.Refused), denied);
    }

    private async Task<NodeView> Look(Uri node, TimeSpan timeout, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(timeout);
        try
        {
            using var response = await _http.GetAsync(new Uri(node, "/v1/status"), patience.Token);
            var answer = ClientAnswer.Of(
                response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token));
            return answer.Ok
                ? new NodeView(node, answer.Read(ApiJson.Bodies.StatusBody), null, false)
                : new NodeView(node, null, answer.Problem.Detail, false, IsDenial(answer.Status) ? answer : null);
        }
        catch (HttpRequestException broken)
        {
            var refused = broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
            return broken.HttpRequestError == HttpRequestError.SecureConnectionError
                ? Distrusted(node, broken)
                : new NodeView(node, null, refused ? "not running" : broken.Message, refused);
        }
        catch (SocketException broken)
        {
            return new NodeView(node, null, broken.Message, false);
        }
        catch (OperationCanceledException)
        {
            return new NodeView(node, null, NoAnswer, false);
        }
        catch (JsonException)
        {
            return new NodeView(node, null, "not a Raft node", false);
        }
    }

    // What will be the same however often it is asked.
    private static bool IsDenial(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            or HttpStatusCode.MisdirectedRequest;

    private static NodeView Distrusted(Uri node, HttpRequestException broken)
    {
        var why = broken.InnerException is AuthenticationException { InnerException: null } untrusted
            ? $"the certificate of {node.Authority} is not to be trusted ({untrusted.Message}): "
                + "name who signed it with --ca"
            : $"no secure connection to {node.Authority}: {(broken.InnerException ?? broken).Message}";
        return new NodeView(node, null, why, false, ClientAnswer.Unavailable(why));
    }

    // The node gives up a little before we do, so that its word on the outcome still reaches us.
    private static Uri Target(Uri node, string path, TimeSpan left)
    {
        var patience = left > Margin * 2 ? left - Margin : left / 2;
        var query = $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timeout={Durations.Text(patience)}";
        // As it is: a key such as ".." must not be folded away like a folder.
        return new Uri(
            Short(node) + path + query, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static HttpRequestMessage Request(
        HttpMethod method, Uri target, byte[]? body, (string Name, string Value)? condition)
    {
        var request = new HttpRequestMessage(method, target);
        // A write always has a body, if an empty one: what has none the library sends again by itself when a kept
        // connection breaks, and a write must be sent at most once.
        if (method != HttpMethod.Get)
            request.Content = new ByteArrayContent(body ?? []);
        if (condition is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static string Short(Uri node) => node.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
