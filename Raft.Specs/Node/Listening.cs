using System.Collections.Concurrent;
using System.Diagnostics;

namespace Raft.Specs.Node;

/// <summary>
/// Listens to the activities of one trace, which the spec itself began. Others are neither made nor recorded, so that
/// specs which run meanwhile notice nothing.
/// </summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public Listening(params string[] sources)
    {
        Trace = ActivityTraceId.CreateRandom();
        Root = ActivitySpanId.CreateRandom();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.TraceId == Trace
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            // What another spec's listener wanted is told to all of them.
            ActivityStopped = activity =>
            {
                if (activity.TraceId == Trace)
                    _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The trace.</summary>
    public ActivityTraceId Trace { get; }

    /// <summary>The caller's own part of it.</summary>
    public ActivitySpanId Root { get; }

    /// <summary>How the caller tells of it.</summary>
    public string TraceParent => $"00-{Trace}-{Root}-01";

    /// <summary>What has ended so far.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    public void Dispose() => _listener.Dispose();
}
