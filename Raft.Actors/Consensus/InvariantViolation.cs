namespace Raft.Actors.Consensus;

/// <summary>
/// Something happened that Raft proves impossible. The node must stop: what it holds cannot be trusted.
/// </summary>
public sealed class InvariantViolation(string what) : Exception(what)
{
    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    public static void Unless(bool holds, string what)
    {
        if (!holds)
            throw new InvariantViolation(what);
    }
}
