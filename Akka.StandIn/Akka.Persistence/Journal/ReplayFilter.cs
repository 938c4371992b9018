using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Pattern;

namespace Akka.Persistence.Journal;

internal enum ReplayFilterMode
{
    Fail,
    Warn,
    RepairByDiscardOld,
    Disabled,
}

internal sealed class ReplayFilterSettings(Config config)
{
    public ReplayFilterMode Mode { get; } = config.GetString("mode").ToLowerInvariant() switch
    {
        "off" => ReplayFilterMode.Disabled,
        "repair-by-discard-old" => ReplayFilterMode.RepairByDiscardOld,
        "fail" => ReplayFilterMode.Fail,
        "warn" => ReplayFilterMode.Warn,
        var other => throw new ConfigurationException(
            $"Invalid replay-filter.mode [{other}], supported values [off, repair-by-discard-old, fail, warn]"),
    };

    public int WindowSize { get; } = config.GetInt("window-size", 100);

    public int MaxOldWriters { get; } = config.GetInt("max-old-writers", 10);
}

/// <summary>
/// Stands between a journal and the recovering actor, and looks for events of two writers that shared a persistence
/// id: it keeps the last events back for a while, so that those of a writer that was replaced can be dropped.
/// </summary>
internal sealed class ReplayFilter(IActorRef persistentActor, ReplayFilterSettings settings, ILoggingAdapter log)
{
    private readonly Queue<string> _oldWriters = new();
    private Queue<IPersistentRepresentation> _window = new();
    private string _writer = string.Empty;
    private long _sequenceNr = -1;
    private bool _failed;

    public void Offer(IPersistentRepresentation e)
    {
        if (_failed || e.IsDeleted)
            return;
        if (settings.Mode == ReplayFilterMode.Disabled)
        {
            Send(e);
            return;
        }

        if (_window.Count == settings.WindowSize)
            Send(_window.Dequeue());
        if (e.WriterGuid == _writer)
            FromSameWriter(e);
        else if (_oldWriters.Contains(e.WriterGuid))
            Suspect(e, $"an event of an old writer, after the newer writer {_writer} came to [{_sequenceNr}]");
        else
            FromNewWriter(e);
    }

    /// <summary>Sends what was kept back, and the last word.</summary>
    public void Complete(object outcome, IActorRef journal)
    {
        if (_failed)
            return;
        while (_window.TryDequeue(out var e))
            Send(e);
        persistentActor.Tell(outcome, journal);
    }

    private void FromSameWriter(IPersistentRepresentation e)
    {
        if (e.SequenceNr < _sequenceNr)
        {
            Suspect(e, $"its number is below [{_sequenceNr}] that the same writer has reached");
            return;
        }

        _window.Enqueue(e);
        _sequenceNr = e.SequenceNr;
    }

    private void FromNewWriter(IPersistentRepresentation e)
    {
        if (_writer.Length > 0)
            _oldWriters.Enqueue(_writer);
        if (_oldWriters.Count > settings.MaxOldWriters)
            _oldWriters.Dequeue();
        _writer = e.WriterGuid;
        _sequenceNr = e.SequenceNr;
        var kept = new Queue<IPersistentRepresentation>();
        (kept, _window) = (_window, kept);
        foreach (var older in kept)
        {
            if (older.SequenceNr < _sequenceNr)
                _window.Enqueue(older);
            else
                Suspect(older, $"the new writer {_writer} starts at [{_sequenceNr}]");
            if (_failed)
                return;
        }

        _window.Enqueue(e);
    }

    private void Suspect(IPersistentRepresentation e, string why)
    {
        var text = $"Invalid replayed event [sequenceNr={e.SequenceNr}, writerUUID={e.WriterGuid}] for persistenceId "
            + $"[{e.PersistenceId}]: {why}. Perhaps two actors used this persistenceId.";
        switch (settings.Mode)
        {
            case ReplayFilterMode.Warn:
                log.Warning(text);
                _window.Enqueue(e);
                break;
            case ReplayFilterMode.RepairByDiscardOld:
                log.Warning(text);
                break;
            case ReplayFilterMode.Fail:
                log.Error(text);
                _failed = true;
                _window.Clear();
                persistentActor.Tell(
                    new ReplayMessagesFailure(new IllegalStateException(text)), ActorRefs.NoSender);
                break;
        }
    }

    private void Send(IPersistentRepresentation e) =>
        persistentActor.Tell(new ReplayedMessage(e), ActorRefs.NoSender);
}
