using System.Threading.Channels;
using Akka.Actor;

namespace Raft.Specs.Conformance.Remote;

/// <summary>What an actor was told, in order, with the senders.</summary>
internal sealed class Witness
{
    private readonly Channel<(object Message, IActorRef Sender)> _told =
        Channel.CreateUnbounded<(object Message, IActorRef Sender)>();

    public IActorRef Ref { get; set; } = ActorRefs.Nobody;

    public Props Props => Props.Create(() => new Keeper(_told.Writer));

    /// <summary>Has it watch an actor of its own system: the end comes as <see cref="Terminated"/>.</summary>
    public void Watch(IActorRef actor) => Ref.Tell(new WatchFor(actor));

    /// <summary>The next thing it was told, with its sender.</summary>
    public async Task<(object Message, IActorRef Sender)> NextWithSender(string because)
    {
        using var limit = new CancellationTokenSource(Waits.Patience);
        try
        {
            return await _told.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"waited {Waits.Patience} in vain {because}");
        }
    }

    public async Task<object> Next(string because) => (await NextWithSender(because)).Message;

    /// <summary>Passes over everything else until one comes that is wanted.</summary>
    public async Task<T> NextOf<T>(string because, Func<T, bool>? wanted = null)
    {
        while (true)
        {
            if (await Next(because) is T found && (wanted is null || wanted(found)))
                return found;
        }
    }

    public async Task<object[]> Take(int count, string because)
    {
        var taken = new object[count];
        for (var i = 0; i < count; i++)
            taken[i] = await Next(because);
        return taken;
    }

    /// <summary>What has come so far, without waiting.</summary>
    public List<object> SoFar()
    {
        var found = new List<object>();
        while (_told.Reader.TryRead(out var told))
            found.Add(told.Message);
        return found;
    }

    private sealed record WatchFor(IActorRef Actor);

    private sealed class Keeper(ChannelWriter<(object Message, IActorRef Sender)> told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is WatchFor watch)
                Context.Watch(watch.Actor);
            else
                told.TryWrite((message, Sender));
        }
    }
}
