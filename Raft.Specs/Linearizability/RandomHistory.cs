namespace Raft.Specs.Linearizability;

/// <summary>Histories drawn from a seed.</summary>
internal static class RandomHistory
{
    /// <summary>A handful of operations with answers out of thin air: about as many linearizable as not.</summary>
    public static List<Operation<KeyValueOperation>> Small(int seed)
    {
        var dice = new Random(seed);
        var length = dice.Next(1, 8);
        var withIndices = dice.Next(3) == 0;
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            var call = dice.Next(12);
            var operation = Guess(dice, withIndices);
            var open = dice.Next(4) == 0 ? KeyValueModel.Model.Forget(operation) : null;
            return new Operation<KeyValueOperation>(
                $"client-{i}", open ?? operation, call, open is null ? call + dice.Next(6) : null);
        })];
    }

    /// <summary>What clients of a correct store would see, one operation at a time each.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="operations">How many operations.</param>
    /// <param name="clients">How many clients at once.</param>
    /// <param name="keys">How many keys.</param>
    /// <param name="withIndices">Whether answers carry log positions.</param>
    /// <param name="openOneIn">One in so many operations has no answer; half of those took effect.</param>
    public static List<Operation<KeyValueOperation>> OfACorrectStore(
        int seed, int operations, int clients, int keys, bool withIndices, int openOneIn)
    {
        var dice = new Random(seed);
        var free = new long[clients];
        var asked = Enumerable.Range(0, operations).Select(i =>
        {
            var client = i % clients;
            var call = free[client] + dice.Next(200);
            var effect = call + dice.Next(500);
            var end = effect + dice.Next(500);
            free[client] = end + 1;
            return (Client: client, Call: call, Effect: effect, Return: end, Number: i);
        });
        var store = new Dictionary<string, (string? Value, long Index)>();
        List<Operation<KeyValueOperation>> history = [];
        foreach (var one in asked.OrderBy(o => o.Effect).ToList())
        {
            var isOpen = dice.Next(openOneIn) == 0;
            var key = $"k{dice.Next(keys)}";
            var before = store.GetValueOrDefault(key);
            var operation = Draw(dice, key, before, one.Number, history.Count + 1);
            if (!isOpen || dice.Next(2) == 0)
                store[key] = After(operation, before, history.Count + 1);
            var shown = isOpen ? KeyValueModel.Model.Forget(operation)
                : withIndices ? operation
                : WithoutIndex(operation);
            if (shown is not null)
                history.Add(new($"client-{one.Client}", shown, one.Call, isOpen ? null : one.Return));
        }

        return history;
    }

    private static KeyValueOperation Draw(
        Random dice, string key, (string? Value, long Index) before, int number, long index)
    {
        var ifIndex = dice.Next(3) == 0 ? 1 : before.Value is null ? 0 : before.Index;
        var current = before.Value is null ? 0 : before.Index;
        return dice.Next(10) switch
        {
            < 4 => new KeyValueOperation.Get(key, before.Value, before.Value is null ? null : before.Index),
            < 8 => new KeyValueOperation.Put(key, $"v{number}", index),
            8 => new KeyValueOperation.Delete(key, before.Value is not null, index),
            _ => ifIndex == current
                ? new KeyValueOperation.CompareAndPut(key, $"v{number}", ifIndex, Written: true, index)
                : new KeyValueOperation.CompareAndPut(key, $"v{number}", ifIndex, Written: false, current),
        };
    }

    private static (string? Value, long Index) After(
        KeyValueOperation operation, (string? Value, long Index) before, long index) => operation switch
        {
            KeyValueOperation.Put put => (put.Value, index),
            KeyValueOperation.Delete => (null, index),
            KeyValueOperation.CompareAndPut { Written: true } put => (put.Value, index),
            _ => before,
        };

    private static KeyValueOperation WithoutIndex(KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Get get => get with { Index = null },
        KeyValueOperation.Put put => put with { Index = null },
        KeyValueOperation.Delete delete => delete with { Index = null },
        KeyValueOperation.CompareAndPut put => put with { Index = null },
        _ => operation,
    };

    private static KeyValueOperation Guess(Random dice, bool withIndices)
    {
        long? index = withIndices && dice.Next(2) == 0 ? dice.Next(1, 6) : null;
        var value = dice.Next(3) switch { 0 => null, 1 => "a", _ => "b" };
        return dice.Next(5) switch
        {
            0 or 1 => new KeyValueOperation.Get("k", value, value is null ? null : index),
            2 => new KeyValueOperation.Put("k", value ?? "c", index),
            3 => new KeyValueOperation.Delete("k", dice.Next(3) switch { 0 => null, 1 => true, _ => false }, index),
            _ => dice.Next(2) == 0
                ? new KeyValueOperation.CompareAndPut("k", value ?? "c", dice.Next(5), Written: true, index)
                : new KeyValueOperation.CompareAndPut(
                    "k", value ?? "c", dice.Next(5), Written: false, dice.Next(2) == 0 ? dice.Next(5) : null),
        };
    }
}
