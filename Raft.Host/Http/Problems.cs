using Microsoft.AspNetCore.Http;
using Raft.Actors.Machines;

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

    /// <summary>Every reply that is not the wished-for one.</summary>
    public static Task Of(HttpContext context, KeyValueReply reply)
    {
        var problem = reply switch
        {
            KeyValueReply.Refused refused => new ProblemBody("Refused", StatusCodes.Status400BadRequest, refused.Reason),
            KeyValueReply.Mismatch mismatch => new ProblemBody(
                "Precondition failed",
                StatusCodes.Status412PreconditionFailed,
                mismatch.CurrentIndex == 0 ? "There is no such key." : $"The key was last written at {mismatch.CurrentIndex}.",
                CurrentIndex: mismatch.CurrentIndex),
            KeyValueReply.Unknown unknown => Unavailable("Outcome unknown", unknown.Reason, "unknown"),
            KeyValueReply.NotCommitted not => Unavailable("Not committed", not.Reason, "notCommitted"),
            KeyValueReply.Busy busy => Unavailable("Busy", busy.Reason, "notCommitted"),
            KeyValueReply.Unavailable none => Unavailable("Unavailable", none.Reason, "notCommitted"),
            _ => throw new InvalidOperationException($"The store answered {reply.GetType().Name} to something else."),
        };
        return Write(context, problem);
    }

    public static Task NotReady(HttpContext context, string reason) =>
        Write(context, Unavailable("Not ready", reason, outcome: null));

    /// <summary>What routing refused by itself gets a body too.</summary>
    public static Task OfStatus(HttpContext context) => Write(context, context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new ProblemBody(
            "Not found", StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}: see GET /v1/kv and /v1/status."),
        StatusCodes.Status405MethodNotAllowed => new ProblemBody(
            "Method not allowed",
            StatusCodes.Status405MethodNotAllowed,
            $"{context.Request.Method} is not possible here; {context.Response.Headers.Allow} is."),
        var status => new ProblemBody("Refused", status, "The request cannot be served."),
    });

    private static ProblemBody Unavailable(string title, string reason, string? outcome) =>
        new(title, StatusCodes.Status503ServiceUnavailable, reason, outcome);

    private static Task Write(HttpContext context, ProblemBody problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Bodies.ProblemBody, ContentType, context.RequestAborted);
    }
}
