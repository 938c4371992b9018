using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// Linearizability, checked as it happens. The log is the order in which operations took effect, so nothing has to be
/// searched: an operation must take effect after everything that was answered before it was asked (the paper's §8).
/// </summary>
public sealed class Witness(Agreement agreement)
{
    private readonly HashSet<long> _asked = [];
    private readonly HashSet<long> _refused = [];
    private readonly List<(long Operation, long Index)> _acknowledged = [];
    private long _answeredUpTo;

    /// <summary>Whatever is asked now must see at least this index.</summary>
    public long Floor => _answeredUpTo;

    /// <summary>How many writes were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>A client was told that its write is done.</summary>
    public void Wrote(long operation, long floor, CommandAnswer.Committed answer)
    {
        if (agreement.IndexOfOperation(operation) is not { } index)
            throw new BrokenPromise($"operation {operation} was acknowledged at {answer.Index} and never carried out");
        if (index != answer.Index)
            throw new BrokenPromise(
                $"operation {operation} was carried out at {index} and acknowledged at {answer.Index}");
        if (index <= floor)
            throw new BrokenPromise(
                $"operation {operation} took effect at {index}, and {floor} was answered before it was asked");
        _acknowledged.Add((operation, index));
        _answeredUpTo = Math.Max(_answeredUpTo, index);
    }

    /// <summary>A client was given the value of a register.</summary>
    public void Read(int key, long floor, bool stale, ReadAnswer.Value answer)
    {
        var (got, should) =
            (RegisterMachine.ReadAnswer(answer.Result.Span), agreement.RegisterAt(key, answer.AppliedIndex));
        if (got != should)
            throw new BrokenPromise(
                $"a read at {answer.AppliedIndex} gave {got} of register {key}, where {should} is agreed");
        if (stale)
            return;
        if (answer.AppliedIndex < floor)
            throw new BrokenPromise(
                $"a stale read: it shows {answer.AppliedIndex}, and {floor} was answered before it was asked");
        _answeredUpTo = Math.Max(_answeredUpTo, answer.AppliedIndex);
    }

    /// <summary>A client was told that this attempt is not in the log and never will be.</summary>
    public void Refused(long attempt)
    {
        _refused.Add(attempt);
        if (agreement.IndexOfAttempt(attempt) is { } index)
            throw new BrokenPromise($"attempt {attempt} was refused and is committed at {index}");
    }

    /// <summary>Somebody asks a node for this.</summary>
    public void Asked(ReadOnlySpan<byte> payload)
    {
        if (RegisterCommand.Read(payload) is { } command)
            _asked.Add(command.Attempt);
    }

    /// <summary>An entry was agreed on. Validity: somebody asked for it.</summary>
    public void Agreed(LogEntry entry)
    {
        if (entry.Kind != EntryKind.Command || RegisterCommand.Read(entry.Payload.Span) is not { } command)
            return;
        if (!_asked.Contains(command.Attempt))
            throw new BrokenPromise(
                $"validity: attempt {command.Attempt} is committed at {entry.Index}, and nobody made it");
        if (_refused.Contains(command.Attempt))
            throw new BrokenPromise($"attempt {command.Attempt} was refused and is now committed at {entry.Index}");
    }

    /// <summary>
    /// Validity and integrity at the end: all that was acknowledged is in the log of every member that keeps it.
    /// </summary>
    public void CheckHeldBy(SimulatedNode node)
    {
        if (node.AppliedIndex < _answeredUpTo)
            throw new BrokenPromise($"{node.Id} has applied {node.AppliedIndex}, and {_answeredUpTo} was acknowledged");
        var log = node.Replica.Ledger.Log;
        foreach (var (operation, index) in _acknowledged)
        {
            if (index > log.BaseIndex && !log[index].Equals(agreement[index]))
                throw new BrokenPromise($"{node.Id} does not hold the acknowledged operation {operation} at {index}");
        }

        agreement.CheckState(node);
    }
}
