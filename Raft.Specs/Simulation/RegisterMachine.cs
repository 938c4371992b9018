using System.Buffers.Binary;
using Raft.Actors.Machines;

namespace Raft.Specs.Simulation;

/// <summary>A command of the simulation's clients.</summary>
/// <param name="Attempt">Different each time that it is sent.</param>
/// <param name="Operation">The same each time that it is sent.</param>
/// <param name="Key">The register to set.</param>
/// <param name="Value">To what.</param>
public readonly record struct RegisterCommand(long Attempt, long Operation, int Key, long Value)
{
    private const int Length = 28;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Attempt);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Operation);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Key);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(20), Value);
        return bytes;
    }

    public static RegisterCommand? Read(ReadOnlySpan<byte> bytes) => bytes.Length != Length
        ? null
        : new RegisterCommand(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]));
}

/// <summary>A register's content and how often it was set, so that a command applied twice shows.</summary>
public readonly record struct Register(long Value, long Version);

/// <summary>A few registers: small enough that an oracle can keep every state it ever had.</summary>
public sealed class RegisterMachine : IStateMachine
{
    public const int Keys = 26;

    private Register[] _registers = new Register[Keys];

    /// <summary>The index of the last command that was carried out.</summary>
    public long LastExecuted { get; private set; }

    public Register this[int key] => _registers[key];

    public ReadOnlyMemory<byte> Apply(CommandContext context, ReadOnlyMemory<byte> command)
    {
        LastExecuted = context.Index;
        if (RegisterCommand.Read(command.Span) is not { } set)
            return command;
        ref var register = ref _registers[set.Key];
        register = new Register(set.Value, register.Version + 1);
        return BitConverter.GetBytes(register.Version);
    }

    public ReadOnlyMemory<byte> Query(ReadOnlyMemory<byte> query)
    {
        var register = _registers[query.Span[0]];
        var answer = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(answer, register.Value);
        BinaryPrimitives.WriteInt64LittleEndian(answer.AsSpan(8), register.Version);
        return answer;
    }

    public static Register ReadAnswer(ReadOnlySpan<byte> answer) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(answer), BinaryPrimitives.ReadInt64LittleEndian(answer[8..]));

    public IMachineImage Capture() => new Image([.. _registers]);

    public void Restore(Stream image)
    {
        using var reader = new BinaryReader(image, System.Text.Encoding.UTF8, leaveOpen: true);
        var registers = new Register[Keys];
        for (var key = 0; key < Keys; key++)
            registers[key] = new Register(reader.ReadInt64(), reader.ReadInt64());
        _registers = registers;
    }

    private sealed class Image(Register[] registers) : IMachineImage
    {
        public void WriteTo(Stream target)
        {
            using var writer = new BinaryWriter(target, System.Text.Encoding.UTF8, leaveOpen: true);
            foreach (var register in registers)
            {
                writer.Write(register.Value);
                writer.Write(register.Version);
            }
        }
    }
}
