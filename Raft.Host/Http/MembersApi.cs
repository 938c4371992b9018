using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>
/// Who the members are, who is to be one, and who is to lead. Any node takes an order and passes it to the leader.
/// </summary>
internal sealed class MembersApi(INodeOperations node, RequestReader requests)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/members", Get);
        routes.MapPost("/v1/members", Add);
        routes.MapPut("/v1/members", Replace);
        routes.MapDelete("/v1/members/{node}", Remove);
        routes.MapPost("/v1/leader/transfer", Transfer);
    }

    private async Task Get(HttpContext context)
    {
        if (await requests.Timeout(context, "consistency", "maxStaleness") is not { } timeout
            || await RequestReader.Freshness(context) is not { } freshness)
            return;
        var fresh = freshness.Consistency == ReadConsistency.Linearizable;
        var (now, trouble) = await Look(fresh, timeout, context.RequestAborted);
        await (now is null
            ? Problems.NoAnswer(context, trouble!)
            : Write(context, new MembersBody(Membership.Of(now))));
    }

    private async Task Add(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout
            || await RequestReader.Json(context, ApiJson.Bodies.MemberBody) is not { } wanted)
            return;
        if (Membership.Problem(wanted) is { } problem)
            await Problems.BadRequest(context, problem);
        else
            await Change(context, timeout, now => Membership.With(now, wanted));
    }

    private async Task Replace(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout
            || await RequestReader.Json(context, WholeList) is not { } wanted)
            return;
        if (Membership.Problem(wanted) is { } problem)
            await Problems.BadRequest(context, problem);
        else
            await Change(context, timeout, now => Membership.Whole(now, wanted));
    }

    // As a GET gives it, or the bare list.
    private static IReadOnlyList<MemberBody>? WholeList(JsonElement root) => root.ValueKind == JsonValueKind.Array
        ? root.Deserialize(ApiJson.Bodies.IReadOnlyListMemberBody)
        : root.Deserialize(ApiJson.Bodies.MembersBody)?.Members;

    private async Task Remove(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout)
            return;
        var name = (string)context.Request.RouteValues["node"]!;
        await Change(context, timeout, now => Membership.Without(now, new NodeId(name)), $"{name} is not a member.");
    }

    /// <summary>
    /// Looks who the members are, and orders what follows from it, until the members are as wanted. While another
    /// change is under way it looks again: an order names all members, so one that was made from yesterday's would undo
    /// today's. And when the leader went in the middle it looks again too: what is wanted is a state, so ordering it
    /// twice does no harm.
    /// </summary>
    private async Task Change(
        HttpContext context, TimeSpan timeout, Func<ClusterConfiguration, ChangeMembership?> order,
        string? notFound = null)
    {
        CommandAnswer.Unknown? doubt = null;
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause, context.RequestAborted))
        {
            var (now, trouble) = await Look(fresh: true, Left(timeout, clock), context.RequestAborted);
            var change = now is null ? null : order(now);
            if (now is not null && change is null && doubt is null)
            {
                await Problems.NotFound(context, notFound ?? "There is no such member.");
                return;
            }
            if (now is not null && (change is null || Membership.IsDone(now, change)))
            {
                await Write(context, new MembersBody(Membership.Of(now)));
                return;
            }

            var answer = change is null
                ? new CommandAnswer.NotCommitted(trouble!)
                : await node.Order(change, Left(timeout, clock), context.RequestAborted);
            doubt = answer as CommandAnswer.Unknown ?? doubt;
            if (answer is CommandAnswer.Busy or CommandAnswer.Unknown && clock.Elapsed + Pause < timeout)
                continue;
            await (answer is CommandAnswer.Committed done
                ? Write(context, new MembersBody(Membership.Of(change!), done.Index))
                : Problems.Of(context, answer is CommandAnswer.Refused ? answer : doubt ?? answer));
            return;
        }
    }

    private async Task Transfer(HttpContext context)
    {
        if (await requests.Timeout(context) is not { } timeout || await Heir(context) is not { } wanted)
            return;
        if (wanted.To is not null && !NodeId.IsValid(wanted.To))
        {
            await Problems.BadRequest(context, "to must be the name of a member.");
            return;
        }

        var clock = Stopwatch.StartNew();
        var heir = wanted.To is { } name ? new NodeId(name) : (NodeId?)null;
        var answer = await node.Order(new HandOver(heir), timeout, context.RequestAborted);
        if (answer is not CommandAnswer.Committed done)
        {
            await Problems.Of(context, answer);
            return;
        }

        var (leader, term) = await Successor(done.Term, Left(timeout, clock), context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new TransferredBody(leader, term), ApiJson.Bodies.TransferredBody, contentType: null,
            context.RequestAborted);
    }

    /// <summary>Who leads after the given term, once this node has heard.</summary>
    private async Task<(string? Leader, long Term)> Successor(long term, TimeSpan patience, CancellationToken cancel)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause, cancel))
        {
            var now = await node.Status(cancel);
            if (now?.Leader is { } leader && now.Term > term)
                return (leader.Value, now.Term);
            if (clock.Elapsed + Pause >= patience)
                return (null, now?.Term ?? term);
        }
    }

    // Without a body it is the leader's choice.
    private static async Task<TransferBody?> Heir(HttpContext context) => context.Request.ContentLength is null or 0
        && context.Request.Headers.TransferEncoding.Count == 0
        ? new TransferBody()
        : await RequestReader.Json(context, ApiJson.Bodies.TransferBody);

    /// <summary>Who the members are, or why that cannot be said.</summary>
    private async Task<(ClusterConfiguration? Members, string? Trouble)> Look(
        bool fresh, TimeSpan timeout, CancellationToken cancel)
    {
        if (fresh && await node.CatchUp(timeout, cancel) is { } trouble)
            return (null, trouble);
        return await node.Status(cancel) is { } status
            ? (status.Configuration, null)
            : (null, "the node is too busy to say who the members are");
    }

    private static TimeSpan Left(TimeSpan timeout, Stopwatch clock) =>
        timeout > clock.Elapsed + Pause ? timeout - clock.Elapsed : Pause;

    private static Task Write(HttpContext context, MembersBody body) =>
        context.Response.WriteAsJsonAsync(body, ApiJson.Bodies.MembersBody, contentType: null, context.RequestAborted);
}
