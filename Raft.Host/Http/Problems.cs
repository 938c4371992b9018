using Microsoft.AspNetCore.Http;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Host.Http;

/// <summary>Every refusal that a client can get, each with its status and a sentence.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static Task BadRequest(HttpContext context, string detail) =>
        Write(context, new ProblemBody("Bad request", StatusCodes.Status400BadRequest, detail));

    public static Task TooLarge(HttpContext context, string detail) =>
        Write(context, new ProblemBody("Value too large", StatusCodes.Status413PayloadTooLarge, detail));

    public static Task NoSuchKey(HttpContext context, string key) =>
        Write(context, new ProblemBody("No such key", StatusCodes.Status404NotFound, $"There is no key '{key}'."));

    /// <summary>
    /// The client wants this node or none, and another one leads. The sentence is what clients print.
    /// </summary>
    public static Task NotLeader(HttpContext context, string? leader) => Write(context, new ProblemBody(
        "Not the leader",
        StatusCodes.Status421MisdirectedRequest,
        $"Sorry, I am not the leader. Last leader I heard from is: {leader ?? "none"}",
        "notCommitted",
        Leader: leader));

    /// <summary>Every reply that is not the wished-for one.</summary>
    public static Task Of(HttpContext context, KeyValueReply reply)
    {
        var problem = reply switch
        {
            KeyValueReply.Refused refused =>
                new ProblemBody("Refused", StatusCodes.Status400BadRequest, refused.Reason),
            KeyValueReply.Mismatch mismatch => new ProblemBody(
                "Precondition failed",
                StatusCodes.Status412PreconditionFailed,
                Present(mismatch),
                CurrentIndex: mismatch.CurrentIndex),
            KeyValueReply.NoSession lost => new ProblemBody(
                "No such session", StatusCodes.Status410Gone, Sentence(lost.Reason), "notApplied"),
            KeyValueReply.Unknown unknown => Unavailable("Outcome unknown", unknown.Reason, "unknown"),
            KeyValueReply.NotCommitted not => Unavailable("Not committed", not.Reason, "notCommitted"),
            KeyValueReply.Busy busy => Unavailable("Busy", busy.Reason, "notCommitted"),
            KeyValueReply.Unavailable none => Unavailable("Unavailable", none.Reason, "notCommitted"),
            _ => throw new InvalidOperationException($"The store answered {reply.GetType().Name} to something else."),
        };
        return Write(context, problem);
    }

    /// <summary>A write with <c>ifIndex</c> came too late.</summary>
    public static Task Lost(HttpContext context, KeyValueReply.Mismatch mismatch) => Write(context, new ProblemBody(
        "Conflict", StatusCodes.Status409Conflict, Present(mismatch), CurrentIndex: mismatch.CurrentIndex));

    /// <summary>Every answer to an order but that it was carried out.</summary>
    public static Task Of(HttpContext context, CommandAnswer answer) => Write(context, answer switch
    {
        CommandAnswer.Refused refused =>
            new ProblemBody("Refused", StatusCodes.Status409Conflict, Sentence(refused.Reason)),
        CommandAnswer.Unknown unknown => Unavailable("Outcome unknown", Sentence(unknown.Reason), "unknown"),
        CommandAnswer.NotCommitted not => Unavailable("Not committed", Sentence(not.Reason), "notCommitted"),
        CommandAnswer.Busy busy => Unavailable("Busy", Sentence(busy.Reason), "notCommitted"),
        _ => throw new InvalidOperationException($"The node answered {answer.GetType().Name} to an order."),
    });

    public static Task NotFound(HttpContext context, string detail) =>
        Write(context, new ProblemBody("Not found", StatusCodes.Status404NotFound, detail));

    /// <summary>The node cannot answer, and nothing was changed.</summary>
    public static Task NoAnswer(HttpContext context, string reason) =>
        Write(context, Unavailable("Unavailable", Sentence(reason), "notCommitted"));

    /// <summary>No token, or one that nobody gave out.</summary>
    public static Task Unauthorized(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"raft\"";
        return Write(context, new ProblemBody("Unauthorized", StatusCodes.Status401Unauthorized, detail));
    }

    public static Task Forbidden(HttpContext context, string detail) =>
        Write(context, new ProblemBody("Forbidden", StatusCodes.Status403Forbidden, detail));

    public static Task Misdirected(HttpContext context, string detail) =>
        Write(context, new ProblemBody("Misdirected", StatusCodes.Status421MisdirectedRequest, detail));

    public static Task HeadTooLarge(HttpContext context, int maxBytes) => Write(context, new ProblemBody(
        "Head too large",
        StatusCodes.Status431RequestHeaderFieldsTooLarge,
        $"The request's target and headers may have {maxBytes} bytes together."));

    public static Task TooManyRequests(HttpContext context, int most) => Write(context, new ProblemBody(
        "Too many requests",
        StatusCodes.Status429TooManyRequests,
        $"At most {most} requests a second are served to one address."));

    /// <summary>There are as many connections as there may be: this one is closed after the answer.</summary>
    public static Task TooManyConnections(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return Write(context, Unavailable("Busy", "Too many connections are open.", "notCommitted"));
    }

    public static Task NotReady(HttpContext context, string reason) =>
        Write(context, Unavailable("Not ready", reason, outcome: null));

    /// <summary>What routing refused by itself gets a body too.</summary>
    public static Task OfStatus(HttpContext context) => Write(context, context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new ProblemBody(
            "Not found", StatusCodes.Status404NotFound,
            $"There is nothing at {context.Request.Path}: see GET /v1/kv, /v1/status and /v1/members."),
        StatusCodes.Status405MethodNotAllowed => new ProblemBody(
            "Method not allowed",
            StatusCodes.Status405MethodNotAllowed,
            $"{context.Request.Method} is not possible here; {context.Response.Headers.Allow} is."),
        StatusCodes.Status413PayloadTooLarge => new ProblemBody(
            "Value too large", StatusCodes.Status413PayloadTooLarge, "The body is larger than any that is taken here."),
        StatusCodes.Status408RequestTimeout => new ProblemBody(
            "Too slow", StatusCodes.Status408RequestTimeout, "The body came too slowly."),
        var status => new ProblemBody("Refused", status, "The request cannot be served."),
    });

    private static string Present(KeyValueReply.Mismatch mismatch) =>
        mismatch.CurrentIndex == 0 ? "There is no such key." : $"The key was last written at {mismatch.CurrentIndex}.";

    // A node's name is written as it is, also where a sentence begins with it.
    private static string Sentence(string reason)
    {
        if (reason.Length == 0 || reason.EndsWith('.'))
            return reason;
        var isWord = reason.TakeWhile(letter => letter != ' ').All(char.IsLetter);
        return $"{(isWord ? char.ToUpperInvariant(reason[0]) : reason[0])}{reason[1..]}.";
    }

    private static ProblemBody Unavailable(string title, string reason, string? outcome) =>
        new(title, StatusCodes.Status503ServiceUnavailable, reason, outcome);

    private static Task Write(HttpContext context, ProblemBody problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(
            problem, ApiJson.Bodies.ProblemBody, ContentType, context.RequestAborted);
    }
}
