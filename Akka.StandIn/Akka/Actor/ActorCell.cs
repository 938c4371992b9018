using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor
{
    /// <summary>
    /// An actor's place in the system: everything but the actor itself, which is replaced when it restarts. Fields are
    /// touched by the mailbox's run alone, except where a member says otherwise.
    /// </summary>
    public partial class ActorCell : IUntypedActorContext
    {
        public const int UndefinedUid = 0;

        private readonly ActorSystemImpl _system;
        private readonly IInternalActorRef _self;
        private readonly Stack<Receive> _behaviors = new(1);
        private Mailbox _mailbox = null!;
        private ActorBase? _actor;
        private IActorRef? _sender;

        public ActorCell(
            ActorSystemImpl system,
            IInternalActorRef self,
            Props props,
            MessageDispatcher dispatcher,
            IInternalActorRef parent)
        {
            _system = system;
            _self = self;
            Props = props;
            Dispatcher = dispatcher;
            Parent = parent;
        }

        public IActorRef Self => _self;

        public IActorRef Sender => _sender ?? _system.DeadLetters;

        public IInternalActorRef Parent { get; }

        public Props Props { get; private set; }

        public ActorSystem System => _system;

        public ActorSystemImpl SystemImpl => _system;

        public MessageDispatcher Dispatcher { get; }

        public Mailbox Mailbox => _mailbox;

        public object? CurrentMessage { get; internal set; }

        /// <summary>Counts the envelopes taken from the mailbox, so that a stash knows one from the next.</summary>
        public int CurrentEnvelopeId { get; private set; }

        public bool IsLocal => true;

        public bool IsTerminated => _mailbox.IsClosed;

        public bool HasMessages => _mailbox.HasMessages;

        public int NumberOfMessages => _mailbox.NumberOfMessages;

        IActorRef IActorContext.Parent => Parent;

        internal static ActorCell? Current => InternalCurrentActorCellKeeper.Current;

        internal ActorBase? Actor => _actor;

        private Type ActorType => _actor?.GetType() ?? Props.Type;

        public static IActorRef GetCurrentSelfOrNoSender() => Current?.Self!;

        public static IActorRef GetCurrentSenderOrNoSender() => Current?.Sender!;

        /// <summary>
        /// Makes the mailbox and puts the actor's creation first into it; nothing runs before <see cref="Start"/>.
        /// </summary>
        internal void Init(MailboxType mailboxType)
        {
            _mailbox = new Mailbox(mailboxType.Create(_self, _system));
            _mailbox.SetActor(this);
            _mailbox.SystemEnqueue(_self, new Create());
        }

        public virtual void Start() => Dispatcher.Attach(this);

        public void Stop() => SendSystemMessage(new Terminate());

        public void Suspend() => SendSystemMessage(new Suspend());

        public void Resume(Exception? causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

        public void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

        /// <summary>The behaviour that the actor was born with stays at the bottom, to be unbecome to.</summary>
        public void Become(Receive receive)
        {
            if (_behaviors.Count > 1)
                _behaviors.Pop();
            _behaviors.Push(receive);
        }

        public void BecomeStacked(Receive receive) => _behaviors.Push(receive);

        public void UnbecomeStacked()
        {
            if (_behaviors.Count > 1)
                _behaviors.Pop();
        }

        void IUntypedActorContext.Become(UntypedReceive receive) => Become(Typed(receive));

        void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Typed(receive));

        private static Receive Typed(UntypedReceive receive) => message =>
        {
            receive(message);
            return true;
        };

        public ActorSelection ActorSelection(string actorPath) =>
            ActorRefFactoryShared.ActorSelection(actorPath, _system, Self);

        public ActorSelection ActorSelection(ActorPath actorPath) =>
            ActorRefFactoryShared.ActorSelection(actorPath, _system);

        public void UseThreadContext(Action action)
        {
            var outer = Current;
            InternalCurrentActorCellKeeper.Current = this;
            try
            {
                action();
            }
            finally
            {
                InternalCurrentActorCellKeeper.Current = outer;
            }
        }

        private ActorBase NewActor()
        {
            ActorBase? created = null;
            UseThreadContext(() =>
            {
                _behaviors.Clear();
                created = CreateNewActorInstance();
                created.Unclear();
                created.StrategyFromProps = Props.SupervisorStrategy;
            });
            return created!;
        }

        protected virtual ActorBase CreateNewActorInstance()
        {
            var actor = Props.NewActor() ?? throw new ActorInitializationException(_self, "Props produced no actor");
            if (actor is IActorStash stashing)
                stashing.Stash = this.CreateStash(stashing);
            (actor as IInitializableActor)?.Init();
            return actor;
        }

        /// <summary>
        /// What an actor had stashed outlives it: it goes back into the mailbox, or to the dead letters.
        /// </summary>
        private static void Unstash(ActorBase actor) => (actor as IActorStash)?.Stash?.UnstashAll();

        protected void ClearActor(ActorBase? actor)
        {
            if (actor is { IsCleared: false })
            {
                Dispose(actor);
                Props.Release(actor);
                actor.Clear(_system.DeadLetters);
            }

            CurrentMessage = null;
            _behaviors.Clear();
        }

        private void Dispose(ActorBase actor)
        {
            try
            {
                (actor as IDisposable)?.Dispose();
            }
            catch (Exception e)
            {
                Publish(new Error(e, _self.Path.ToString(), actor.GetType(),
                    $"An error occurred while disposing {actor}"));
            }
        }

        private void Publish(LogEvent logEvent)
        {
            try
            {
                _system.EventStream.Publish(logEvent);
            }
            catch (Exception)
            {
                // a broken logger must not take the actor down with it
            }
        }

        private void PublishError(Exception? cause, string what) =>
            Publish(new Error(cause, _self.Path.ToString(), ActorType, what));

        private void PublishWarning(string what) => Publish(new Warning(_self.Path.ToString(), ActorType, what));

        private void PublishDebug(string what) => Publish(new Debug(_self.Path.ToString(), ActorType, what));

        private void PublishLifecycle(string what, object? detail = null)
        {
            if (_system.Settings.DebugLifecycle)
                PublishDebug(detail is null ? what : $"{what} {detail}");
        }
    }
}

namespace Akka.Actor.Internal
{
    public interface IInitializableActor
    {
        void Init();
    }

    /// <summary>Whose code this thread is running.</summary>
    public static class InternalCurrentActorCellKeeper
    {
        [ThreadStatic]
        private static ActorCell? _current;

        public static ActorCell? Current
        {
            get => _current;
            set => _current = value;
        }
    }
}
