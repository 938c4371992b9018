using Raft.Actors.Machines;

namespace Raft.Actors.Replicated;

/// <summary>
/// What is asked of, or answered by, a <see cref="ContainerMachine"/>. Numbers are for ever: logs hold them.
/// </summary>
internal enum ContainerOp : byte
{
    SetValue = 1,
    SetValueIf = 2,
    DeleteValue = 3,

    Merge = 10,
    RemoveKey = 11,
    Clear = 12,

    Append = 20,
    Replace = 21,
    RemoveAt = 22,

    Acquire = 30,
    Renew = 31,
    Release = 32,

    GetValue = 64,
    GetKey = 65,
    GetAt = 66,
    Length = 67,
    PageOfItems = 68,
    PageOfKeys = 69,
    PageOfValues = 70,
    PageOfList = 71,
    Holder = 72,

    Done = 128,
    Refused = 129,
}

/// <summary>
/// One shape for every command, query and answer: what it is, a text, numbers and blobs. What they mean is said where
/// they are made and where they are read, in <see cref="ContainerMachine"/> and the classes of the containers.
/// </summary>
/// <param name="Op">What it is.</param>
/// <param name="Text">The container's name, or in a refusal the reason.</param>
/// <param name="Numbers">Numbers, none of them negative.</param>
/// <param name="Blobs">Keys and values.</param>
internal sealed record ContainerFrame(
    ContainerOp Op, string Text, IReadOnlyList<long> Numbers, IReadOnlyList<ReadOnlyMemory<byte>> Blobs)
{
    private const byte Version = 1;

    // A frame comes out of a log entry of at most 16 MiB; what says that it holds more parts than bytes is no frame.
    private const int LeastBytesPerPart = 1;

    /// <summary>An answer without problems.</summary>
    public static ContainerFrame Done(IReadOnlyList<long> numbers, IReadOnlyList<ReadOnlyMemory<byte>> blobs) =>
        new(ContainerOp.Done, "", numbers, blobs);

    /// <summary>An answer with no data but numbers.</summary>
    public static ContainerFrame Done(params IReadOnlyList<long> numbers) => Done(numbers, []);

    /// <summary>An answer that nothing was done, and why.</summary>
    public static ContainerFrame Refused(string reason) => new(ContainerOp.Refused, reason, [], []);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        var writer = new CompactWriter(64 + Text.Length + Blobs.Sum(blob => blob.Length + 5));
        writer.Byte(Version).Byte((byte)Op).Text(Text).Number(Numbers.Count);
        foreach (var number in Numbers)
            writer.Number(number);
        writer.Number(Blobs.Count);
        foreach (var blob in Blobs)
            writer.Blob(blob.Span);
        return writer.Written;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null, and why, for anything else.</summary>
    public static ContainerFrame? Read(ReadOnlyMemory<byte> bytes, out string problem)
    {
        var reader = new CompactReader(bytes);
        if (reader.Byte() is not Version and var version)
        {
            problem = $"format version {version}, and this build reads version {Version}";
            return null;
        }

        var (op, text) = ((ContainerOp)reader.Byte(), reader.Text());
        var numbers = new long[Count(ref reader, bytes.Length)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = reader.Number();
        var blobs = new ReadOnlyMemory<byte>[Count(ref reader, bytes.Length)];
        for (var i = 0; i < blobs.Length; i++)
            blobs[i] = reader.Blob();
        problem = reader.Complete ? "" : "the bytes are damaged";
        return reader.Complete ? new ContainerFrame(op, text, numbers, blobs) : null;
    }

    private static int Count(ref CompactReader reader, int bytes) =>
        reader.Number() is var count && count <= bytes / LeastBytesPerPart ? (int)count : 0;
}
