using System.Diagnostics.Metrics;
using System.Text;
using Raft.Actors.Machines;

namespace Raft.Host.Controller;

/// <summary>
/// What a node does when its controller tells it something: each datagram is served, or dropped and counted; none
/// disturbs the node.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="settings">How it is controlled.</param>
/// <param name="tell">A line for the node's console.</param>
internal sealed class ControllerService(IControlledNode node, ControllerSettings settings, Action<string> tell)
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Raft.Host.Controller";

    /// <summary>The most requests under way; further ones are dropped.</summary>
    public const int MaxUnderWay = 256;

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Datagrams = Meter.CreateCounter<long>(
        "raft.controller.datagrams", "{datagram}", "Datagrams of controllers, by request and by what became of them");

    private int _underWay;
    private volatile bool _isDown;
    private int _toldOfNodes;

    /// <summary>Takes one datagram.</summary>
    /// <param name="datagram">Its bytes, which may change after the call.</param>
    /// <returns>The answer, or null when there is none.</returns>
    public Task<byte[]?> Take(ReadOnlyMemory<byte> datagram)
    {
        if (datagram.Length > settings.MaxRequestBytes)
            return Drop("other", "oversized");
        if (ControllerMessage.Read(datagram) is not { } message || !ControllerRequest.IsKnown(message.Request))
            return Drop("other", "malformed");
        if (ControllerRequest.BetweenNodes.Contains(message.Request))
            return Ignore(message);
        if (_isDown && message.Request != ControllerRequest.Restart)
            return Drop(message.Request, "down");
        return Serve(message);
    }

    private Task<byte[]?> Serve(ControllerMessage message)
    {
        switch (message.Request)
        {
            case ControllerRequest.Store when message is { Key: { } key, Value: { } value }
                && ProblemOf(key, value) is null:
                return node.Leader == node.Name
                    ? UnderWay(message, () => Store(key, value))
                    : Answer(message, LeaderInfo());
            case ControllerRequest.Store:
                return Drop(message.Request, "malformed");
            case ControllerRequest.Retrieve:
                return node.Leader == node.Name ? UnderWay(message, Retrieve) : Answer(message, LeaderInfo());
            case ControllerRequest.LeaderInfo:
                return Answer(message, LeaderInfo());
            default:
                Order(message.Request);
                return Answer(message, null);
        }
    }

    private void Order(string request)
    {
        tell($"{node.Name} is told by its controller: {request}");
        switch (request)
        {
            case ControllerRequest.ConvertFollower:
                node.StepDown();
                break;
            case ControllerRequest.Timeout:
                node.StandForElection();
                break;
            case ControllerRequest.Shutdown:
                _isDown = true;
                node.Suspend();
                break;
            case ControllerRequest.Restart when _isDown:
                _isDown = false;
                node.Resume();
                break;
            default:                            // a node that runs need not be restarted
                break;
        }
    }

    private byte[] LeaderInfo() =>
        new ControllerMessage(
            node.Name, ControllerRequest.LeaderInfo, node.Term, ControllerMessage.LeaderKey, node.Leader).ToBytes();

    private async Task<byte[]?> Store(string key, string value)
    {
        await node.Store(key, value);
        return null;
    }

    private async Task<byte[]?> Retrieve()
    {
        var found = await node.Committed(ControllerMessage.MaxAnswerBytes);
        // Another may lead by now, and whom a quiet node serves nobody should wait for.
        if (_isDown)
            return null;
        return found is var (entries, omitted) && node.Leader == node.Name
            ? ControllerMessage.Logs(node.Name, node.Term, entries, omitted, settings.KeyCase)
            : LeaderInfo();
    }

    private async Task<byte[]?> UnderWay(ControllerMessage message, Func<Task<byte[]?>> serve)
    {
        if (Interlocked.Increment(ref _underWay) > MaxUnderWay)
        {
            Interlocked.Decrement(ref _underWay);
            return await Drop(message.Request, "busy");
        }
        try
        {
            var answer = await serve();
            Count(message.Request, "served");
            return answer;
        }
        catch (TimeoutException)
        {
            return await Drop(message.Request, "unanswered");
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    // The courses' nodes elect and replicate by these. Here nodes do that over Akka.Remote, where a message is only
    // believed from a member; one that anybody can send must not move a term or a log.
    private Task<byte[]?> Ignore(ControllerMessage message)
    {
        if (Interlocked.Exchange(ref _toldOfNodes, 1) == 0)
            tell($"{message.Request} came by datagram and has no effect, nor will others of its kind: "
                + "nodes speak over Akka.Remote");
        return Drop(message.Request, "ignored");
    }

    private static string? ProblemOf(string key, string value) =>
        KeyValueLimits.KeyProblem(key) ?? KeyValueLimits.ValueProblem(Encoding.UTF8.GetByteCount(value));

    private static Task<byte[]?> Answer(ControllerMessage message, byte[]? answer)
    {
        Count(message.Request, "served");
        return Task.FromResult(answer);
    }

    private static Task<byte[]?> Drop(string request, string outcome)
    {
        Count(request, outcome);
        return Task.FromResult<byte[]?>(null);
    }

    private static void Count(string request, string outcome) =>
        Datagrams.Add(1, new KeyValuePair<string, object?>("request", request), new("outcome", outcome));
}
