using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// A scenario without Raft: clerks on three systems write down what they are told and tell each other, on disks that
/// are slow, fail and forget; one system dies and returns in the middle of a write.
/// </summary>
internal static class Bookkeeping
{
    private static readonly string[] Names = ["ann", "bob", "cid"];

    public static void Play(VirtualWorld world)
    {
        world.Disk.Serializes = true;
        world.Disk.Faults.Rule = (_, operation) => Draw(world.Dice, operation);
        var systems = Names.ToDictionary(name => name, name => Start(world, name));
        world.Run(TimeSpan.FromSeconds(5));
        world.Abort(systems["bob"]);
        world.Disk.LosePending("bob");
        world.Run(TimeSpan.FromSeconds(1));
        Start(world, "bob");
        world.Run(TimeSpan.FromSeconds(5));
        foreach (var name in Names)
            world.Trace.Note($"{name} holds {string.Join(',', world.Disk.SequenceNrs(name))}");
    }

    private static Fault Draw(Random dice, DiskOperation operation)
    {
        var delay = TimeSpan.FromMilliseconds(dice.Next(0, 30));
        var kind = (operation, dice.Next(100)) switch
        {
            (DiskOperation.Write, < 2) => FaultKind.Fail,
            (DiskOperation.Write, < 4) => FaultKind.FailButStored,
            (DiskOperation.Write, < 6) => FaultKind.Reject,
            (DiskOperation.Save, < 10) => FaultKind.Fail,
            _ => FaultKind.None,
        };
        return new Fault(kind, delay);
    }

    private static ActorSystem Start(VirtualWorld world, string name)
    {
        var system = world.StartSystem(name);
        var office = world.Spawn(system, Props.Create(() => new Office(world, name)), "office");
        world.Network.Register(name, system, office);
        return system;
    }

    private sealed record Entry(string Text);

    /// <summary>Hires a new clerk a while after the old one stopped, as a failed write stops it.</summary>
    private sealed class Office(VirtualWorld world, string name) : UntypedActor, IWithTimers
    {
        private int _hired;
        private IActorRef _clerk = ActorRefs.Nobody;

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Hire();

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Terminated:
                    world.Trace.Note($"{name} lost a clerk");
                    Timers.StartSingleTimer("hire", "hire", TimeSpan.FromMilliseconds(100));
                    break;
                case "hire":
                    Hire();
                    break;
                default:
                    _clerk.Tell(message);
                    break;
            }
        }

        private void Hire() =>
            _clerk = Context.Watch(Context.ActorOf(Props.Create(() => new Clerk(world, name)), $"clerk-{_hired++}"));
    }

    private sealed class Clerk(VirtualWorld world, string name) : UntypedPersistentActor, IWithTimers
    {
        private readonly List<string> _book = [];
        private int _written;

        public override string PersistenceId => name;

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnRecover(object message)
        {
            switch (message)
            {
                case SnapshotOffer { Snapshot: Entry all }:
                    _book.Clear();
                    _book.AddRange(all.Text.Split(';'));
                    break;
                case Entry entry:
                    _book.Add(entry.Text);
                    break;
                case RecoveryCompleted:
                    world.Trace.Note($"{name} recovered {_book.Count} entries up to {LastSequenceNr}");
                    Rearm();
                    break;
            }
        }

        protected override void OnCommand(object message)
        {
            switch (message)
            {
                case "write":
                    Rearm();
                    Write(new Entry($"{name}{_written++}"));
                    break;
                case Entry entry:
                    Write(entry);
                    break;
                default:
                    world.Trace.Note($"{name} got {message.GetType().Name}");
                    break;
            }
        }

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
            world.Trace.Note($"{name} had {@event} rejected at {sequenceNr}");

        private void Write(Entry entry) => Persist(entry, Written);

        private void Written(Entry entry)
        {
            _book.Add(entry.Text);
            world.Trace.Note($"{name} wrote {entry.Text} at {LastSequenceNr}");
            if (entry.Text.StartsWith(name, StringComparison.Ordinal))
                foreach (var other in Names.Where(other => other != name))
                    world.Network.Send(name, other, entry);
            if (_book.Count % 10 == 0)
                SaveSnapshot(new Entry(string.Join(';', _book)));
        }

        private void Rearm() =>
            Timers.StartSingleTimer("write", "write", TimeSpan.FromMilliseconds(world.Dice.Next(50, 150)));
    }
}
