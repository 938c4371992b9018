using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Node;

/// <summary>What all machines of a cluster applied: State Machine Safety, and what was agreed on.</summary>
internal sealed class AgreementAudit
{
    private readonly SortedDictionary<long, (CommandContext Context, string Command)> _agreed = [];

    /// <summary>The commands that were applied anywhere, by index.</summary>
    public IReadOnlyDictionary<long, (CommandContext Context, string Command)> Agreed => _agreed;

    /// <summary>At how many places of the log a command was applied.</summary>
    public int TimesAgreed(ReadOnlyMemory<byte> command) =>
        _agreed.Values.Count(a => a.Command == Convert.ToHexString(command.Span));

    /// <summary>Disagreements, in words.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>A machine applies a command.</summary>
    public void Applied(NodeId node, CommandContext context, ReadOnlyMemory<byte> command)
    {
        var applied = (context, Convert.ToHexString(command.Span));
        if (!_agreed.TryAdd(context.Index, applied) && _agreed[context.Index] != applied)
            Broken.Add($"{node} applied another command at {context} than the others did");
    }
}

/// <summary>A key-value machine that is watched. A new one for every life of a node.</summary>
internal sealed class AuditedMachine(NodeId node, AgreementAudit audit) : IStateMachine
{
    private readonly KeyValueMachine _inner = new();
    private CommandContext _last;

    /// <summary>Whether the next command makes the machine throw, as a broken one would.</summary>
    public bool IsBroken { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Apply(CommandContext context, ReadOnlyMemory<byte> command)
    {
        if (IsBroken)
            throw new InvalidOperationException("the machine is broken");
        if (context.Index <= _last.Index || context.ClockMs < _last.ClockMs)
            audit.Broken.Add($"{node} applied {context} after {_last}");
        _last = context;
        audit.Applied(node, context, command);
        return _inner.Apply(context, command);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Query(ReadOnlyMemory<byte> query) => _inner.Query(query);

    /// <inheritdoc/>
    public IMachineImage Capture() => _inner.Capture();

    /// <inheritdoc/>
    public void Restore(Stream image) => _inner.Restore(image);
}
