using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that may get lost without a word in the log.</summary>
public interface IDeadLetterSuppression
{
}

public abstract class AllDeadLetters : IWrappedMessage
{
    protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    public object Message { get; }

    public IActorRef Sender { get; }

    public IActorRef Recipient { get; }

    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}

public sealed class DeadLetter : AllDeadLetters
{
    public DeadLetter(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient)
    {
    }
}

public sealed class SuppressedDeadLetter : AllDeadLetters
{
    public SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}

public sealed class UnhandledMessage : AllDeadLetters
{
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient)
    {
    }
}

/// <summary>A message that was thrown away on purpose, such as one that is too large to send.</summary>
public sealed class Dropped : AllDeadLetters
{
    public Dropped(object message, string reason, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
        Reason = reason;
    }

    public Dropped(object message, string reason, IActorRef recipient)
        : this(message, reason, ActorRefs.NoSender, recipient)
    {
    }

    public string Reason { get; }
}

/// <summary>Logs dead letters: so many, and then none for a while.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _maxCount = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _silence = Context.System.Settings.LogDeadLettersSuspendDuration;
    private readonly IScheduler _clock = Context.System.Scheduler;
    private TimeSpan _silentUntil;
    private int _count;

    protected override void PreStart()
    {
        _eventStream.Subscribe(Self, typeof(DeadLetter));
        _eventStream.Subscribe(Self, typeof(Dropped));
        _eventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    protected override void PreRestart(Exception reason, object? message)
    {
        // stays subscribed
    }

    protected override void PostRestart(Exception reason)
    {
    }

    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter)
            return false;
        if (letter.Message is IDeadLetterSuppression)
            return true;
        _count++;
        if (_count < _maxCount || _maxCount == int.MaxValue)
            Log(letter, "");
        else if (_count == _maxCount)
            Log(letter, FallSilent());
        else if (_clock.MonotonicClock >= _silentUntil)
            SpeakAgain(letter);
        return true;
    }

    private string FallSilent()
    {
        if (_silence == Timeout.InfiniteTimeSpan)
        {
            Context.Stop(Self);
            return ", no more dead letters will be logged";
        }

        _silentUntil = _clock.MonotonicClock + _silence;
        return $", no more dead letters will be logged in next [{_silence}]";
    }

    private void SpeakAgain(AllDeadLetters letter)
    {
        Log(letter, $", of which {_count - _maxCount - 1} were not logged. The counter will be reset now");
        _count = 0;
    }

    private void Log(AllDeadLetters letter, string aside)
    {
        var message = WrappedMessage.Unwrap(letter.Message);
        var fate = letter switch
        {
            Dropped dropped => $"was dropped. {dropped.Reason}",
            UnhandledMessage => "was unhandled",
            _ => "was not delivered",
        };
        var origin = letter.Sender.IsNobody() ? "" : $" from {letter.Sender}";
        var text = $"Message [{message.GetType().Name}]{origin} to {letter.Recipient} {fate}. " +
            $"[{_count}] dead letters encountered{aside}. " +
            "This logging can be turned off or adjusted with configuration settings " +
            $"'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'. Message content: {message}";
        _eventStream.Publish(new Info(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), text));
    }
}
