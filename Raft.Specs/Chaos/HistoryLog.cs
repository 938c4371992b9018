using System.Diagnostics;
using Raft.Specs.Linearizability;

namespace Raft.Specs.Chaos;

/// <summary>What clients asked and were answered, by one clock. For many threads at once.</summary>
internal sealed class HistoryLog
{
    private readonly Lock _lock = new();
    private readonly List<(Operation<KeyValueOperation> Operation, Outcome Outcome)> _all = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly int[] _counts = new int[3];

    public long NowNs => Stopwatch.GetElapsedTime(_began).Ticks * TimeSpan.NanosecondsPerTick;

    public int Count(Outcome outcome) => Volatile.Read(ref _counts[(int)outcome]);

    public void Add(string client, KeyValueOperation what, long callNs, Outcome outcome)
    {
        long? end = outcome == Outcome.Unknown ? null : NowNs;
        var operation = new Operation<KeyValueOperation>(client, what, callNs, end);
        lock (_lock)
            _all.Add((operation, outcome));
        Interlocked.Increment(ref _counts[(int)outcome]);
    }

    /// <summary>As the checker wants it: without what had no effect, and with what is not known left open.</summary>
    public List<Operation<KeyValueOperation>> ToCheck()
    {
        var history = new List<Operation<KeyValueOperation>>();
        foreach (var (operation, outcome) in Snapshot())
        {
            if (outcome == Outcome.Ok)
                history.Add(operation);
            else if (outcome == Outcome.Unknown && KeyValueModel.Model.Forget(operation.What) is { } open)
                history.Add(operation with { What = open });
        }

        return history;
    }

    /// <summary>The writes that were acknowledged, of keys that begin with a prefix.</summary>
    public IEnumerable<KeyValueOperation.Put> Acknowledged(string prefix) => Snapshot()
        .Where(o => o.Outcome == Outcome.Ok)
        .Select(o => o.Operation.What)
        .OfType<KeyValueOperation.Put>()
        .Where(put => put.Key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The longest time up to <paramref name="untilNs"/> in which nobody was answered.</summary>
    public TimeSpan LongestSilence(long untilNs)
    {
        var (last, longest) = (0L, 0L);
        foreach (var at in Snapshot()
            .Where(o => o.Outcome == Outcome.Ok && o.Operation.ReturnNs < untilNs)
            .Select(o => o.Operation.ReturnNs!.Value)
            .Append(untilNs)
            .Order())
        {
            longest = Math.Max(longest, at - last);
            last = at;
        }

        return TimeSpan.FromTicks(longest / TimeSpan.NanosecondsPerTick);
    }

    public void Write(string file) => File.WriteAllLines(
        file,
        Snapshot().OrderBy(o => o.Operation.CallNs).Select(o => HistoryFile.Format(o.Operation, o.Outcome)));

    private List<(Operation<KeyValueOperation> Operation, Outcome Outcome)> Snapshot()
    {
        lock (_lock)
            return [.. _all];
    }
}
