using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(
        TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, null, hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<T> ExpectMsgAsync<T>(
        TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        await Expect<T>(duration, null, hint, cancellationToken);

    public T ExpectMsg<T>(
        T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, IsEqual(message), hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<T> ExpectMsgAsync<T>(
        T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        await Expect(timeout, IsEqual(message), hint, cancellationToken);

    public T ExpectMsg<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Fulfils<T>((m, _) => isMessage(m), hint), hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        await Expect(timeout, Fulfils<T>((m, _) => isMessage(m), hint), hint, cancellationToken);

    public T ExpectMsg<T>(
        Action<T> assert, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, (message, _) => assert(message), hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        await Expect<T>(timeout, (message, _) => assert(message), hint, cancellationToken);

    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Fulfils(isMessageAndSender, hint), hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        await Expect(timeout, Fulfils(isMessageAndSender, hint), hint, cancellationToken);

    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, assertMessageAndSender, hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        await Expect(timeout, assertMessageAndSender, hint, cancellationToken);

    public T ExpectMsgFrom<T>(
        IActorRef sender, TimeSpan? duration = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(duration, (_, from) => AssertSender(sender, from, hint), hint, cancellationToken)
            .GetAwaiter().GetResult();

    public T ExpectMsgFrom<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(
            timeout, (actual, from) =>
            {
                AssertSender(sender, from, hint);
                _assertions.AssertEqual(message, actual);
            },
            hint, cancellationToken).GetAwaiter().GetResult();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages)
    {
        var received = ReceiveN(messages.Length, RemainingOrDefault);
        var missing = messages.ToList();
        var unexpected = received.Where(message => message is not T typed || !missing.Remove(typed)).ToList();
        _assertions.AssertTrue(
            missing.Count == 0 && unexpected.Count == 0, "not found [{0}], found unexpected [{1}]",
            string.Join(", ", missing), string.Join(", ", unexpected));
        return [.. received.Cast<T>()];
    }

    public Terminated ExpectTerminated(
        IActorRef target, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, IsTerminated(target), hint, cancellationToken).GetAwaiter().GetResult();

    public async ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string? hint = null,
        CancellationToken cancellationToken = default) =>
        await Expect(timeout, IsTerminated(target), hint, cancellationToken);

    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNone(RemainingOrDefault, cancellationToken).GetAwaiter().GetResult();

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNone(Dilated(duration), cancellationToken).GetAwaiter().GetResult();

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNone(TimeSpan.FromMilliseconds(milliseconds), cancellationToken).GetAwaiter().GetResult();

    public async ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        await ExpectNone(RemainingOrDefault, cancellationToken);

    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        await ExpectNone(Dilated(duration), cancellationToken);

    public async ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        await ExpectNone(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private async Task<T> Expect<T>(
        TimeSpan? timeout, Action<T, IActorRef>? assert, string? hint, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        var envelope = await Take(limit, cancellationToken);
        if (envelope is null)
            _assertions.Fail(
                "Failed: Timeout {0} while waiting for a message of type {1} {2}", limit, typeof(T), hint ?? "");
        if (envelope!.Message is not T message)
        {
            _assertions.Fail(
                "Failed: Expected a message of type {0}, but received {{{2}}} (type {1}) instead {3} from {4}",
                typeof(T), envelope.Message.GetType(), envelope.Message, hint ?? "", envelope.Sender);
            return default!;
        }

        assert?.Invoke(message, envelope.Sender);
        return message;
    }

    private async Task ExpectNone(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Now;
        if (await Take(duration, cancellationToken) is { } envelope)
            _assertions.Fail(
                "Failed: Expected no messages during {0}, instead we received {1} after {2}", duration, envelope,
                Now - start);
    }

    private Action<T, IActorRef> IsEqual<T>(T expected) => (actual, _) => _assertions.AssertEqual(expected, actual);

    private Action<T, IActorRef> Fulfils<T>(Func<T, IActorRef, bool> predicate, string? hint) =>
        (message, sender) => _assertions.AssertTrue(
            predicate(message, sender),
            "Got a message of the expected type <{2}> from {3}. Also expected {0}, but {{{1}}} did not match",
            hint ?? "the predicate to return true", message!, typeof(T), sender);

    private Action<Terminated, IActorRef> IsTerminated(IActorRef target) =>
        (terminated, _) => _assertions.AssertEqual(target, terminated.ActorRef, "Terminated {0}", target);

    private void AssertSender(IActorRef expected, IActorRef actual, string? hint) =>
        _assertions.AssertEqual(
            expected, actual, "Sender does not match. Got a message from sender {0}. But expected {1} {2}", actual,
            expected, hint ?? "");
}
