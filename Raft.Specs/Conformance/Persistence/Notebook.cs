using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

/// <summary>What a spec's actors said, in order. It belongs to no actor system, so it outlives each of them.</summary>
internal sealed class Heard
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly BlockingCollection<object> _said = [];

    public void Add(object said) => _said.Add(said);

    public object Next() =>
        _said.TryTake(out var said, Patience) ? said : throw new TimeoutException("the actor said nothing more");

    public T Next<T>() => Assert.IsType<T>(Next());

    /// <summary>These things are said next, in this order.</summary>
    public void Expect(params object[] expected)
    {
        foreach (var each in expected)
            Assert.Equal(each, Next());
    }
}

/// <summary>A command: the notebook runs it on itself.</summary>
internal sealed record Do(Action<Notebook> Body);

/// <summary>A command that says its name, to see when it is its turn.</summary>
internal sealed record Mark(string Name);

/// <summary>What the notebook saw while it recovered.</summary>
internal sealed record Replayed(object Event);

internal sealed record Offered(object Snapshot, long SequenceNr);

internal sealed record Recovered(long LastSequenceNr);

internal sealed record Rejected(object Event, long SequenceNr);

internal sealed record Failed(object Event, long SequenceNr);

internal sealed record RecoveryFailed(string Cause);

internal sealed record Stopped(string Id);

/// <summary>How a notebook differs from the plainest one.</summary>
internal sealed record NotebookOptions
{
    public string Journal { get; init; } = "";

    public string Snapshots { get; init; } = "";

    public Recovery Recovery { get; init; } = Recovery.Default;

    /// <summary>Runs in the recovery handler, on what it is given.</summary>
    public Action<Notebook, object> OnRecover { get; init; } = (_, _) => { };
}

/// <summary>A persistent actor without a mind of its own: it does as told and says what happens to it.</summary>
internal sealed class Notebook : UntypedPersistentActor
{
    private readonly NotebookOptions _options;

    public Notebook(string id, Heard heard, NotebookOptions options)
    {
        PersistenceId = id;
        Heard = heard;
        _options = options;
        JournalPluginId = options.Journal;
        SnapshotPluginId = options.Snapshots;
    }

    public Heard Heard { get; }

    public override string PersistenceId { get; }

    public override Recovery Recovery => _options.Recovery;

    public IActorRef Asker => Sender;

    public static Props Props(string id, Heard heard, NotebookOptions options) =>
        Akka.Actor.Props.Create(() => new Notebook(id, heard, options));

    public void Say(object said) => Heard.Add(said);

    /// <summary>Persists each of them and says it when its handler runs.</summary>
    public void Note(params string[] events)
    {
        foreach (var e in events)
            Persist(e, Say);
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Do command:
                command.Body(this);
                break;
            case Mark mark:
                Say(mark.Name);
                break;
            default:
                Say(message);
                break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer offer:
                Say(new Offered(offer.Snapshot, offer.Metadata.SequenceNr));
                break;
            case RecoveryCompleted:
                Say(new Recovered(LastSequenceNr));
                break;
            default:
                Say(new Replayed(message));
                break;
        }

        _options.OnRecover(this, message);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Say(new Rejected(@event, sequenceNr));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Say(new Failed(@event, sequenceNr));

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Say(new RecoveryFailed(reason.Message));

    protected override void PostStop()
    {
        Say(new Stopped(PersistenceId));
        base.PostStop();
    }

    // Not the default, which would stop the children and say Stopped for a restart.
    protected override void PreRestart(Exception reason, object? message)
    {
    }
}
