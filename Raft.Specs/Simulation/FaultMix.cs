namespace Raft.Specs.Simulation;

/// <summary>How wires and disks misbehave.</summary>
public sealed record FaultMix
{
    /// <summary>A world without accidents: 1 ms on the wire, 2 ms to the disk.</summary>
    public static readonly FaultMix None = new();

    /// <summary>The share of messages that are lost.</summary>
    public double Loss { get; init; }

    /// <summary>The share of messages that arrive twice.</summary>
    public double Duplication { get; init; }

    /// <summary>The shortest time on the wire.</summary>
    public TimeSpan DelayMin { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest time on the wire.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The share of messages that a detour holds up for as long as an election or two.</summary>
    public double Detours { get; init; }

    /// <summary>Whether a later message may overtake an earlier one.</summary>
    public bool Reorders { get; init; } = true;

    /// <summary>The shortest time of a write.</summary>
    public TimeSpan WriteMin { get; init; } = TimeSpan.Zero;

    /// <summary>The longest time of a write.</summary>
    public TimeSpan WriteMax { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The share of writes at which the node dies, just before or just after they are stored.</summary>
    public double CrashAtWrite { get; init; }

    internal TimeSpan Delay(Random dice)
    {
        var delay = Draw(dice, DelayMin, DelayMax);
        return Detours > 0 && dice.NextDouble() < Detours ? delay + Draw(dice, TimeSpan.Zero, LongestDetour) : delay;
    }

    internal TimeSpan WriteTime(Random dice) => Draw(dice, WriteMin, WriteMax);

    private static readonly TimeSpan LongestDetour = TimeSpan.FromSeconds(3);

    private static TimeSpan Draw(Random dice, TimeSpan least, TimeSpan most) =>
        least >= most ? least : least + TimeSpan.FromTicks(dice.NextInt64((most - least).Ticks));
}
