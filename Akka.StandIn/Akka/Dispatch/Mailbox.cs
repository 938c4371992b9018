using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>
/// An actor's two queues and whether they are being worked on. The status says, in one word that changes by
/// compare-and-swap alone: closed, scheduled (with a dispatcher, or running), and how often suspended. Only who sets
/// the scheduled bit may hand the mailbox to a dispatcher, so that an actor never runs twice at a time.
/// </summary>
public class Mailbox : IRunnable
{
    private const int Open = 0;
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int SuspendUnit = 4;

    private ActorCell _cell = null!;
    private SystemMessage? _systemQueue;
    private volatile int _status;

    public Mailbox(IMessageQueue messageQueue)
    {
        MessageQueue = messageQueue;
    }

    public IMessageQueue MessageQueue { get; }

    public MessageDispatcher Dispatcher => _cell.Dispatcher;

    internal bool HasMessages => MessageQueue.HasMessages;

    internal int NumberOfMessages => MessageQueue.Count;

    internal bool IsClosed => _status == Closed;

    internal bool IsSuspended => _status >= SuspendUnit;

    internal int SuspendCount => _status / SuspendUnit;

    private bool HasSystemMessages => Volatile.Read(ref _systemQueue) is { } head && head != NoMessage.Instance;

    public virtual void SetActor(ActorCell actorCell) => _cell = actorCell;

    public void Execute() => Run();

    public void Run()
    {
        if (_status == Closed)
            return;
        var outer = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = _cell;
        try
        {
            ProcessSystemMessages();
            ProcessMessages();
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outer;
            SetIdle();
            Dispatcher.RegisterForExecution(this, false, false);
        }
    }

    private void ProcessMessages()
    {
        var dispatcher = Dispatcher;
        var left = Math.Max(1, dispatcher.Throughput);
        var deadline = dispatcher.ThroughputDeadlineTime is { } ticks and > 0
            ? Stopwatch.GetTimestamp() + (long)(ticks * (Stopwatch.Frequency / (double)TimeSpan.TicksPerSecond))
            : long.MaxValue;
        while (_status == Scheduled && MessageQueue.TryDequeue(out var envelope))
        {
            _cell.Invoke(envelope);
            if (HasSystemMessages)
                ProcessSystemMessages();
            if (--left == 0 || (deadline != long.MaxValue && Stopwatch.GetTimestamp() >= deadline))
                return;
        }
    }

    private void ProcessSystemMessages()
    {
        for (var next = DrainSystemQueue(null); next is not null; next ??= DrainSystemQueue(null))
        {
            var message = next;
            next = message.Next;
            message.Next = null;
            if (IsClosed)
                SendToDeadLetters(message);
            else
                _cell.SystemInvoke(message);
        }
    }

    internal void Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    internal void SystemEnqueue(IActorRef receiver, SystemMessage message)
    {
        while (true)
        {
            var head = Volatile.Read(ref _systemQueue);
            if (head == NoMessage.Instance)
            {
                SendToDeadLetters(message);
                return;
            }

            message.Next = head;
            if (Interlocked.CompareExchange(ref _systemQueue, message, head) == head)
                return;
        }
    }

    /// <summary>Takes all system messages, first come first, and leaves <paramref name="replacement"/>.</summary>
    private SystemMessage? DrainSystemQueue(SystemMessage? replacement)
    {
        SystemMessage? head;
        do
        {
            head = Volatile.Read(ref _systemQueue);
            if (head == NoMessage.Instance || (head is null && replacement is null))
                return null;
        }
        while (Interlocked.CompareExchange(ref _systemQueue, replacement, head) != head);

        SystemMessage? reversed = null;
        while (head is not null)
        {
            var next = head.Next;
            head.Next = reversed;
            reversed = head;
            head = next;
        }

        return reversed;
    }

    /// <summary>
    /// Sends what is left to the dead letters. Also called for what slipped in while the mailbox was closing.
    /// </summary>
    public virtual void CleanUp()
    {
        for (var next = DrainSystemQueue(NoMessage.Instance); next is not null;)
        {
            var message = next;
            next = message.Next;
            message.Next = null;
            SendToDeadLetters(message);
        }

        while (TryTake(out var envelope))
            Dispatcher.Mailboxes.Mourn(_cell.Self, envelope);
    }

    /// <summary>
    /// A queue knows one reader only, and here are the actor's last run and senders who came too late.
    /// </summary>
    private bool TryTake(out Envelope envelope)
    {
        lock (MessageQueue)
            return MessageQueue.TryDequeue(out envelope);
    }

    private void SendToDeadLetters(SystemMessage message) =>
        _cell.System.DeadLetters.Tell(new DeadLetter(message, _cell.Self, _cell.Self), _cell.Self);

    internal bool CanBeScheduled(bool hasMessageHint, bool hasSystemMessageHint) => _status switch
    {
        Open or Scheduled => hasMessageHint || hasSystemMessageHint || HasSystemMessages || HasMessages,
        Closed => false,
        _ => hasSystemMessageHint || HasSystemMessages,
    };

    internal bool SetScheduled()
    {
        while (true)
        {
            var status = _status;
            if ((status & (Closed | Scheduled)) != 0)
                return false;
            if (TryChange(status, status | Scheduled))
                return true;
        }
    }

    internal void SetIdle()
    {
        while (true)
        {
            var status = _status;
            if (TryChange(status, status & ~Scheduled))
                return;
        }
    }

    internal void Suspend()
    {
        while (true)
        {
            var status = _status;
            if (status == Closed || TryChange(status, status + SuspendUnit))
                return;
        }
    }

    internal void Resume()
    {
        while (true)
        {
            var status = _status;
            if (status < SuspendUnit || TryChange(status, status - SuspendUnit))
                return;
        }
    }

    internal void BecomeClosed() => Interlocked.Exchange(ref _status, Closed);

    private bool TryChange(int from, int to) => Interlocked.CompareExchange(ref _status, to, from) == from;
}
