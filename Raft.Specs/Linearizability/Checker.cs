using System.Diagnostics;

namespace Raft.Specs.Linearizability;

/// <summary>What was found in one partition.</summary>
/// <param name="Partition">Its name, such as a key.</param>
/// <param name="Verdict">Whether its history is linearizable.</param>
/// <param name="Operations">Its operations, in the order of their calls.</param>
/// <param name="Order">When Ok: the order that explains every answer. When Illegal: such an order of all that had been
/// answered just before the history broke. Indices into <paramref name="Operations"/>, each with the state after
/// it.</param>
/// <param name="Broken">When Illegal: the operation with whose answer the history broke; no order explains the answers
/// up to and with it.</param>
/// <param name="Steps">The steps that the search took.</param>
internal sealed record PartitionReport<TState, T>(
    string Partition,
    Verdict Verdict,
    IReadOnlyList<Operation<T>> Operations,
    IReadOnlyList<(int Operation, TState After)> Order,
    int? Broken,
    long Steps);

/// <summary>What was found in a history.</summary>
/// <param name="Partitions">Each partition.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record CheckReport<TState, T>(IReadOnlyList<PartitionReport<TState, T>> Partitions, TimeSpan Elapsed)
{
    /// <summary>Illegal when any partition is; else Unknown when any is; else Ok.</summary>
    public Verdict Verdict =>
        Partitions.Any(p => p.Verdict == Verdict.Illegal) ? Verdict.Illegal
        : Partitions.Any(p => p.Verdict == Verdict.Unknown) ? Verdict.Unknown
        : Verdict.Ok;
}

/// <summary>
/// Is a history linearizable: can every operation be thought to have taken effect at one moment between its call and
/// its return, in an order that the model allows?
/// </summary>
internal static class Checker
{
    public static CheckReport<TState, T> Check<TState, T>(
        Model<TState, T> model, IEnumerable<Operation<T>> history, Budget? budget = null)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        var limits = budget ?? Budget.Default;
        bool IsLate() => watch.Elapsed > limits.MaxTime;
        var partitions = history
            .GroupBy(o => model.Partition(o.What), StringComparer.Ordinal)
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => CheckPartition(model, p.Key, [.. p.OrderBy(o => o.CallNs)], limits.MaxSteps, IsLate))
            .ToList();
        return new CheckReport<TState, T>(partitions, watch.Elapsed);
    }

    private static PartitionReport<TState, T> CheckPartition<TState, T>(
        Model<TState, T> model, string partition, Operation<T>[] operations, long maxSteps, Func<bool> isLate)
        where T : class
    {
        var whole = new Search<TState, T>(model, operations);
        var verdict = whole.Run(maxSteps, isLate);
        return verdict == Verdict.Illegal
            ? Locate(model, partition, operations, whole.Steps, maxSteps, isLate)
            : new PartitionReport<TState, T>(
                partition, verdict, operations, verdict == Verdict.Ok ? whole.Order : [], null, whole.Steps);
    }

    // Every beginning of a linearizable history is linearizable, so the answer that broke this one is found by halving.
    private static PartitionReport<TState, T> Locate<TState, T>(
        Model<TState, T> model,
        string partition,
        Operation<T>[] operations,
        long steps,
        long maxSteps,
        Func<bool> isLate)
        where T : class
    {
        var answered = Enumerable.Range(0, operations.Length)
            .Where(i => operations[i].ReturnNs is not null)
            .OrderBy(i => operations[i].ReturnNs)
            .ToList();
        var fine = 0;
        var broken = answered.Count;
        IReadOnlyList<(int, TState)> order = [];
        while (broken - fine > 1)
        {
            var middle = (fine + broken) / 2;
            var (beginning, names) = Beginning(model, operations, operations[answered[middle - 1]]);
            var search = new Search<TState, T>(model, beginning);
            var verdict = search.Run(maxSteps, isLate);
            steps += search.Steps;
            if (verdict == Verdict.Illegal)
            {
                broken = middle;
            }
            else
            {
                // Where the search gave up there is no order to show, and the break is shown late rather than wrongly
                // early.
                fine = middle;
                order = verdict == Verdict.Ok ? [.. search.Order.Select(o => (names[o.Operation], o.After))] : [];
            }
        }

        return new PartitionReport<TState, T>(
            partition, Verdict.Illegal, operations, order, answered[broken - 1], steps);
    }

    // The history as it was known when an answer came: what was called later is not in it, what was answered later is
    // open.
    private static (List<Operation<T>> Operations, List<int> Names) Beginning<TState, T>(
        Model<TState, T> model, Operation<T>[] operations, Operation<T> last)
        where T : class
    {
        List<Operation<T>> beginning = [];
        List<int> names = [];
        for (var i = 0; i < operations.Length && operations[i].CallNs <= last.ReturnNs; i++)
        {
            var known = operations[i].ReturnNs <= last.ReturnNs ? operations[i]
                : model.Forget(operations[i].What) is { } open ? operations[i] with { What = open, ReturnNs = null }
                : null;
            if (known is null)
                continue;
            beginning.Add(known);
            names.Add(i);
        }

        return (beginning, names);
    }
}
