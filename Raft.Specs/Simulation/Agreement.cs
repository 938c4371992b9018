using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// What the cluster has agreed on, as the first node to apply an entry showed it. Every other node must show the same,
/// and since it holds every state that the registers ever had, it can say what a read at any index should have
/// answered.
/// </summary>
public sealed class Agreement
{
    private readonly List<(LogEntry Entry, CommandAnswer Answer, long InTerm)> _agreed = [];
    private readonly List<(long Index, ClusterConfiguration Configuration)> _configurations = [];
    private readonly Dictionary<long, long> _executed = [];                 // operation → index
    private readonly Dictionary<long, long> _attempts = [];                 // attempt → index
    private readonly List<(long Index, Register Register)>[] _registers =
        [.. Enumerable.Range(0, RegisterMachine.Keys).Select(_ => new List<(long, Register)>())];

    /// <summary>The last index that anybody applied.</summary>
    public long LastIndex => _agreed.Count;

    /// <summary>The clock at the last entry.</summary>
    public long ClockMs => _agreed.Count > 0 ? _agreed[^1].Entry.ClockMs : 0;

    /// <summary>The latest members that are agreed on.</summary>
    public ClusterConfiguration? Configuration => _configurations.Count > 0 ? _configurations[^1].Configuration : null;

    /// <summary>The entry at an index up to <see cref="LastIndex"/>.</summary>
    public LogEntry this[long index] => _agreed[(int)index - 1].Entry;

    /// <summary>The term in which it was found out that an entry is committed.</summary>
    public long CommittedInTerm(long index) => _agreed[(int)index - 1].InTerm;

    /// <summary>Where an attempt of a client ended up, or null.</summary>
    public long? IndexOfAttempt(long attempt) => _attempts.TryGetValue(attempt, out var index) ? index : null;

    /// <summary>Where an operation was carried out, or null.</summary>
    public long? IndexOfOperation(long operation) => _executed.TryGetValue(operation, out var index) ? index : null;

    /// <summary>A node applied an entry. Gives whether it was the first to do so.</summary>
    public bool Applied(SimulatedNode node, LogEntry entry, CommandAnswer answer)
    {
        if (entry.Index <= _agreed.Count)
        {
            var (agreed, answered, _) = _agreed[(int)entry.Index - 1];
            if (!ReferenceEquals(agreed, entry) && !agreed.Equals(entry))
                throw new BrokenPromise(
                    $"state machine safety: {node.Id} applied {entry} where another applied {agreed}");
            if (!Same(answered, answer))
                throw new BrokenPromise($"{node.Id} answered {entry} by {answer}, and another by {answered}");
            return false;
        }

        if (entry.Index != _agreed.Count + 1)
            throw new BrokenPromise($"{node.Id} applied {entry} and nobody has applied entry {_agreed.Count + 1}");
        Agree(node, entry, answer);
        return true;
    }

    /// <summary>
    /// Whether a node whose log was replaced works with the members that are agreed on up to where it begins now.
    /// </summary>
    public void CheckMembers(SimulatedNode node)
    {
        var (at, agreed) =
            (node.Replica.CommitIndex, _configurations.FindLast(c => c.Index <= node.Replica.CommitIndex));
        var has = node.Replica.Ledger.ConfigurationAt(at);
        if (agreed.Configuration is { } should && !has.Equals(should))
            throw new BrokenPromise($"{node.Id} works at {at} with the members {has}, and {should} are agreed");
    }

    /// <summary>What a register held after the entry at an index.</summary>
    public Register RegisterAt(int key, long index)
    {
        var states = _registers[key];
        for (var i = states.Count - 1; i >= 0; i--)
        {
            if (states[i].Index <= index)
                return states[i].Register;
        }

        return default;
    }

    /// <summary>Whether a node's registers are those that its applied index stands for.</summary>
    public void CheckState(SimulatedNode node)
    {
        if (node.AppliedIndex > LastIndex)
            throw new BrokenPromise($"{node.Id} has applied {node.AppliedIndex} and only {LastIndex} is agreed");
        for (var key = 0; key < RegisterMachine.Keys; key++)
        {
            var (has, should) = (node.Machine[key], RegisterAt(key, node.AppliedIndex));
            if (has != should)
                throw new BrokenPromise(
                    $"{node.Id} at {node.AppliedIndex} holds {has} in register {key} and should hold {should}");
        }
    }

    private void Agree(SimulatedNode node, LogEntry entry, CommandAnswer answer)
    {
        if (entry.ClockMs < ClockMs)
            throw new BrokenPromise($"the cluster's clock went back from {ClockMs} to {entry.ClockMs} ms at {entry}");
        if (_agreed.Count > 0 && entry.Term < _agreed[^1].Entry.Term)
            throw new BrokenPromise($"{entry} is agreed after an entry of term {_agreed[^1].Entry.Term}");
        _agreed.Add((entry, answer, node.Replica.Ledger.Term));
        if (entry.Configuration is { } configuration)
            Follow(entry, configuration);
        if (entry.Kind != EntryKind.Command || RegisterCommand.Read(entry.Payload.Span) is not { } command)
            return;
        _attempts[command.Attempt] = entry.Index;
        if (node.Machine.LastExecuted != entry.Index)
            return;
        if (!_executed.TryAdd(command.Operation, entry.Index))
            throw new BrokenPromise(
                $"operation {command.Operation} was carried out at {_executed[command.Operation]} and again at "
                + $"{entry.Index}");
        _registers[command.Key].Add((entry.Index, node.Machine[command.Key]));
    }

    /// <summary>
    /// One configuration follows another only so that no majority of the one misses all majorities of the other (§6).
    /// </summary>
    private void Follow(LogEntry entry, ClusterConfiguration next)
    {
        if (Configuration is { } before && !before.Voters.IsEmpty)
        {
            var same = before.Voters.SetEquals(next.Voters) && before.Outgoing.SetEquals(next.Outgoing);
            var begins = !before.IsJoint && next.IsJoint && next.Outgoing.SetEquals(before.Voters);
            var ends = before.IsJoint && !next.IsJoint && next.Voters.SetEquals(before.Voters);
            if (!same && !begins && !ends)
                throw new BrokenPromise($"members went from {before} to {next} in one step");
        }

        _configurations.Add((entry.Index, next));
    }

    private static bool Same(CommandAnswer one, CommandAnswer other) => (one, other) switch
    {
        (CommandAnswer.Committed a, CommandAnswer.Committed b) =>
            a.Index == b.Index && a.Term == b.Term && a.Result.Span.SequenceEqual(b.Result.Span),
        _ => one.Equals(other),
    };
}
