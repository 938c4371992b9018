using System.Globalization;
using Akka.Actor;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// A scenario without Raft: chatting actors with timers of their own, on three systems, over a bad network; one system
/// dies and returns. It uses all that a virtual world has to keep deterministic but the disk.
/// </summary>
internal static class Gossip
{
    private static readonly string[] Names = ["ann", "bob", "cid"];

    public static void Play(VirtualWorld world)
    {
        world.Network.Serializes = false;
        world.Network.Weather = new NetworkWeather
        {
            MinDelay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(40),
            Loss = 0.1,
            Duplication = 0.1,
            Reorders = true,
        };
        var systems = Names.ToDictionary(name => name, name => Start(world, name));
        world.Run(TimeSpan.FromSeconds(2));
        world.Abort(systems["bob"]);
        world.Run(TimeSpan.FromSeconds(1));
        Start(world, "bob");
        world.Network.Isolate("ann");
        world.Run(TimeSpan.FromSeconds(1));
        world.Network.Heal();
        world.Run(TimeSpan.FromSeconds(2));
    }

    private static ActorSystem Start(VirtualWorld world, string name)
    {
        var system = world.StartSystem(name);
        var talker = world.Spawn(system, Props.Create(() => new Talker(world, name)), "talker");
        world.Network.Register(name, system, talker);
        return system;
    }

    private sealed record Rumour(string Source, int Number, int Hops)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}#{Number}/{Hops}");
    }

    private sealed class Talker(VirtualWorld world, string name) : UntypedActor, IWithTimers
    {
        private readonly IActorRef[] _echoes =
            [.. Enumerable.Range(0, 3).Select(i => Context.ActorOf(Echo.Props(world, $"{name}.{i}")))];

        private int _told;

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Rearm();

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "speak":
                    Tell(new Rumour(name, _told++, 0));
                    Rearm();
                    break;
                case Rumour { Hops: < 3 } rumour:
                    foreach (var echo in _echoes)
                        echo.Tell(rumour);
                    Tell(rumour with { Hops = rumour.Hops + 1 });
                    break;
            }
        }

        private void Tell(Rumour rumour)
        {
            foreach (var other in Names.Where(other => other != name))
                world.Network.Send(name, other, rumour);
        }

        private void Rearm() =>
            Timers.StartSingleTimer("speak", "speak", TimeSpan.FromMilliseconds(world.Dice.Next(50, 150)));
    }

    private sealed class Echo(VirtualWorld world, string name) : UntypedActor
    {
        public static Props Props(VirtualWorld world, string name) =>
            Akka.Actor.Props.Create(() => new Echo(world, name));

        protected override void OnReceive(object message)
        {
            world.Trace.Note($"{name} heard {message}");
            if (message is Rumour)
                Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(7), Self, "again", Self);
        }
    }
}
