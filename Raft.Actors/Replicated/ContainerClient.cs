using System.Text.Json;
using Raft.Actors.Client;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Actors.Replicated;

/// <summary>What all containers have in common: JSON in, frames out, and typed answers back.</summary>
internal sealed class ContainerClient(RaftClient client, TimeSpan timeout, JsonSerializerOptions json)
{
    // A container that is read page by page and written meanwhile is read again from the start, so many times.
    private const int MaxReadings = 16;

    public ReadOnlyMemory<byte> Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, json);

    public T Read<T>(ReadOnlyMemory<byte> bytes) =>
        JsonSerializer.Deserialize<T>(bytes.Span, json) ?? throw new JsonException("it is null");

    public Stored<T> Stored<T>(ContainerFrame answer) => answer is { Blobs: [var bytes], Numbers: [var index] }
        ? new Stored<T>(true, Read<T>(bytes), index)
        : default;

    /// <summary>Sends a command; what the machine refuses is a refusal.</summary>
    public async Task<TypedAnswer<T>> Execute<T>(
        ContainerFrame command, Func<ContainerFrame, T> read, CancellationToken cancel)
    {
        if (ContainerLimits.NameProblem(command.Text) is { } wrong)
            return new TypedAnswer<T>(new CommandAnswer.Refused(wrong), default);
        var outcome = await client.Execute(command.ToBytes(), timeout, cancel).ConfigureAwait(false);
        if (outcome is not CommandAnswer.Committed committed)
            return new TypedAnswer<T>(outcome, default);
        return Understand(committed.Result, read, out var problem) is { } answer
            ? new TypedAnswer<T>(outcome, answer.Value)
            : new TypedAnswer<T>(new CommandAnswer.Refused(problem), default);
    }

    /// <summary>Asks, linearizably.</summary>
    public async Task<TypedReading<T>> Ask<T>(
        ContainerFrame query, Func<ContainerFrame, T> read, CancellationToken cancel)
    {
        if (ContainerLimits.NameProblem(query.Text) is { } wrong)
            return new TypedReading<T>(new ReadAnswer.Unavailable(wrong), default);
        var outcome = await client.Read(query.ToBytes(), ReadConsistency.Linearizable, timeout, cancel)
            .ConfigureAwait(false);
        if (outcome is not ReadAnswer.Value value)
            return new TypedReading<T>(outcome, default);
        return Understand(value.Result, read, out var problem) is { } answer
            ? new TypedReading<T>(outcome, answer.Value)
            : new TypedReading<T>(new ReadAnswer.Unavailable(problem), default);
    }

    /// <summary>Reads a whole container, of one moment, however many pages it takes.</summary>
    /// <param name="op">Which pages.</param>
    /// <param name="name">The container.</param>
    /// <param name="parts">How many blobs make an item.</param>
    /// <param name="read">Makes an item of its blobs, which begin at a position.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<TypedReading<IReadOnlyList<T>>> AskAll<T>(
        ContainerOp op, string name, int parts, Func<IReadOnlyList<ReadOnlyMemory<byte>>, int, T> read,
        CancellationToken cancel)
    {
        for (var tries = 0; tries < MaxReadings; tries++)
        {
            var items = new List<T>();
            for (var writtenAt = -1L; ;)
            {
                var query = new ContainerFrame(op, name, [items.Count, ContainerLimits.MaxPageItems], []);
                var page = await Ask(query, frame => Page(frame, parts, read), cancel).ConfigureAwait(false);
                if (!page.IsAnswered)
                    return new TypedReading<IReadOnlyList<T>>(page.Outcome, null);
                if (writtenAt >= 0 && page.Value.WrittenAt != writtenAt)
                    break;
                writtenAt = page.Value.WrittenAt;
                items.AddRange(page.Value.Items);
                if (items.Count >= page.Value.Length)
                    return new TypedReading<IReadOnlyList<T>>(page.Outcome, items);
            }
        }

        return new TypedReading<IReadOnlyList<T>>(
            new ReadAnswer.Unavailable($"{name} is written faster than it can be read as a whole"), null);
    }

    private static (long WrittenAt, long Length, List<T> Items) Page<T>(
        ContainerFrame frame, int parts, Func<IReadOnlyList<ReadOnlyMemory<byte>>, int, T> read)
    {
        var items = new List<T>(frame.Blobs.Count / parts);
        for (var at = 0; at < frame.Blobs.Count; at += parts)
            items.Add(read(frame.Blobs, at));
        return (frame.Numbers[0], frame.Numbers[1], items);
    }

    private static Understood<T>? Understand<T>(
        ReadOnlyMemory<byte> bytes, Func<ContainerFrame, T> read, out string problem)
    {
        if (ContainerFrame.Read(bytes, out problem) is not { } frame)
            return null;
        if (frame.Op != ContainerOp.Done)
        {
            problem = frame.Text;
            return null;
        }

        try
        {
            return new Understood<T>(read(frame));
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            problem = $"what is stored is no {typeof(T).Name}: {broken.Message}";
            return null;
        }
    }

    private sealed record Understood<T>(T Value);
}
