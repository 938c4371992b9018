namespace Raft.Specs.Simulation;

/// <summary>How the world misbehaves.</summary>
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

    /// <summary>The longest time on the wire; a spread reorders.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest time of a write.</summary>
    public TimeSpan WriteMax { get; init; } = TimeSpan.FromMilliseconds(2);

    internal bool Loses(Random dice) => Loss > 0 && dice.NextDouble() < Loss;

    internal bool Duplicates(Random dice) => Duplication > 0 && dice.NextDouble() < Duplication;

    internal TimeSpan Delay(Random dice) => Draw(dice, DelayMin, DelayMax);

    internal TimeSpan WriteTime(Random dice) => Draw(dice, TimeSpan.Zero, WriteMax);

    private static TimeSpan Draw(Random dice, TimeSpan least, TimeSpan most) =>
        least == most ? least : least + TimeSpan.FromTicks(dice.NextInt64((most - least).Ticks));
}
