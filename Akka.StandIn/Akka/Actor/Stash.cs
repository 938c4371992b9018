using Akka.Dispatch;
using Akka.Util;

namespace Akka.Actor
{
    public interface IStash
    {
        int Capacity { get; }

        int Count { get; }

        bool IsEmpty { get; }

        bool NonEmpty { get; }

        bool IsFull { get; }

        void Stash();

        void Unstash();

        void UnstashAll();

        void UnstashAll(Func<Envelope, bool> predicate);

        IEnumerable<Envelope> ClearStash();

        void Prepend(IEnumerable<Envelope> envelopes);
    }

    public interface IActorStash
    {
        IStash Stash { get; set; }
    }

    public interface IWithUnrestrictedStash : IActorStash
    {
    }

    public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>
    {
    }

    public interface IWithUnboundedStash : IWithUnrestrictedStash,
        IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>
    {
    }

    public abstract class UntypedActorWithStash : UntypedActor, IWithStash
    {
        public IStash Stash { get; set; } = null!;
    }

    public abstract class UntypedActorWithUnboundedStash : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;
    }

    public static class StashFactory
    {
        public static IStash CreateStash<T>(this IActorContext context) where T : ActorBase =>
            CreateStash(context, typeof(T));

        public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) =>
            CreateStash(context, actorInstance.GetType());

        public static IStash CreateStash(this IActorContext context, Type actorType)
        {
            if (!typeof(IWithUnrestrictedStash).IsAssignableFrom(actorType))
                throw new ArgumentException($"Actor {actorType} has an unknown kind of {typeof(IActorStash)}");
            var cell = (ActorCell)context;
            var unbounded = typeof(IWithUnboundedStash).IsAssignableFrom(actorType);
            return new Internal.StashImpl(cell, unbounded ? -1 : cell.System.Mailboxes.StashCapacity(cell.Props));
        }
    }
}

namespace Akka.Actor.Internal
{
    /// <summary>
    /// Keeps messages for later and puts them back in front of the mailbox in the order they came in.
    /// </summary>
    internal sealed class StashImpl : IStash
    {
        private readonly ActorCell _cell;
        private readonly IDequeBasedMessageQueueSemantics _mailbox;
        private LinkedList<Envelope> _stashed = new();
        private int? _lastEnvelopeId;

        public StashImpl(ActorCell cell, int capacity)
        {
            _cell = cell;
            Capacity = capacity;
            _mailbox = cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics ?? throw NoDeque(cell);
        }

        public int Capacity { get; }

        public int Count => _stashed.Count;

        public bool IsEmpty => Count == 0;

        public bool NonEmpty => Count > 0;

        public bool IsFull => Capacity >= 0 && Count >= Capacity;

        private static ActorInitializationException NoDeque(ActorCell cell) => new(
            cell.Self,
            $"DequeBasedMailbox required, got: {cell.Mailbox.MessageQueue.GetType().Name}\n" +
            "An (unbounded) deque-based mailbox can be configured as follows:\n" +
            "my-custom-mailbox {\n    mailbox-type = \"Akka.Dispatch.UnboundedDequeBasedMailbox\"\n}\n");

        public void Stash()
        {
            var message = _cell.CurrentMessage!;
            if (_lastEnvelopeId == _cell.CurrentEnvelopeId)
                throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
            _lastEnvelopeId = _cell.CurrentEnvelopeId;
            if (Capacity > 0 && Count >= Capacity)
            {
                throw new StashOverflowException(
                    $"Couldn't enqueue message {message} from {_cell.Sender} to stash of {_cell.Self}");
            }

            _stashed.AddLast(new Envelope(message, _cell.Sender));
        }

        public void Unstash()
        {
            if (_stashed.First is not { } first)
                return;
            _stashed.RemoveFirst();
            EnqueueFirst(first.Value);
        }

        public void UnstashAll() => UnstashAll(static _ => true);

        public void UnstashAll(Func<Envelope, bool> predicate)
        {
            var all = _stashed;
            _stashed = new LinkedList<Envelope>();
            for (var node = all.Last; node is not null; node = node.Previous)
            {
                if (predicate(node.Value))
                    EnqueueFirst(node.Value);
            }
        }

        public IEnumerable<Envelope> ClearStash()
        {
            var all = _stashed;
            _stashed = new LinkedList<Envelope>();
            return all;
        }

        public void Prepend(IEnumerable<Envelope> envelopes)
        {
            foreach (var envelope in envelopes.Distinct().Reverse())
                _stashed.AddFirst(envelope);
        }

        private void EnqueueFirst(Envelope envelope)
        {
            _mailbox.EnqueueFirst(envelope);
            if (envelope.Message is Terminated terminated)
                _cell.TerminatedQueuedFor(terminated.ActorRef, Option<object>.None);
        }
    }
}
