using System.Diagnostics;
using Raft.Actors.Machines;

namespace Raft.Actors.Replicated;

/// <summary>
/// A lock under a name, had for a time. Whether it ran out is decided in the log, by the cluster's clock, so all nodes
/// agree; who holds it counts from before it asked, and so gives up before the cluster does. What the lock protects
/// should be given the token: whoever comes with a lower one than was seen before has lost it without knowing.
/// </summary>
public sealed class ReplicatedLock
{
    private readonly ContainerClient _client;
    private readonly ReadOnlyMemory<byte> _ownerBytes;
    private readonly double _maxClockDrift;

    internal ReplicatedLock(ContainerClient client, string name, string owner, double maxClockDrift)
    {
        (_client, Name, Owner, _maxClockDrift) = (client, name, owner, maxClockDrift);
        _ownerBytes = System.Text.Encoding.UTF8.GetBytes(owner);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>As whom it is asked for.</summary>
    public string Owner { get; }

    /// <summary>
    /// Takes the lock if nobody else holds it. Who holds it already has it for longer, under the same token, so asking
    /// again after an unknown outcome is safe.
    /// </summary>
    /// <param name="time">
    /// For how long: <see cref="ContainerLimits.MinLockTime"/> to <see cref="ContainerLimits.MaxLockTime"/>. Several
    /// seconds at least, or an election is longer.
    /// </param>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public Task<TypedAnswer<LockAnswer>> TryAcquire(TimeSpan time, CancellationToken cancel = default) =>
        Order(ContainerOp.Acquire, [(long)time.TotalMilliseconds], time, cancel);

    /// <summary>
    /// Keeps the lock for so long from now; <see cref="LockAnswer.Lost"/> when it is no longer this grant's.
    /// </summary>
    /// <param name="grant">What <see cref="TryAcquire"/> gave.</param>
    /// <param name="time">For how long from now. A shorter time than is left changes nothing.</param>
    /// <param name="cancel">Ends the wait, not the command.</param>
    public Task<TypedAnswer<LockAnswer>> Renew(LockGrant grant, TimeSpan time, CancellationToken cancel = default) =>
        Order(ContainerOp.Renew, [(long)time.TotalMilliseconds, grant.Token], time, cancel);

    /// <summary>Gives the lock back; the answer's value says whether it was still this grant's.</summary>
    public Task<TypedAnswer<bool>> Release(LockGrant grant, CancellationToken cancel = default) =>
        _client.Execute(
            new ContainerFrame(ContainerOp.Release, Name, [grant.Token], [_ownerBytes]),
            answer => answer.Numbers[0] == 1, cancel);

    /// <summary>
    /// Who holds the lock, as far as the log tells: its time goes on with the next command, so one that ran out a
    /// moment ago may still be shown. Null when nobody does.
    /// </summary>
    public Task<TypedReading<LockHolder?>> Holder(CancellationToken cancel = default) =>
        _client.Ask(new ContainerFrame(ContainerOp.Holder, Name, [], []), HolderIn, cancel);

    private Task<TypedAnswer<LockAnswer>> Order(ContainerOp op, long[] numbers, TimeSpan time, CancellationToken cancel)
    {
        // Milliseconds are no less than zero on the way; what is too short the machine refuses by name.
        var frame = new ContainerFrame(op, Name, [.. numbers.Select(number => Math.Max(0, number))], [_ownerBytes]);
        // From before it is sent: the cluster begins to count later.
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * (1 - _maxClockDrift) * Stopwatch.Frequency);
        return _client.Execute(frame, answer => Read(answer, until), cancel);
    }

    private static LockAnswer Read(ContainerFrame answer, long until) => answer switch
    {
        { Numbers: [1, var token] } => new LockAnswer.Held(new LockGrant(token, until)),
        _ when HolderIn(answer) is { } other => new LockAnswer.Taken(other),
        _ => LockAnswer.Lost.Instance,
    };

    private static LockHolder? HolderIn(ContainerFrame answer) => answer is { Numbers: [_, var token, var leftMs] }
        ? new LockHolder(answer.Text, token, TimeSpan.FromMilliseconds(leftMs))
        : null;
}

/// <summary>A lock that was had.</summary>
public sealed class LockGrant
{
    private readonly long _until;

    internal LockGrant(long token, long until) => (Token, _until) = (token, until);

    /// <summary>
    /// The log position at which the lock was had: who has it later has a higher one. Hand it to what the lock
    /// protects, which turns away whoever comes with a lower one than it has seen.
    /// </summary>
    public long Token { get; }

    /// <summary>How long the holder may still rely on it, by its own clock; never less than zero.</summary>
    public TimeSpan Left =>
        TimeSpan.FromSeconds(Math.Max(0, (_until - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency));

    /// <summary>Whether the holder may still rely on it.</summary>
    public bool IsValid => Left > TimeSpan.Zero;
}

/// <summary>Who holds a lock.</summary>
/// <param name="Owner">Its owner.</param>
/// <param name="Token">The log position at which it was had.</param>
/// <param name="Left">How long it runs yet, by the cluster's clock, if nobody renews it.</param>
public sealed record LockHolder(string Owner, long Token, TimeSpan Left);

/// <summary>What became of asking for a lock.</summary>
public abstract record LockAnswer
{
    private LockAnswer()
    {
    }

    /// <summary>It is had.</summary>
    /// <param name="Grant">For how long, and under which token.</param>
    public sealed record Held(LockGrant Grant) : LockAnswer;

    /// <summary>Somebody else holds it.</summary>
    /// <param name="By">Who.</param>
    public sealed record Taken(LockHolder By) : LockAnswer;

    /// <summary>The grant that was to be renewed has run out or was given back.</summary>
    public sealed record Lost : LockAnswer
    {
        /// <summary>The only instance needed.</summary>
        public static readonly Lost Instance = new();
    }
}
