namespace Raft.Specs.Linearizability;

/// <summary>Tries every order, without any cleverness: what the checker must agree with on small histories.</summary>
internal static class BruteForce
{
    public static bool IsLinearizable<TState, T>(Model<TState, T> model, IReadOnlyList<Operation<T>> history)
        where T : class =>
        CanFinish(model, model.Init, [.. history]);

    private static bool CanFinish<TState, T>(Model<TState, T> model, TState state, List<Operation<T>> left)
        where T : class
    {
        var firstReturn = left.Min(o => o.ReturnNs);
        if (firstReturn is null)
            return true;
        foreach (var operation in left.Where(o => o.CallNs <= firstReturn))
        {
            var (isLegal, next) = model.Step(state, operation.What);
            if (isLegal && CanFinish(model, next, [.. left.Where(o => o != operation)]))
                return true;
        }

        return false;
    }
}
