using Akka.Actor;
using Akka.Persistence;
using Raft.Specs.VirtualTime;

namespace Raft.Specs.Conformance;

/// <summary>Akka's persistent actors on a disk that does what a spec says.</summary>
public sealed class VirtualDiskSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualWorld _world = new();
    private ActorSystem _system;
    private Recorder _probe;

    public VirtualDiskSpecs()
    {
        _system = _world.StartSystem("node");
        _probe = _world.Record(_system, "probe");
    }

    private FaultPlan Faults => _world.Disk.Faults;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_was_persisted_outlives_the_death_of_its_system()
    {
        Write(Open(), "a", "b");
        Restart();

        Open();

        Assert.Equal("recovered a,b", _probe.Messages.Single());
    }

    [Fact]
    public void A_slow_write_makes_everything_behind_it_wait()
    {
        var book = Open();
        Faults.Next("book", DiskOperation.Write, FaultKind.None, Second);
        book.Tell("a");
        book.Tell(new Ping());

        _world.Run(0.9 * Second);
        Assert.DoesNotContain("pong", _probe.Messages);
        _world.Run(0.1 * Second);

        Assert.Equal(["wrote a", "pong"], _probe.Messages.Skip(1));
    }

    [Fact]
    public void A_failed_write_stops_the_actor_and_leaves_nothing()
    {
        var book = Watched(Open());
        Faults.Next("book", DiskOperation.Write, FaultKind.Fail);

        Write(book, "a");

        Assert.Single(_probe.Of<Terminated>());
        Assert.Empty(_world.Disk.SequenceNrs("book"));
        Assert.Equal("recovered ", Reopened());
    }

    [Fact]
    public void A_write_that_failed_to_all_appearance_may_be_there_after_all()
    {
        var book = Watched(Open());
        Faults.Next("book", DiskOperation.Write, FaultKind.FailButStored);

        Write(book, "a");

        Assert.Single(_probe.Of<Terminated>());
        Assert.Equal("recovered a", Reopened());
    }

    [Fact]
    public void A_rejected_write_is_skipped_and_its_number_is_used_up()
    {
        var book = Open();
        Faults.Next("book", DiskOperation.Write, FaultKind.Reject);

        Write(book, "a", "b");

        Assert.Equal(["rejected a", "wrote b"], _probe.Messages.Skip(1));
        Assert.Equal([2L], _world.Disk.SequenceNrs("book"));
    }

    [Theory]
    [InlineData(FaultKind.Never, "recovered ")]
    [InlineData(FaultKind.NeverButStored, "recovered a")]
    public void A_write_that_is_never_answered_holds_the_actor_for_ever(FaultKind kind, string afterwards)
    {
        var book = Open();
        Faults.Next("book", DiskOperation.Write, kind);

        Write(book, "a");
        book.Tell(new Ping());
        _world.Run(TimeSpan.FromDays(1));

        Assert.Single(_probe.Messages);
        Restart();
        Assert.Equal(afterwards, Reopened());
    }

    [Fact]
    public void A_write_under_way_survives_the_process_but_not_the_machine()
    {
        foreach (var machineDies in new[] { false, true })
        {
            _world.Disk.Erase("book");
            Faults.Next("book", DiskOperation.Write, FaultKind.None, Second);
            Open().Tell("a");
            _world.Run(0.5 * Second);
            if (machineDies)
                _world.Disk.LosePending("book");
            Restart();
            _world.Run(Second);

            Assert.Equal(machineDies ? "recovered " : "recovered a", Reopened());
            Restart();
        }
    }

    [Fact]
    public void A_new_instance_recovers_without_the_write_under_way_and_is_stopped_by_it_later()
    {
        Faults.Next("book", DiskOperation.Write, FaultKind.None, Second);
        var old = Open();
        old.Tell("old");
        _world.Run(0.5 * Second);
        _system.Stop(old);
        _world.Queue.Drain();

        var book = Watched(Open("book-2"));
        _world.Run(Second);
        Write(book, "new");

        Assert.Contains("recovered ", _probe.Messages);
        Assert.Equal(1, _world.Disk.Conflicts);
        Assert.Single(_probe.Of<Terminated>());
        Assert.Equal("recovered old", Reopened());
    }

    [Fact]
    public void A_recovery_that_fails_stops_the_actor()
    {
        Faults.Next("book", DiskOperation.Replay, FaultKind.Fail, Second);
        var book = Watched(Open());

        _world.Run(Second);

        Assert.Equal(book, Assert.Single(_probe.Of<Terminated>()).ActorRef);
    }

    [Fact]
    public void A_snapshot_stands_for_the_events_that_were_deleted()
    {
        var book = Open();
        Write(book, "a", "b");
        book.Tell(new Fold());
        _world.Run(Second);
        Write(book, "c");

        Assert.Equal([3L], _world.Disk.SequenceNrs("book"));
        Assert.Equal([2L], _world.Disk.SnapshotSequenceNrs("book"));
        Assert.Equal("recovered a,b,c", Reopened());
    }

    [Fact]
    public void A_snapshot_that_cannot_be_saved_leaves_the_events()
    {
        var book = Open();
        Write(book, "a", "b");
        Faults.Next("book", DiskOperation.Save, FaultKind.Fail);
        book.Tell(new Fold());
        _world.Run(Second);

        Assert.Contains("fold failed", _probe.Messages);
        Assert.Equal([1L, 2L], _world.Disk.SequenceNrs("book"));
        Assert.Equal("recovered a,b", Reopened());
    }

    [Fact]
    public void Payloads_are_kept_as_bytes_if_the_disk_is_to_serialize()
    {
        _world.Disk.Serializes = true;
        var book = Open();
        Write(book, "a", "b");
        book.Tell(new Fold());
        _world.Run(Second);
        Write(book, "c");

        Assert.Equal("recovered a,b,c", Reopened());
    }

    private IActorRef Open(string name = "book")
    {
        var book = _world.Spawn(_system, Props.Create(() => new Book(_probe.Ref)), name);
        _world.Run(TimeSpan.Zero);
        return book;
    }

    private IActorRef Watched(IActorRef actor)
    {
        _probe.Watch(actor);
        _world.Queue.Drain();
        return actor;
    }

    private void Write(IActorRef book, params string[] entries)
    {
        foreach (var entry in entries)
            book.Tell(entry);
        _world.Run(TimeSpan.Zero);
    }

    private void Restart()
    {
        _world.Abort(_system);
        _system = _world.StartSystem("node");
        _probe = _world.Record(_system, "probe");
    }

    private object Reopened()
    {
        Restart();
        Open();
        return Assert.Single(_probe.Messages);
    }

    private sealed record Ping;

    private sealed record Fold;

    private sealed record Written(string Text);

    private sealed record Page(string Text);

    private sealed class Book(IActorRef listener) : UntypedPersistentActor
    {
        private List<string> _entries = [];

        public override string PersistenceId => "book";

        protected override void OnRecover(object message)
        {
            switch (message)
            {
                case SnapshotOffer { Snapshot: Page page }:
                    _entries = [.. page.Text.Split(',')];
                    break;
                case Written written:
                    _entries.Add(written.Text);
                    break;
                case RecoveryCompleted:
                    listener.Tell($"recovered {string.Join(',', _entries)}");
                    break;
            }
        }

        protected override void OnCommand(object message)
        {
            switch (message)
            {
                case string entry:
                    Persist(new Written(entry), written =>
                    {
                        _entries.Add(written.Text);
                        listener.Tell($"wrote {written.Text}");
                    });
                    break;
                case Ping:
                    listener.Tell("pong");
                    break;
                case Fold:
                    SaveSnapshot(new Page(string.Join(',', _entries)));
                    break;
                case SaveSnapshotSuccess saved:
                    DeleteMessages(saved.Metadata.SequenceNr);
                    break;
                case SaveSnapshotFailure:
                    listener.Tell("fold failed");
                    break;
            }
        }

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
            listener.Tell($"rejected {((Written)@event).Text}");
    }
}
