using Akka.Actor;

namespace Akka.TestKit.Internal;

internal sealed class EventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilter> filters)
    : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) =>
        Intercept(1, null, Async(action), cancellationToken).GetAwaiter().GetResult();

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(1, timeout, Async(action), cancellationToken).GetAwaiter().GetResult();

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        T result = default!;
        ExpectOne(() => { result = func(); }, cancellationToken);
        return result;
    }

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Intercept(1, null, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(1, timeout, action, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, null, Async(action), cancellationToken).GetAwaiter().GetResult();

    public void Expect(
        int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, timeout, Async(action), cancellationToken).GetAwaiter().GetResult();

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, null, actionAsync, cancellationToken);

    public Task ExpectAsync(
        int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, timeout, action, cancellationToken);

    public void Mute(Action action, CancellationToken cancellationToken = default)
    {
        using (Mute())
            action();
    }

    public IUnmutableFilter Mute() => new Muted(system, filters);

    private static Func<Task> Async(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    /// <summary>
    /// Runs the block and waits for its log events, as logging is asynchronous. Where none is expected, the time limit
    /// is waited for in full.
    /// </summary>
    private async Task Intercept(
        int expected, TimeSpan? timeout, Func<Task> block, CancellationToken cancellationToken)
    {
        var limit = timeout is { } given ? testkit.Dilated(given) : testkit.TestKitSettings.TestEventFilterLeeway;
        using (Mute())
        {
            var before = Matched();
            await block();
            await testkit.AwaitConditionNoThrowAsync(
                () => Matched() - before >= Math.Max(expected, 1), limit, cancellationToken: cancellationToken);
            var matched = Matched() - before;
            if (matched == expected)
                return;
            testkit.FrameworkAssertions.Fail(
                "Within {0}, {1} log events matched [{2}] where {3} were expected.", limit, matched,
                string.Join(", ", filters), expected);
        }
    }

    private int Matched() => filters.Sum(filter => filter.Matched);

    private sealed class Muted : IUnmutableFilter
    {
        private readonly ActorSystem _system;
        private readonly IReadOnlyList<EventFilter> _filters;
        private int _unmuted;

        public Muted(ActorSystem system, IReadOnlyList<EventFilter> filters)
        {
            _system = system;
            _filters = filters;
            system.EventStream.Publish(new Mute(filters));
        }

        public void Unmute()
        {
            if (Interlocked.Exchange(ref _unmuted, 1) == 0)
                _system.EventStream.Publish(new Unmute(_filters));
        }

        public void Dispose() => Unmute();
    }
}

internal sealed record Mute(IReadOnlyList<EventFilter> Filters) : INoSerializationVerificationNeeded;

internal sealed record Unmute(IReadOnlyList<EventFilter> Filters) : INoSerializationVerificationNeeded;
