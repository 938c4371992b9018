using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;

namespace Raft.Specs.Conformance.Remote;

/// <summary>An actor system with remoting on loopback, ended with the spec that made it.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly List<Witness> _witnesses = [];

    private Peer(ActorSystem system)
    {
        System = system;
    }

    public ActorSystem System { get; }

    public IActorRefProvider Provider => ((ExtendedActorSystem)System).Provider;

    public Address Address => Provider.DefaultAddress;

    public int Port => Address.Port!.Value;

    public static Peer Start(string name, string config = "", int port = 0) =>
        new(ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback(Basics(port))));

    /// <summary>A port that was free a moment ago, for systems that have to come back at the same address.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts an actor under <c>/user</c> that keeps what it is told for the spec to look at.</summary>
    public Witness Witness(string name)
    {
        var witness = new Witness();
        witness.Ref = System.ActorOf(witness.Props, name);
        _witnesses.Add(witness);
        return witness;
    }

    /// <summary>A witness of everything of this type that is published on the event stream.</summary>
    public async Task<Witness> Listen<T>()
    {
        var witness = Witness($"listener-{typeof(T).Name}-{_witnesses.Count}");
        System.EventStream.Subscribe(witness.Ref, typeof(T));
        // The actor has started once it answers, so nothing is published past it.
        await witness.Ref.Ask<ActorIdentity>(new Identify(null), Waits.Patience);
        return witness;
    }

    public IActorRef Echo(string name) => System.ActorOf(Props.Create(() => new EchoActor()), name);

    public ActorSelection Select(Peer other, string path) => System.ActorSelection($"{other.Address}{path}");

    public ActorSelection Select(string system, int port, string path) =>
        System.ActorSelection($"akka.tcp://{system}@127.0.0.1:{port}{path}");

    /// <summary>A reference by path alone, without the uid of an incarnation.</summary>
    public IActorRef Resolve(Peer other, string path) => Provider.ResolveActorRef($"{other.Address}{path}");

    public async ValueTask DisposeAsync() => await System.Terminate();

    private static Config Basics(int port) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          actor.provider = remote
          remote {
            retry-gate-closed-for = 200ms
            dot-netty.tcp {
              hostname = "127.0.0.1"
              port = {{port}}
            }
          }
        }
        """);

    private sealed class EchoActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (!Sender.IsNobody())
                Sender.Tell(message);
        }
    }
}

/// <summary>The limits of waiting: real sockets on a busy machine answer late, but they answer.</summary>
internal static class Waits
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Repeats a send that may meet a closed gate until its effect shows.</summary>
    public static async Task Until(Func<Task<bool>> shown, string because)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await shown())
        {
            Assert.True(Environment.TickCount64 < deadline, $"waited {Patience} in vain {because}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public static IEnumerable<Exception> Causes(Exception? error)
    {
        switch (error)
        {
            case null:
                return [];
            case AggregateException many:
                return many.InnerExceptions.SelectMany(Causes).Prepend(many);
            default:
                return Causes(error.InnerException).Prepend(error);
        }
    }
}
