using System.Collections.Immutable;
using System.Text;
using Raft.Actors.Machines;

namespace Raft.Actors.Replicated;

/// <summary>
/// Replicates named values, dictionaries, lists and locks, all in one group. A write is one small command, however
/// large the container; users reach it through <see cref="ReplicatedContainers"/>.
/// </summary>
/// <remarks>
/// Keys and values are bytes to it. A container comes into being with its first write and is gone when it is empty. A
/// name keeps its kind: a write for a list is refused while a dictionary stands there.
/// </remarks>
public sealed class ContainerMachine : IStateMachine
{
    private ImmutableSortedDictionary<string, Container> _containers =
        ImmutableSortedDictionary.Create<string, Container>(StringComparer.Ordinal);

    private long _clockMs;

    /// <summary>How many containers there are.</summary>
    public int Count => _containers.Count;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Apply(CommandContext context, ReadOnlyMemory<byte> command)
    {
        _clockMs = Math.Max(_clockMs, context.ClockMs);
        return Answer(command, frame => Apply(frame, context));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Query(ReadOnlyMemory<byte> query) => Answer(query, Ask);

    /// <inheritdoc/>
    public IMachineImage Capture() => new ContainerImage(_containers, _clockMs);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// The bytes are not an image of this machine; its state stays as it was.
    /// </exception>
    public void Restore(Stream image) => (_containers, _clockMs) = ContainerImage.Read(image);

    private static ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> bytes, Func<ContainerFrame, ContainerFrame> answer)
    {
        if (ContainerFrame.Read(bytes, out var problem) is not { } frame)
            return ContainerFrame.Refused(problem).ToBytes();
        return (ContainerLimits.NameProblem(frame.Text) is { } wrong
            ? ContainerFrame.Refused(wrong)
            : answer(frame)).ToBytes();
    }

    private ContainerFrame Apply(ContainerFrame command, CommandContext context) => command switch
    {
        { Op: ContainerOp.SetValue, Blobs: [var value] } =>
            On<ValueContainer>(command, _ => Write(command, new ValueContainer(context.Index, Copy(value)))),
        { Op: ContainerOp.SetValueIf, Blobs: [var value], Numbers: [var ifIndex] } => On<ValueContainer>(command, old =>
            (old?.WrittenAt ?? 0) == ifIndex
                ? Write(command, new ValueContainer(context.Index, Copy(value)))
                : ContainerFrame.Done(0, old?.WrittenAt ?? 0)),
        { Op: ContainerOp.DeleteValue } => On<ValueContainer>(command, old => Drop(command, old)),
        { Op: ContainerOp.Merge, Blobs: var pairs } when pairs.Count % 2 == 0 =>
            On<DictionaryContainer>(command, old => Merge(command, old ?? DictionaryContainer.Empty, context.Index)),
        { Op: ContainerOp.RemoveKey, Blobs: [var key] } =>
            On<DictionaryContainer>(command, old => RemoveKey(command, old, key, context.Index)),
        { Op: ContainerOp.Append } =>
            On<ListContainer>(command, old => Append(command, old ?? ListContainer.Empty, context.Index)),
        { Op: ContainerOp.Replace, Blobs: [var value], Numbers: [var at, var fromEnd] } =>
            On<ListContainer>(command, old => Replace(command, old, PlaceIn(old, at, fromEnd), value, context.Index)),
        { Op: ContainerOp.RemoveAt, Numbers: [var at, var fromEnd] } =>
            On<ListContainer>(command, old => RemoveAt(command, old, PlaceIn(old, at, fromEnd), context.Index)),
        { Op: ContainerOp.Clear } =>
            _containers.GetValueOrDefault(command.Text) is var any && any is ValueContainer or LockContainer
                ? ContainerFrame.Refused($"{command.Text} is {any.Kind}")
                : Drop(command, any),
        { Op: ContainerOp.Acquire, Blobs: [var owner], Numbers: [var forMs] } =>
            On<LockContainer>(command, old => Acquire(command, old, TextOf(owner), forMs, context)),
        { Op: ContainerOp.Renew, Blobs: [var owner], Numbers: [var forMs, var token] } =>
            On<LockContainer>(command, old => Renew(command, old, TextOf(owner), forMs, token, context)),
        { Op: ContainerOp.Release, Blobs: [var owner], Numbers: [var token] } => On<LockContainer>(command, old =>
            IsHeldBy(old, TextOf(owner), token) ? Drop(command, old) : ContainerFrame.Done(0)),
        _ => ContainerFrame.Refused($"this build knows no such command: {command.Op}"),
    };

    private ContainerFrame Ask(ContainerFrame query) => query switch
    {
        { Op: ContainerOp.GetValue } => On<ValueContainer>(query, old => Stored(old?.Value, old?.WrittenAt ?? 0)),
        { Op: ContainerOp.GetKey, Blobs: [var key] } => On<DictionaryContainer>(query, old =>
            old?.ByKey.GetValueOrDefault(key) is { } item ? Stored(item.Value, item.WrittenAt) : Stored(null, 0)),
        { Op: ContainerOp.GetAt, Numbers: [var at, var fromEnd] } => On<ListContainer>(query, old =>
            PlaceIn(old, at, fromEnd) is { } place ? Stored(old!.Items[place], old.WrittenAt) : Stored(null, 0)),
        { Op: ContainerOp.Length } => Length(query),
        {
            Op: ContainerOp.PageOfItems or ContainerOp.PageOfKeys or ContainerOp.PageOfValues,
            Numbers: [var from, var limit]
        } =>
            On<DictionaryContainer>(query, old => ContainerPage.Of(old, query.Op, from, limit)),
        { Op: ContainerOp.PageOfList, Numbers: [var from, var limit] } =>
            On<ListContainer>(query, old => ContainerPage.Of(old, from, limit)),
        { Op: ContainerOp.Holder } => On<LockContainer>(query, Holder),
        _ => ContainerFrame.Refused($"this build knows no such question: {query.Op}"),
    };

    /// <summary>A name keeps its kind.</summary>
    private ContainerFrame On<T>(ContainerFrame frame, Func<T?, ContainerFrame> answer)
        where T : Container =>
        _containers.GetValueOrDefault(frame.Text) is { } container and not T
            ? ContainerFrame.Refused($"{frame.Text} is {container.Kind}")
            : answer(_containers.GetValueOrDefault(frame.Text) as T);

    /// <summary>Stores a container and answers with what the caller learns beside that it is done.</summary>
    private ContainerFrame Write(ContainerFrame command, Container container, ReadOnlyMemory<byte>? before = null)
    {
        if (container.IsEmpty)
        {
            _containers = _containers.Remove(command.Text);
        }
        else if (!_containers.ContainsKey(command.Text) && _containers.Count >= ContainerLimits.MaxContainers
            && !MakeRoom())
        {
            return ContainerFrame.Refused($"there are {ContainerLimits.MaxContainers} containers already");
        }
        else
        {
            _containers = _containers.SetItem(command.Text, container);
        }

        return ContainerFrame.Done([1, container.WrittenAt], before is { } bytes ? [bytes] : []);
    }

    // Locks that ran out and that nobody wants stay until somebody needs the room.
    private bool MakeRoom()
    {
        _containers = _containers.RemoveRange(
            _containers.Where(c => c.Value is LockContainer held && held.UntilMs <= _clockMs)
                .Select(c => c.Key).ToList());
        return _containers.Count < ContainerLimits.MaxContainers;
    }

    private ContainerFrame Drop(ContainerFrame command, Container? old)
    {
        _containers = _containers.Remove(command.Text);
        return ContainerFrame.Done(old is null ? 0 : 1);
    }

    private ContainerFrame Merge(ContainerFrame command, DictionaryContainer old, long index)
    {
        var merged = old;
        for (var i = 0; i < command.Blobs.Count; i += 2)
            merged = merged.With(Copy(command.Blobs[i]), Copy(command.Blobs[i + 1]), index);
        return merged.ByKey.Count > ContainerLimits.MaxItems
            ? TooMany(command)
            : Write(command, merged with { WrittenAt = index });
    }

    private ContainerFrame RemoveKey(
        ContainerFrame command, DictionaryContainer? old, ReadOnlyMemory<byte> key, long index) =>
        old?.ByKey.GetValueOrDefault(key) is { } item
            ? Write(command, old.Without(item, index), item.Value)
            : ContainerFrame.Done(0, 0);

    private ContainerFrame Append(ContainerFrame command, ListContainer old, long index) =>
        old.Items.Count + command.Blobs.Count > ContainerLimits.MaxItems
            ? TooMany(command)
            : Write(command, new ListContainer(index, old.Items.AddRange(command.Blobs.Select(Copy))));

    private ContainerFrame Replace(
        ContainerFrame command, ListContainer? old, int? at, ReadOnlyMemory<byte> value, long index) =>
        at is { } place
            ? Write(command, new ListContainer(index, old!.Items.SetItem(place, Copy(value))))
            : ContainerFrame.Done(0, 0);

    private ContainerFrame RemoveAt(ContainerFrame command, ListContainer? old, int? at, long index) =>
        at is { } place
            ? Write(command, new ListContainer(index, old!.Items.RemoveAt(place)), old.Items[place])
            : ContainerFrame.Done(0, 0);

    private ContainerFrame Acquire(
        ContainerFrame command, LockContainer? old, string owner, long forMs, CommandContext context)
    {
        if (LockProblem(owner, forMs) is { } problem)
            return ContainerFrame.Refused(problem);
        if (IsHeld(old) && old!.Owner != owner)
            return new ContainerFrame(ContainerOp.Done, old.Owner, [0, old.Token, old.UntilMs - _clockMs], []);
        // Who holds it and asks again, perhaps for want of an answer, keeps the token and loses no time that was
        // promised.
        var (token, untilMs) = IsHeld(old) ? (old!.Token, old.UntilMs) : (context.Index, 0);
        var answer = Write(
            command, new LockContainer(context.Index, owner, token, Math.Max(untilMs, _clockMs + forMs)));
        return answer.Op == ContainerOp.Done ? ContainerFrame.Done(1, token) : answer;
    }

    private ContainerFrame Renew(
        ContainerFrame command, LockContainer? old, string owner, long forMs, long token, CommandContext context)
    {
        if (LockProblem(owner, forMs) is { } problem)
            return ContainerFrame.Refused(problem);
        if (!IsHeldBy(old, owner, token))
            return ContainerFrame.Done(0);
        // A shorter time asked for later must not take away what the holder was promised before.
        Write(command, old! with { WrittenAt = context.Index, UntilMs = Math.Max(old.UntilMs, _clockMs + forMs) });
        return ContainerFrame.Done(1, token);
    }

    private bool IsHeld(LockContainer? held) => held is not null && held.UntilMs > _clockMs;

    private bool IsHeldBy(LockContainer? held, string owner, long token) =>
        IsHeld(held) && held!.Owner == owner && held.Token == token;

    private ContainerFrame Holder(LockContainer? held) => IsHeld(held)
        ? new ContainerFrame(ContainerOp.Done, held!.Owner, [1, held.Token, held.UntilMs - _clockMs], [])
        : ContainerFrame.Done(0);

    private static string? LockProblem(string owner, long forMs) =>
        forMs < ContainerLimits.MinLockTime.TotalMilliseconds || forMs > ContainerLimits.MaxLockTime.TotalMilliseconds
            ? $"a lock is had for {ContainerLimits.MinLockTime.TotalMilliseconds:0} ms "
                + $"to {ContainerLimits.MaxLockTime.TotalDays:0} day"
            : ContainerLimits.OwnerProblem(owner);

    private ContainerFrame Length(ContainerFrame query) => _containers.GetValueOrDefault(query.Text) switch
    {
        null => ContainerFrame.Done(0),
        DictionaryContainer dictionary => ContainerFrame.Done(dictionary.ByKey.Count),
        ListContainer list => ContainerFrame.Done(list.Items.Count),
        var other => ContainerFrame.Refused($"{query.Text} is {other.Kind}"),
    };

    private static int? PlaceIn(ListContainer? list, long at, long fromEnd)
    {
        var count = list?.Items.Count ?? 0;
        var place = fromEnd == 0 ? at : count - at;
        return place >= 0 && place < count ? (int)place : null;
    }

    private static ContainerFrame Stored(ReadOnlyMemory<byte>? value, long index) =>
        value is { } bytes ? ContainerFrame.Done([index], [bytes]) : ContainerFrame.Done(0);

    private static ContainerFrame TooMany(ContainerFrame command) =>
        ContainerFrame.Refused($"{command.Text} would hold more than {ContainerLimits.MaxItems} items");

    private static string TextOf(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    // A copy, because the command may be a slice of a far larger buffer that this value would keep alive.
    private static ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> bytes) => bytes.ToArray();
}
