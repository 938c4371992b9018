using System.Diagnostics;

namespace Raft.Actors.Tracing;

/// <summary>
/// The way of a request through the group, as activities of the source <see cref="SourceName"/>, for whatever listens:
/// OpenTelemetry, <c>dotnet-trace</c>, a spec. Between nodes travels a W3C traceparent, and only that of a request
/// which somebody records. Nobody listening costs nothing.
/// </summary>
public static class RaftTracing
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Raft.Actors";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens.</summary>
    internal static bool IsHeard => Source.HasListeners();

    /// <summary>A caller asks: from here to the answer, below whatever the caller itself is in.</summary>
    internal static Activity? StartRequest(string what)
    {
        var activity = Source.StartActivity("raft.request", ActivityKind.Client);
        activity?.SetTag("raft.request.type", what);
        return activity;
    }

    /// <summary>
    /// Begins an activity and leaves the thread's current one alone: an actor's work is not nested as a thread's is.
    /// </summary>
    internal static Activity? Start(string name, ActivityKind kind, ActivityContext parent)
    {
        var before = Activity.Current;
        var activity = Source.StartActivity(name, kind, parent);
        Activity.Current = before;
        return activity;
    }

    /// <summary>Ends an activity, likewise.</summary>
    internal static void Stop(Activity activity)
    {
        var before = Activity.Current;
        activity.Stop();
        Activity.Current = before;
    }

    /// <summary>What to tell another node, or null when nobody records.</summary>
    internal static string? ParentOf(Activity? activity) => activity is { Recorded: true } ? activity.Id : null;
}
