namespace Akka.TestKit;

/// <summary>What a spec can do with the log events it described.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds another description: an event that fits any of them counts.</summary>
    EventFilterFactory And { get; }

    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    Task ExpectAsync(
        int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    void Mute(Action action, CancellationToken cancellationToken = default);

    IUnmutableFilter Mute();
}

/// <summary>Ends what Mute began.</summary>
public interface IUnmutableFilter : IDisposable
{
    void Unmute();
}
