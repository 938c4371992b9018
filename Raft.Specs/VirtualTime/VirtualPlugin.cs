using Akka.Actor;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// What the instant journal and snapshot store share: plain actors that answer in the same turn, or after a virtual
/// delay. Akka's own journals complete through Tasks, so on the thread pool.
/// </summary>
public abstract class VirtualPlugin : UntypedActor
{
    private readonly VirtualWorld _world = VirtualWorld.Of(Context.System.Settings);

    /// <summary>The disk all nodes' plug-ins write to, each under its persistence ids.</summary>
    protected VirtualDisk Disk => _world.Disk;

    /// <summary>The system this plug-in works for.</summary>
    protected ExtendedActorSystem System { get; } = (ExtendedActorSystem)Context.System;

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        if (!Handle(message))
            Unhandled(message);
    }

    /// <summary>Handles a request of a persistent actor.</summary>
    protected abstract bool Handle(object message);

    /// <summary>
    /// Performs an operation as the fault plan wills. A delayed one goes on when its system dies, as a write that the
    /// kernel already has, but not when the machine does (<see cref="VirtualDisk.LosePending"/>).
    /// </summary>
    private protected void Perform(string persistenceId, DiskOperation operation, Action<VirtualJournal, Fault> perform)
    {
        var fault = Disk.Faults.Draw(persistenceId, operation);
        var journal = Disk.Journal(persistenceId);
        if (fault.Delay <= TimeSpan.Zero)
        {
            perform(journal, fault);
            return;
        }

        var life = journal.Life;
        _world.Clock.Schedule(fault.Delay, () =>
        {
            if (journal.Life == life)
                perform(journal, fault);
        });
    }

    /// <summary>The error that an injected fault reports.</summary>
    private protected static VirtualDiskException Injected(Fault fault, DiskOperation operation) =>
        new($"injected: {operation} {fault.Kind}");
}
