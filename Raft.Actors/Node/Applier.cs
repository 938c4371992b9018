using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// Applies committed entries, in order and each once, to the sessions and the user's state machine. What it holds is
/// one state, captured and restored as one: an applied index kept apart from the data it belongs to would be a second
/// truth.
/// </summary>
internal sealed class Applier(IStateMachine machine)
{
    private const byte ImageVersion = 1;

    /// <summary>For how many entries back the hash is remembered.</summary>
    private const int HashesKept = 10_000;

    private readonly Queue<(long Index, ulong Hash)> _hashes = new();
    private Sessions _sessions = new();
    private ulong _hash;

    /// <summary>The last entry applied.</summary>
    public long AppliedIndex { get; private set; }

    /// <summary>The cluster's clock at the last entry applied, in milliseconds.</summary>
    public long ClockMs { get; private set; }

    /// <summary>Applies the next entry and gives the answer for whoever proposed it.</summary>
    public CommandAnswer Apply(LogEntry entry)
    {
        if (entry.Index != AppliedIndex + 1)
            throw new InvalidOperationException($"entry {entry.Index} cannot be applied after entry {AppliedIndex}");
        AppliedIndex = entry.Index;
        ClockMs = Math.Max(ClockMs, entry.ClockMs);
        var answer = Carry(entry);
        Chain(entry, answer);
        return answer;
    }

    /// <summary>The hash over all that was applied up to an index, or null where it is not remembered.</summary>
    public ulong? HashAt(long index)
    {
        foreach (var (known, hash) in _hashes)
        {
            if (known == index)
                return hash;
        }

        return null;
    }

    private CommandAnswer Carry(LogEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Command when entry.Session != 0: return ApplyOnce(entry);
            case EntryKind.Command: return Execute(entry);
            case EntryKind.OpenSession: _sessions.Open(entry); break;
            default: break;
        }

        return new CommandAnswer.Committed(entry.Index, entry.Term, default);
    }

    /// <summary>Asks the machine.</summary>
    public ReadOnlyMemory<byte> Query(ReadOnlyMemory<byte> query) => machine.Query(query);

    /// <summary>A picture of everything, cheap to take; its bytes can be written on another thread.</summary>
    public IMachineImage Capture()
    {
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(ImageVersion);
            writer.Write(AppliedIndex);
            writer.Write(ClockMs);
            writer.Write(_hash);
            _sessions.WriteTo(writer);
        }

        return new Image(head.ToArray(), machine.Capture());
    }

    /// <summary>Takes over a picture that <see cref="Capture"/> gave, here or on another node.</summary>
    public void Restore(ReadOnlyMemory<byte> image)
    {
        using var stream = new MemoryStream(image.ToArray(), writable: false);
        using var reader = new BinaryReader(stream);
        var version = reader.ReadByte();
        if (version != ImageVersion)
            throw new InvalidDataException(
                $"this node reads images of format {ImageVersion}, and this one is of format {version}");
        AppliedIndex = reader.ReadInt64();
        ClockMs = reader.ReadInt64();
        _hash = reader.ReadUInt64();
        _hashes.Clear();
        _hashes.Enqueue((AppliedIndex, _hash));
        _sessions = Sessions.ReadFrom(reader);
        machine.Restore(stream, AppliedIndex);
    }

    /// <summary>
    /// Each hash covers the one before, the entry and its answer: two nodes whose machines once answered differently
    /// never show the same hash again. Two CRCs side by side, since one processor instruction each is all that a
    /// command should pay.
    /// </summary>
    private void Chain(LogEntry entry, CommandAnswer answer)
    {
        Span<byte> head = stackalloc byte[24];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(head, _hash);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(head[8..], entry.Index);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(head[16..], entry.Term);
        var result = answer is CommandAnswer.Committed committed ? committed.Result : default;
        var asked = Crc32C.Append(Crc32C.Of(head), entry.Payload.Span);
        var answered = Crc32C.Append(Crc32C.Append(~Crc32C.Of(head), result.Span), entry.Payload.Span);
        _hash = ((ulong)asked << 32) | answered;
        _hashes.Enqueue((entry.Index, _hash));
        if (_hashes.Count > HashesKept)
            _hashes.Dequeue();
    }

    private CommandAnswer ApplyOnce(LogEntry entry)
    {
        if (_sessions.Find(entry) is { } known)
            return known;
        var answer = Execute(entry);
        _sessions.Keep(entry, answer);
        return answer;
    }

    private CommandAnswer.Committed Execute(LogEntry entry) =>
        new(entry.Index, entry.Term,
            machine.Apply(new CommandContext(entry.Index, entry.Term, ClockMs), entry.Payload));

    private sealed class Image(byte[] head, IMachineImage machine) : IMachineImage
    {
        public void WriteTo(Stream target)
        {
            target.Write(head);
            machine.WriteTo(target);
        }
    }
}
