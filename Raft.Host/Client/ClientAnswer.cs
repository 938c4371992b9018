using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Raft.Host.Http;

namespace Raft.Host.Client;

/// <summary>What a cluster answered; also when no node did.</summary>
/// <param name="Status">The HTTP status; 503 when no node answered.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="Problem">What went wrong, when something did.</param>
public sealed record ClientAnswer(HttpStatusCode Status, byte[] Body, ProblemBody Problem)
{
    /// <summary>The title of the problem that no node answered.</summary>
    public const string NoNode = "No answer";

    private static readonly ProblemBody None = new("", 0, "");

    /// <summary>Whether the request was served.</summary>
    public bool Ok => (int)Status is >= 200 and < 300;

    /// <summary>The body, read as what it must be.</summary>
    public T Read<T>(JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Body, type) ?? throw new JsonException("The body is null.");

    /// <summary>An answer that a node gave.</summary>
    public static ClientAnswer Of(HttpStatusCode status, byte[] body) => (int)status < 400
        ? new ClientAnswer(status, body, None)
        : new ClientAnswer(status, body, ReadProblem(status, body));

    /// <summary>The answer when none came, and nothing was committed.</summary>
    public static ClientAnswer Unavailable(string detail) => NoAnswer(detail, "notCommitted");

    /// <summary>The answer when none came to a write that was sent.</summary>
    public static ClientAnswer Unknown(string detail) => NoAnswer(detail, "unknown");

    private static ClientAnswer NoAnswer(string detail, string outcome) => new(
        HttpStatusCode.ServiceUnavailable, [],
        new ProblemBody(NoNode, (int)HttpStatusCode.ServiceUnavailable, detail, outcome));

    // A proxy in between may answer in its own words.
    private static ProblemBody ReadProblem(HttpStatusCode status, byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, ApiJson.Bodies.ProblemBody) is { Detail: not null } problem)
                return problem;
        }
        catch (JsonException)
        {
        }
        return new ProblemBody(status.ToString(), (int)status, $"The node answered {(int)status} ({status}).");
    }
}
