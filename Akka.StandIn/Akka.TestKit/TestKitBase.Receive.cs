namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Take(max, cancellationToken).GetAwaiter().GetResult()?.Message;

    public async ValueTask<object?> ReceiveOneAsync(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await Take(max, cancellationToken))?.Message;

    public bool TryReceiveOne(
        out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var taken = Take(max, cancellationToken).GetAwaiter().GetResult();
        envelope = taken ?? NullMessageEnvelope.Instance;
        return taken is not null;
    }

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeMany(numberOfMessages, RemainingOrDefault, cancellationToken).GetAwaiter().GetResult();

    public IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        TakeMany(numberOfMessages, Dilated(max), cancellationToken).GetAwaiter().GetResult();

    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, max, hint, cancellationToken).GetAwaiter().GetResult();

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        await Fish(isMessage, max, hint, cancellationToken);

    private async Task<T> Fish<T>(
        Predicate<T> isMessage, TimeSpan? max, string hint, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        while (true)
        {
            var message = (await Take(end - Now, cancellationToken))?.Message;
            _assertions.AssertTrue(
                message is not null, "Timeout ({0}) during fishForMessage{1}", limit,
                string.IsNullOrEmpty(hint) ? "" : ", hint: " + hint);
            if (message is T typed && isMessage(typed))
                return typed;
        }
    }

    private async Task<List<object>> TakeMany(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var end = Now + max;
        var messages = new List<object>(count);
        while (messages.Count < count)
        {
            var message = (await Take(end - Now, cancellationToken))?.Message;
            _assertions.AssertTrue(
                message is not null, "Timeout ({0}) while expecting {1} messages. Only got {2}.", max, count,
                messages.Count);
            messages.Add(message!);
        }

        return messages;
    }

    /// <summary>
    /// The next message, or null after the time limit. Zero does not wait, a negative limit takes nothing, and
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </summary>
    private async Task<MessageEnvelope?> Take(TimeSpan? max, CancellationToken cancellationToken)
    {
        var limit = GetTimeoutOrDefault(max);
        MessageEnvelope? taken = null;
        if (limit == TimeSpan.Zero || (limit > TimeSpan.Zero && _queue.Reader.Count > 0))
            _queue.Reader.TryRead(out taken);
        else if (limit == Timeout.InfiniteTimeSpan)
            taken = await _queue.Reader.ReadAsync(cancellationToken);
        else if (limit > TimeSpan.Zero)
            taken = await TakeWithin(limit, cancellationToken);
        _lastMessage = taken ?? NullMessageEnvelope.Instance;
        return taken;
    }

    private async Task<MessageEnvelope?> TakeWithin(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            return await _queue.Reader.ReadAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
