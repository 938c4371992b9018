using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Holds events for as long as the actor system lives.</summary>
public class MemoryJournal : AsyncWriteJournal
{
    private readonly Dictionary<string, SortedList<long, IPersistentRepresentation>> _events = [];
    private readonly Dictionary<string, long> _highest = [];

    protected override Task<IImmutableList<Exception>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        foreach (var write in messages)
        {
            if (!_events.TryGetValue(write.PersistenceId, out var events))
                _events[write.PersistenceId] = events = [];
            foreach (var e in JournalAnswers.Events(write))
                events[e.SequenceNr] = e.WithTimestamp(DateTime.UtcNow.Ticks);
            _highest[write.PersistenceId] =
                Math.Max(write.HighestSequenceNr, _highest.GetValueOrDefault(write.PersistenceId));
        }

        return Task.FromResult<IImmutableList<Exception>?>(null);
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(_highest.GetValueOrDefault(persistenceId));

    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        if (_events.TryGetValue(persistenceId, out var events))
        {
            foreach (var e in events.Values)
            {
                if (e.SequenceNr < fromSequenceNr)
                    continue;
                if (e.SequenceNr > toSequenceNr || max-- <= 0)
                    break;
                recoveryCallback(e);
            }
        }

        return Task.CompletedTask;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        if (_events.TryGetValue(persistenceId, out var events))
        {
            var kept = events.Where(e => e.Key > toSequenceNr).ToDictionary();
            _events[persistenceId] = new SortedList<long, IPersistentRepresentation>(kept);
        }

        return Task.CompletedTask;
    }
}
