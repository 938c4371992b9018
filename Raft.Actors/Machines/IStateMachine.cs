namespace Raft.Actors.Machines;

/// <summary>
/// What a group replicates. Every node applies the same commands in the same order, so a machine must be deterministic:
/// no clock, no dice, no I/O, nothing but its own state and the command. Called from one thread at a time.
/// </summary>
public interface IStateMachine
{
    /// <summary>Applies a committed command.</summary>
    /// <param name="context">Where in the log it stands, and what time it is there.</param>
    /// <param name="command">
    /// The command's bytes. A command that the machine cannot read must be answered, not thrown on.
    /// </param>
    /// <returns>The answer for whoever sent the command.</returns>
    ReadOnlyMemory<byte> Apply(CommandContext context, ReadOnlyMemory<byte> command);

    /// <summary>Answers a question without changing anything.</summary>
    /// <param name="query">The question's bytes.</param>
    /// <returns>The answer's bytes.</returns>
    ReadOnlyMemory<byte> Query(ReadOnlyMemory<byte> query);

    /// <summary>
    /// Takes a picture of the state, cheaply (an immutable root, a copy of a small thing): the bytes are asked for
    /// later, on another thread, while commands go on being applied.
    /// </summary>
    IMachineImage Capture();

    /// <summary>
    /// Replaces the whole state by one that <see cref="IMachineImage.WriteTo"/> wrote, perhaps on another node.
    /// </summary>
    /// <param name="image">The image's bytes.</param>
    void Restore(Stream image);

    /// <summary>The same, for a machine that wants to know where in the log it stands afterwards.</summary>
    /// <param name="image">The image's bytes.</param>
    /// <param name="index">The last entry that the image covers; the next command comes from behind it.</param>
    void Restore(Stream image, long index) => Restore(image);
}

/// <summary>Where a command stands.</summary>
/// <param name="Index">Its position in the log; grows by at least one from command to command.</param>
/// <param name="Term">The term of the leader that appended it.</param>
/// <param name="ClockMs">
/// The cluster's clock in milliseconds, the same on every node and never less than for the command before: the only
/// time that a machine may act on. It runs while there is a leader, at the leader's speed, and starts at 0 with the
/// cluster.
/// </param>
public readonly record struct CommandContext(long Index, long Term, long ClockMs = 0);

/// <summary>The state of a machine at one moment; immutable.</summary>
public interface IMachineImage
{
    /// <summary>Writes the image. The same state gives the same bytes on every node.</summary>
    /// <param name="target">Where to.</param>
    void WriteTo(Stream target);
}
