namespace Akka.Actor;

public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, timeout, cancellationToken);

    public static Task<T> Ask<T>(
        this ICanTell self,
        Func<IActorRef, object> messageFactory,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self) ??
            throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var limits = Limit(result, timeout ?? provider.Settings.AskTimeout, cancellationToken);
        var future = provider.CreateFutureRef(result);
        provider.RegisterTempActor(future, future.Path);
        _ = result.Task.ContinueWith(
            _ =>
            {
                provider.UnregisterTempActor(future.Path);
                limits?.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        future.DeliverAsk(messageFactory(future), self);
        return result.Task;
    }

    private static Limits? Limit<T>(TaskCompletionSource<T> result, TimeSpan timeout, CancellationToken cancellation)
    {
        var timed = timeout > TimeSpan.Zero;
        if (!timed && !cancellation.CanBeCanceled)
            return null;
        var limits = new Limits { Cancellation = cancellation.Register(() => result.TrySetCanceled(cancellation)) };
        if (timed)
        {
            limits.Timer = new Timer(_ => result.TrySetException(
                new AskTimeoutException($"Timeout after {timeout.TotalSeconds:F2} seconds")));
            limits.Timer.Change(timeout, Timeout.InfiniteTimeSpan);
        }

        return limits;
    }

    private static IActorRefProvider? ProviderOf(ICanTell target) => target switch
    {
        ActorSelection selection => ProviderOf(selection.Anchor),
        IInternalActorRef reference => reference.Provider,
        _ => ActorCell.Current?.SystemImpl.Provider,
    };

    private sealed class Limits : IDisposable
    {
        public Timer? Timer { get; set; }

        public CancellationTokenRegistration Cancellation { get; init; }

        public void Dispose()
        {
            Timer?.Dispose();
            Cancellation.Unregister();
        }
    }
}

public static class PipeToSupport
{
    public static Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null) =>
        Pipe(new ValueTask<T>(taskToPipe), recipient, sender, success, failure);

    public static Task PipeTo<T>(
        this ValueTask<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null) => Pipe(taskToPipe, recipient, sender, success, failure);

    /// <summary>Tells nothing on success unless asked to.</summary>
    public static async Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null)
    {
        try
        {
            await taskToPipe.ConfigureAwait(false);
            if (success is not null)
                recipient.Tell(success(), sender!);
        }
        catch (Exception e)
        {
            recipient.Tell(failure is not null ? failure(e) : new Status.Failure(e), sender!);
        }
    }

    private static async Task Pipe<T>(
        ValueTask<T> task,
        ICanTell recipient,
        IActorRef? sender,
        Func<T, object>? success,
        Func<Exception, object>? failure)
    {
        try
        {
            var result = await task.ConfigureAwait(false);
            recipient.Tell(success is not null ? success(result) : result!, sender!);
        }
        catch (Exception e)
        {
            recipient.Tell(failure is not null ? failure(e) : new Status.Failure(e), sender!);
        }
    }
}

public static class GracefulStopSupport
{
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>False if the target has not stopped in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var watcher = new TerminationWatcher((IInternalActorRef)target);
        return watcher.Wait(() => target.Tell(stopMessage, ActorRefs.NoSender), timeout, CancellationToken.None);
    }
}

public static class WatchAsyncSupport
{
    public static Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var watcher = new TerminationWatcher((IInternalActorRef)target);
        return watcher.Wait(static () => { }, Timeout.InfiniteTimeSpan, token);
    }
}
