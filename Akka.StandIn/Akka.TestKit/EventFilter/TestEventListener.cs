using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>The default logger, but event filters see first what passes, and what fits one is not printed.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<EventFilter> _filters = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                Subscribe(initialize.LoggingBus);
                return base.Receive(message);
            case Mute mute:
                _filters.AddRange(mute.Filters);
                return true;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                return true;
            case LogEvent entry:
                if (!IsExpected(entry))
                    Print(entry);
                return true;
            case DeadLetter letter:
                HandleDeadLetter(letter);
                return true;
            default:
                return base.Receive(message);
        }
    }

    private void Subscribe(LoggingBus bus)
    {
        bus.Subscribe(Self, typeof(Mute));
        bus.Subscribe(Self, typeof(Unmute));
        bus.Subscribe(Self, typeof(DeadLetter));
    }

    private void HandleDeadLetter(DeadLetter letter)
    {
        var path = letter.Recipient.Path.ToString();
        var type = letter.Recipient.GetType();
        if (!IsExpected(new Warning(path, type, letter)))
            Print(new Warning(path, type, $"Received dead letter from {letter.Sender}: {letter.Message}"));
    }

    private bool IsExpected(LogEvent entry)
    {
        foreach (var filter in _filters)
        {
            try
            {
                if (filter.Apply(entry))
                    return true;
            }
            catch (Exception)
            {
                // a predicate of the spec's that fails on an event does not describe it
            }
        }

        return false;
    }
}
